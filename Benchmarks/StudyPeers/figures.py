"""The study's files, and the figures of a candidate from the metrics of its windows."""

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np

METRICS = [
    "return",
    "sharpe",
    "sortino",
    "calmar",
    "drawdown",
    "volatility",
    "turnover",
    "cost",
    "rebalances",
]


class Candidate(NamedTuple):
    id: int
    columns: tuple
    weights: tuple
    threshold: float  # infinite where the method does not look at it
    calendar: float  # seconds, infinite likewise
    interval: float  # seconds
    veto: bool


class Study(NamedTuple):
    times: np.ndarray  # seconds
    closes: np.ndarray  # bars x symbols
    splits: np.ndarray  # train start, train end, test start, test end
    candidates: list
    settings: dict


def read_rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def read_candidate(row):
    method = row["method"]
    return Candidate(
        id=int(row["id"]),
        columns=tuple(int(column) for column in row["columns"].split("|")),
        weights=tuple(float(weight) for weight in row["weights"].split("|")),
        threshold=np.inf if method == "calendar" else float(row["threshold"]),
        calendar=np.inf if method == "threshold" else float(row["calendar_days"]) * 86_400,
        interval=float(row["min_interval_hours"]) * 3_600,
        veto=row["momentum_filter"] == "1",
    )


def read_study(folder):
    folder = Path(folder)
    data = (folder / "prices.bin").read_bytes()
    bars, symbols = np.frombuffer(data, "<i8", 2)
    windows = read_rows(folder / "windows.csv")
    return Study(
        times=np.frombuffer(data, "<i8", bars, 16).astype(np.float64),
        closes=np.frombuffer(data, "<f8", bars * symbols, 16 + 8 * bars).reshape(bars, symbols),
        splits=np.array([[int(bar) for bar in row.values()] for row in windows]),
        candidates=[read_candidate(row) for row in read_rows(folder / "candidates.csv")],
        settings={row["name"]: float(row["value"]) for row in read_rows(folder / "settings.csv")},
    )


def spread(candidates, limit):
    """At most `limit` candidates, evenly from the whole grid; all without a limit."""
    if not limit or limit >= len(candidates):
        return candidates
    return [candidates[i * len(candidates) // limit] for i in range(limit)]


def buy_and_hold(candidates):
    """Buying and holding each portfolio, and the place of every candidate's among them."""
    places = {}
    for one in candidates:
        places.setdefault((one.columns, one.weights), len(places))
    hold = [
        Candidate(0, columns, weights, np.inf, np.inf, 0.0, False) for columns, weights in places
    ]
    return hold, np.array([places[one.columns, one.weights] for one in candidates])


def figures(metrics, hold):
    """Columns of Apus's results.csv.

    Both arguments: candidates x windows x METRICS; first all training windows, then all test ones.
    """
    splits = metrics.shape[1] // 2
    train = {name: metrics[:, :splits, i] for i, name in enumerate(METRICS)}
    test = {name: metrics[:, splits:, i] for i, name in enumerate(METRICS)}
    trained = train["return"] - hold[:, :splits, 0]
    tested = test["return"] - hold[:, splits:, 0]
    return {
        "test_outperformance": tested.mean(axis=1),
        "test_return": test["return"].mean(axis=1),
        "test_sharpe": test["sharpe"].mean(axis=1),
        "test_drawdown": test["drawdown"].mean(axis=1),
        "test_win_rate": (tested > 0).mean(axis=1),
        "test_consistency": tested.std(axis=1),
        "train_outperformance": trained.mean(axis=1),
        "generalization_gap": trained.mean(axis=1) - tested.mean(axis=1),
        "splits_tested": np.full(len(metrics), splits),
        "train_return": train["return"].mean(axis=1),
        "train_sharpe": train["sharpe"].mean(axis=1),
        "train_drawdown": train["drawdown"].mean(axis=1),
        "test_sortino": test["sortino"].mean(axis=1),
        "test_calmar": test["calmar"].mean(axis=1),
        "test_volatility": test["volatility"].mean(axis=1),
        "test_turnover": test["turnover"].mean(axis=1),
        "test_cost": test["cost"].mean(axis=1),
        "test_rebalances": test["rebalances"].mean(axis=1),
    }


def write_figures(path, candidates, columns):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", *columns])
        for i, one in enumerate(candidates):
            writer.writerow([one.id, *(repr(float(column[i])) for column in columns.values())])


def report(candidates, seconds, candidate_bars):
    print(f"candidates\t{len(candidates)}")
    print(f"sweep_seconds\t{seconds:.6f}")
    print(f"candidate_bars\t{candidate_bars}")
