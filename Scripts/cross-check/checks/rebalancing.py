"""Equity of rebalanced portfolios, against bt and vectorbt, on the bundled stocks.

All three trade at the close of the bar that decides, in fractions of shares. When to rebalance, and what
it costs, is worked out here once more, with pandas and NumPy, from the definitions: the first bar of a new
month, quarter or year; the first bar at least N days after the last rebalance; a weight further from its
target than a threshold.

Costs are where definitions part:

- Apus takes the costs C of a rebalance, `c * sum |w V - v|` with the value V before it, off the whole and
  then holds w (V - C) of each symbol, fully invested. At the first bar it buys V0 w / (1 + c).
- vectorbt's target percent orders are worked out from V, sells first; what is bought last gets what cash is
  left after fees. A little of one symbol is missing from its target until the next rebalance.
- bt takes each commission from cash, and lets a security be bought for less so that price and commission
  fit into what it was allotted; its weights miss their targets by about the costs.

So without costs curves differ by rounding, and with costs by about the costs' share of a weight times how
far symbols drift apart, far less than the costs themselves.
"""

import csv
import datetime
import pathlib

import bt
import numpy as np
import pandas as pd
import vectorbt

DATA = pathlib.Path(__file__).parents[3] / "Sources/MarketData/Datasets/sp500_20_stocks_daily.csv"
CAPITAL = 10_000.0
CASES = [
    # name, weights, rule
    ("2 symbols, month ends", {"AAPL": 0.5, "XOM": 0.5}, {"calendar": "month-end"}),
    ("3 symbols, quarter ends", {"AAPL": 0.5, "KO": 0.3, "XOM": 0.2}, {"calendar": "quarter-end"}),
    ("3 symbols, year ends", {"MSFT": 0.4, "JNJ": 0.3, "JPM": 0.3}, {"calendar": "year-end"}),
    ("5 symbols, every 30 days", dict.fromkeys(["AAPL", "KO", "XOM", "WMT", "JPM"], 0.2), {"days": 30}),
    ("2 symbols, drift of 5 %", {"AAPL": 0.6, "XOM": 0.4}, {"drift": 0.05}),
    ("5 symbols, drift of 10 %", dict.fromkeys(["AAPL", "KO", "XOM", "WMT", "JPM"], 0.2), {"drift": 0.1}),
]
# commission, slippage, how far bt and vectorbt may be off
COSTS = [(0.0, 0.0, 1e-9), (0.0010, 0.0005, 2e-3)]
PERIODS = {"month-end": "M", "quarter-end": "Q", "year-end": "Y"}


def read():
    with open(DATA) as file:
        rows = list(csv.DictReader(file))
    dates = pd.DatetimeIndex([next(iter(row.values())) for row in rows])
    symbols = list(rows[0])[1:]
    return pd.DataFrame([[float(row[s]) for s in symbols] for row in rows], dates, symbols)


def with_numpy(closes, weights, rule, cost):
    """The bars to trade at after the first, the value after each bar, and all costs."""
    targets = np.array(list(weights.values()))
    prices = closes.to_numpy()
    periods = closes.index.to_period(PERIODS[rule["calendar"]]) if "calendar" in rule else None
    values = targets * CAPITAL / (1 + cost)
    paid = CAPITAL - values.sum()
    equity, last, bars = [values.sum()], 0, []
    for bar in range(1, len(prices)):
        values = values * (prices[bar] / prices[bar - 1])
        total = values.sum()
        if periods is not None:
            is_due = periods[bar] != periods[bar - 1]
        elif "days" in rule:
            is_due = closes.index[bar] - closes.index[last] >= datetime.timedelta(days=rule["days"])
        else:
            is_due = (np.abs(values / total - targets) > rule["drift"]).any()
        if is_due:
            charge = cost * np.abs(targets * total - values).sum()
            values = targets * (total - charge)
            paid += charge
            bars.append(bar)
            last = bar
        equity.append(values.sum())
    return bars, np.array(equity), paid


def with_vectorbt(closes, weights, bars, cost):
    sizes = np.full(closes.shape, np.nan)
    sizes[[0, *bars]] = list(weights.values())
    portfolio = vectorbt.Portfolio.from_orders(
        closes,
        size=sizes,
        size_type="targetpercent",
        fees=cost,
        init_cash=CAPITAL,
        cash_sharing=True,
        group_by=True,
        call_seq="auto",
        freq="1D",
    )
    return portfolio.value().to_numpy()


def with_bt(closes, weights, bars, cost):
    dates = [closes.index[bar] for bar in (0, *bars)]
    strategy = bt.Strategy(
        "rebalanced",
        [
            bt.algos.RunOnDate(*dates),
            bt.algos.SelectAll(),
            bt.algos.WeighSpecified(**weights),
            bt.algos.Rebalance(),
        ],
    )
    test = bt.Backtest(
        strategy,
        closes,
        initial_capital=CAPITAL,
        commissions=lambda quantity, price: abs(quantity) * price * cost,
        integer_positions=False,
        progress_bar=False,
    )
    bt.run(test)
    # bt puts a bar with the capital before the first.
    return test.strategy.values.to_numpy()[1:]


def sharpe(equity):
    returns = equity[1:] / equity[:-1] - 1
    return returns.mean() / returns.std(ddof=1) * np.sqrt(252)


def drawdown(equity):
    return (equity / np.maximum.accumulate(equity) - 1).min()


def check(apus, report):
    table = read()
    for name, weights, rule in CASES:
        closes = table[list(weights)]
        for commission, slippage, tolerance in COSTS:
            cost = commission + slippage
            answer = apus(
                "rebalancing",
                closes=closes.to_numpy().ravel().tolist(),
                symbols=list(weights),
                timestamps=[int(time.timestamp()) for time in closes.index],
                weights=list(weights.values()),
                method="threshold" if "drift" in rule else "calendar",
                threshold=rule.get("drift", 0.0),
                calendarDays=rule.get("days", 0),
                calendar=rule.get("calendar"),
                commission=commission,
                slippage=slippage,
                capital=CAPITAL,
            )
            ours = np.array(answer["equity"])
            own, equity, paid = with_numpy(closes, weights, rule, cost)
            costs = f"costs {cost:.2%}" if cost else "no costs"
            report.head(f"Rebalancing: {name}, {costs}", "NumPy")
            report.row("rebalances", len(answer["rebalances"]), len(own), 0)
            same = len(set(answer["rebalances"]) & set(own))
            report.row("of these at the same bar", same, len(own), 0)
            report.row("costs", answer["costPaid"] / CAPITAL, paid / CAPITAL, 1e-11)
            largest = np.abs(ours / equity - 1).max()
            report.row("largest relative difference of a bar", largest, 0.0, 1e-11)
            for peer, run in (
                (f"vectorbt {vectorbt.__version__}", with_vectorbt),
                (f"bt {bt.__version__}", with_bt),
            ):
                theirs = run(closes, weights, answer["rebalances"], cost)
                report.head(f"Rebalancing: {name}, {costs}", peer)
                report.row("final value", ours[-1] / CAPITAL, theirs[-1] / CAPITAL, tolerance)
                report.row("Sharpe ratio", sharpe(ours), sharpe(theirs), tolerance)
                report.row("largest drawdown", drawdown(ours), drawdown(theirs), tolerance)
                largest = np.abs(ours / theirs - 1).max()
                report.row("largest relative difference of a bar", largest, 0.0, tolerance)
