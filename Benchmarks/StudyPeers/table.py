#!/usr/bin/env python3
"""Prints the runs of all engines as one Markdown table.

Lines of the results: engine, threads, seconds of the command, seconds of its sweep, candidates and
simulated candidate-bars; the last two are empty for Apus. Of repeated runs the median.
"""

import statistics
import sys
from collections import defaultdict

from figures import read_study

COMMAND, SWEEP, CANDIDATES, BARS = range(4)

ENGINES = {
    "apus": "Apus",
    "lanes": "C++ lanes",
    "lanes-fast": "C++ lanes, fused rounding",
    "lanes-unshared": "C++ lanes, nothing shared",
    "scalar": "C++ scalar",
    "numba": "numba",
    "vectorbt": "vectorbt",
}


def seconds(value, extrapolated):
    if value is None:
        return "-"
    text = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"~{text}" if extrapolated else text


def main():
    folder, results = sys.argv[1:]
    study = read_study(folder)
    distinct = len(study.candidates)
    train = study.splits[:, 1] - study.splits[:, 0]
    test = study.splits[:, 3] - study.splits[:, 2]
    listed = int(study.settings["listed"])
    grid = listed * int(train.sum() + test.sum())
    shared = distinct * int(train.max() + test.sum())

    runs = defaultdict(list)
    with open(results) as file:
        for line in file:
            engine, threads, *numbers = line.rstrip("\n").split("\t")
            runs[engine, int(threads)].append([float(n) if n else None for n in numbers])

    def median(key, column):
        values = [run[column] for run in runs.get(key, []) if run[column] is not None]
        return statistics.median(values) if values else None

    print(f"{listed:,} listed candidates, {distinct:,} distinct; {grid:.3g} candidate-bars when")
    print(f"nothing is shared, {shared:.3g} when candidates and training prefixes are.")
    print("Times marked ~ are extrapolated from fewer candidates.\n")
    print(
        "| engine | threads | command, s | sweep, s | of the grid, M bars/s"
        " | simulated, M bars/s a thread | time / Apus |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|")
    order = sorted(runs, key=lambda key: (key[1] == 1, list(ENGINES).index(key[0])))
    for engine, threads in order:
        key, apus = (engine, threads), ("apus", threads)
        factor = distinct / (median(key, CANDIDATES) or distinct)
        command, sweep = median(key, COMMAND), median(key, SWEEP)
        if sweep is not None:
            # Starting up and compiling do not grow with the candidates.
            command += sweep * (factor - 1)
            sweep *= factor
        # What Apus does not say about its sweep is taken from its whole command.
        compared = SWEEP if median(apus, SWEEP) is not None else COMMAND
        own = sweep if compared == SWEEP else command
        apus_time = median(apus, compared)
        bars = median(key, BARS)
        fields = [
            ENGINES[engine],
            str(threads),
            seconds(command, factor > 1),
            seconds(sweep, factor > 1),
            f"{grid / (sweep or command) / 1e6:,.0f}",
            f"{bars * factor / sweep / threads / 1e6:,.3g}" if bars else "-",
            f"{own / apus_time:,.3g}" if apus_time else "-",
        ]
        print("| " + " | ".join(fields) + " |")


if __name__ == "__main__":
    main()
