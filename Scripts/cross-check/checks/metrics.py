"""The figures of an equity curve, against empyrical.

Both have: returns from one bar to the next, deviations with ddof 1, a risk-free rate of 0, the
downside deviation over all returns, growth over the number of returns, percentiles by linear
interpolation. Apus's conditional value at risk is the mean of returns at or below the value at risk;
empyrical takes the lowest int(0.05 (n - 1)) of them and one more, which is the same but for ties.
"""

import csv
import pathlib

import empyrical
import numpy as np

DATA = pathlib.Path(__file__).parents[3] / "Sources/MarketData/Datasets/sp500_20_stocks_daily.csv"
GOLDEN = np.array([1, 10, -4, 2, 3, 2, 1, -10]) / 100
FIGURES = {
    "totalReturn": lambda r: empyrical.cum_returns_final(r),
    "volatility": lambda r: empyrical.annual_volatility(r),
    "sharpeRatio": lambda r: empyrical.sharpe_ratio(r),
    "sortinoRatio": lambda r: empyrical.sortino_ratio(r),
    "maxDrawdown": lambda r: empyrical.max_drawdown(r),
    "cagr": lambda r: empyrical.annual_return(r),
    "calmarRatio": lambda r: empyrical.calmar_ratio(r),
    "tailRatio": lambda r: empyrical.tail_ratio(r),
    "omegaRatio": lambda r: empyrical.omega_ratio(r),
    "valueAtRisk95": lambda r: empyrical.value_at_risk(r),
    "conditionalValueAtRisk95": lambda r: empyrical.conditional_value_at_risk(r),
}


def check(apus, report):
    curves = {"golden series": np.cumprod(np.concatenate([[1], 1 + GOLDEN]))}
    with open(DATA) as file:
        rows = list(csv.DictReader(file))
    for symbol in ("AAPL", "XOM"):
        curves[f"{symbol}, {len(rows)} bars"] = np.array([float(row[symbol]) for row in rows])
    for name, equity in curves.items():
        answer = apus("metrics", equity=list(equity), barsPerYear=252)
        returns = equity[1:] / equity[:-1] - 1
        report.head(f"Metrics: {name}", f"empyrical {empyrical.__version__}")
        for figure, theirs in FIGURES.items():
            report.row(figure, answer.get(figure), theirs(returns), 1e-10)
