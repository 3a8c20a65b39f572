#!/usr/bin/env python3
"""Writes the study that every engine runs: prices, settings, windows and distinct candidates.

The grid and the splits are made here a second time, independently of Apus, so that the comparison
of the results checks them as well.
"""

import argparse
import csv
import itertools
import struct
from datetime import datetime, timezone
from pathlib import Path

import numpy as np

DAY = 86_400
CAPITAL = 10_000.0
COMMISSION, SLIPPAGE = 0.001, 0.0005
WINDOW_DAYS, TEST_WINDOWS = 365, 5
VETO_DAYS = 30

WEIGHTS = {
    2: [[0.5, 0.5], [0.6, 0.4], [0.7, 0.3], [0.4, 0.6]],
    3: [[0.33, 0.33, 0.34], [0.5, 0.3, 0.2], [0.4, 0.35, 0.25], [0.6, 0.25, 0.15]],
    4: [
        [0.25, 0.25, 0.25, 0.25],
        [0.4, 0.3, 0.15, 0.15],
        [0.35, 0.35, 0.15, 0.15],
        [0.5, 0.25, 0.15, 0.1],
        [0.3, 0.3, 0.2, 0.2],
    ],
    5: [[0.2, 0.2, 0.2, 0.2, 0.2], [0.35, 0.25, 0.2, 0.1, 0.1], [0.3, 0.25, 0.2, 0.15, 0.1]],
}
POLICIES = {
    "thresholds": [0.05, 0.08, 0.10, 0.12, 0.15, 0.20],
    "methods": ["threshold", "calendar", "hybrid"],
    "calendar_days": [7, 14, 30, 60, 90],
    "min_interval_hours": [12, 24, 48, 72],
    "momentum_filter": [False, True],
}
QUICK_POLICIES = {
    "thresholds": [0.05, 0.10, 0.20],
    "methods": ["threshold", "calendar", "hybrid"],
    "calendar_days": [7, 30, 90],
    "min_interval_hours": [12, 48],
    "momentum_filter": [False, True],
}


def asset_sets(quick):
    if quick:
        names = ["BTC ETH", "BTC ETH BNB", "BTC ETH SOL BNB", "BTC ETH BNB SOL ADA"]
    else:
        triples = itertools.combinations(["BTC", "ETH", "BNB", "SOL", "ADA", "XRP"], 3)
        names = ["BTC ETH", "BTC BNB", "ETH BNB"]
        names += [" ".join(triple) for triple in itertools.islice(triples, 12)]
        names += ["BTC ETH SOL BNB", "BTC ETH ADA BNB", "BTC ETH SOL MATIC"]
        names += ["BTC ETH BNB SOL ADA", "BTC ETH BNB SOL MATIC"]
    return [[f"{name}/USDT" for name in line.split()] for line in names]


def weightings(symbols, quick):
    return WEIGHTS[len(symbols)][: 1 if quick else None]


def read_prices(path):
    with open(path, newline="") as file:
        rows = csv.reader(file)
        symbols = next(rows)[1:]
        times, closes = [], []
        for row in rows:
            stamp = datetime.strptime(row[0], "%Y-%m-%dT%H:%M:%SZ")
            times.append(int(stamp.replace(tzinfo=timezone.utc).timestamp()))
            closes.append([float(field) for field in row[1:]])
    return symbols, np.array(times, dtype=np.int64), np.array(closes)


def windows(times, interval):
    """Anchored splits of the walk-forward plan: train start, train end, test start, test end."""
    end = int(times[-1]) + interval
    count = min(TEST_WINDOWS, (end - int(times[0])) // (WINDOW_DAYS * DAY) - 1)
    if count < 1:
        raise SystemExit(f"the prices must reach back {2 * WINDOW_DAYS} days")
    bounds = [end - (count + 1 - k) * WINDOW_DAYS * DAY for k in range(count + 2)]
    bars = [int(bar) for bar in np.searchsorted(times, bounds)]
    return [(bars[0], bars[i], bars[i], bars[i + 1]) for i in range(1, count + 1)]


def candidates(symbols, quick):
    """The distinct candidates with the id of the first of those that behave alike, and the number
    of listed ones."""
    policies = QUICK_POLICIES if quick else POLICIES
    listed, rows = 0, []
    for names in asset_sets(quick):
        columns = "|".join(str(symbols.index(name)) for name in names)
        for weights in weightings(names, quick):
            seen = set()
            for threshold, method, days, hours, veto in itertools.product(*policies.values()):
                listed += 1
                # What the method does not look at makes no difference.
                key = (
                    method,
                    threshold if method != "calendar" else None,
                    days if method != "threshold" else None,
                    hours,
                    veto,
                )
                if key not in seen:
                    seen.add(key)
                    shares = "|".join(map(repr, weights))
                    policy = [threshold, method, days, hours, int(veto)]
                    rows.append([listed, columns, shares, *policy])
    return rows, listed


def write_csv(path, header, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_space(path):
    """The quick grid as a search space for Apus."""
    sets = asset_sets(quick=True)
    lines = ["name: quick study", "asset_sets:"]
    lines += [f"  - [{', '.join(names)}]" for names in sets] + ["weights:"]
    lines += [f"  {len(names)}: {weightings(names, quick=True)}" for names in sets]
    lines += ["rebalancing:"]
    for name, values in QUICK_POLICIES.items():
        lines.append(f"  {name}: [{', '.join(str(value).lower() for value in values)}]")
    path.write_text("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("prices", help="a wide CSV of closes: timestamp, then one column a symbol")
    parser.add_argument("folder", type=Path, help="where the study is written")
    parser.add_argument("--quick", action="store_true", help="240 candidates instead of 26,568")
    options = parser.parse_args()

    symbols, times, closes = read_prices(options.prices)
    missing = sorted({name for names in asset_sets(options.quick) for name in names} - {*symbols})
    if missing:
        raise SystemExit(f"{options.prices} has no prices of {', '.join(missing)}")
    interval = int(np.sort(np.diff(times))[(len(times) - 2) // 2])
    rows, listed = candidates(symbols, options.quick)
    splits = windows(times, interval)
    settings = {
        "capital": CAPITAL,
        "cost_rate": COMMISSION + SLIPPAGE,
        "bars_per_year": 365 * DAY / interval,
        "lookback": max(1, VETO_DAYS * DAY // interval),
        "listed": listed,
    }

    options.folder.mkdir(parents=True, exist_ok=True)
    write_csv(options.folder / "settings.csv", ["name", "value"], settings.items())
    header = ["train_start", "train_end", "test_start", "test_end"]
    write_csv(options.folder / "windows.csv", header, splits)
    header = ["id", "columns", "weights", "threshold", "method", "calendar_days"]
    header += ["min_interval_hours", "momentum_filter"]
    write_csv(options.folder / "candidates.csv", header, rows)
    with open(options.folder / "prices.bin", "wb") as file:
        file.write(struct.pack("<qq", *closes.shape))
        file.write(times.astype("<i8").tobytes())
        file.write(closes.astype("<f8").tobytes())
    if options.quick:
        write_space(options.folder / "space.yaml")


if __name__ == "__main__":
    main()
