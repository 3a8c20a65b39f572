#!/usr/bin/env python3
"""NLinear in closed form: ridge regression over all windows of the table, with NumPy.

The inputs are the windows minus their last value, so are the targets; the intercept is not
penalised. Prints the median of the repeats as a line in seconds, and the best one.
"""

import argparse
import os
import statistics
import time
from pathlib import Path

from windows import HORIZON, LOOKBACK, make_table, print_fact, print_line

PENALTY = 1.0
BLOCK = 2_048  # windows made at once, into memory that stays


def fit(np, table, penalty):
    """Weights (horizon x lookback) and bias that minimise the squared error plus the penalty times
    the weights' squares; and the number of windows.
    """
    rows = np.empty((BLOCK, LOOKBACK), table.dtype)
    targets = np.empty((BLOCK, HORIZON), table.dtype)
    products = np.zeros((LOOKBACK, LOOKBACK), table.dtype)
    crossed = np.zeros((LOOKBACK, HORIZON), table.dtype)
    sums, target_sums = np.zeros(LOOKBACK, table.dtype), np.zeros(HORIZON, table.dtype)
    count = 0
    for channel in table:
        windows = np.lib.stride_tricks.sliding_window_view(channel, LOOKBACK + HORIZON)
        count += len(windows)
        for first in range(0, len(windows), BLOCK):
            block = windows[first : first + BLOCK]
            last = block[:, LOOKBACK - 1 : LOOKBACK]
            x = np.subtract(block[:, :LOOKBACK], last, out=rows[: len(block)])
            y = np.subtract(block[:, LOOKBACK:], last, out=targets[: len(block)])
            products += x.T @ x
            crossed += x.T @ y
            sums += x.sum(axis=0)
            target_sums += y.sum(axis=0)
    mean, target_mean = sums / count, target_sums / count
    products -= np.outer(sums, mean)
    crossed -= np.outer(sums, target_mean)
    products[np.diag_indices(LOOKBACK)] += penalty
    weights = np.linalg.solve(products, crossed).T
    return weights, target_mean - weights @ mean, count


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="three repeats")
    parser.add_argument("--type", choices=["float64", "float32"], default="float64")
    parser.add_argument("--export", metavar="DIR", help="write table, weights and bias, and end")
    options = parser.parse_args()
    if options.quick:
        options.repeats = 3
    # OpenBLAS reads it when NumPy loads it.
    os.environ["OPENBLAS_NUM_THREADS"] = str(options.threads)
    import numpy as np

    table = make_table().astype(options.type)
    weights, bias, windows = fit(np, table, PENALTY)
    if options.export:
        folder = Path(options.export)
        folder.mkdir(parents=True, exist_ok=True)
        for name, values in (("table", table), ("weights", weights), ("bias", bias)):
            values.astype("<f8").tofile(folder / f"ridge-{name}.f64")
        return
    times = []
    for _ in range(options.repeats):
        began = time.perf_counter()
        fit(np, table, PENALTY)
        times.append(time.perf_counter() - began)
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    print_fact("version", f"{np.__version__}, {options.type}")
    print_fact("matrix products", f"{blas['name']} {blas['version']}")
    print_fact(f"best fit at {options.threads} thread(s), s:", f"{min(times):.4g}")
    print_line("nlinear-ridge", windows, "seconds", options.threads, statistics.median(times))


if __name__ == "__main__":
    main()
