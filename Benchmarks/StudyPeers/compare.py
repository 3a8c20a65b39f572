#!/usr/bin/env python3
"""Compares an engine's figures with those in Apus's results.csv, column by column.

Fails when a figure differs by more than 1e-9 of the larger one, or a candidate's weights or policy
are not the same. NaN equals NaN and an empty field. A figure near zero is the difference of larger
ones, with their rounding: what is below 1e-12 of the column's largest figure is measured by that.
"""

import argparse
import csv
import math
import sys

TOLERANCE = 1e-9
NEAR_ZERO = 1e-12
SETTINGS = ["threshold", "method", "calendar_days", "min_interval_hours", "momentum_filter"]


def read(path, key):
    with open(path, newline="") as file:
        return {int(row[key]): row for row in csv.DictReader(file)}


def number(text):
    return float(text) if text else math.nan


def same_candidate(apus, ours):
    weights = "|".join(f"{float(weight):.4f}" for weight in ours["weights"].split("|"))
    if apus["weights"] != weights:
        return False
    veto = {"1": "true", "0": "false"}[ours["momentum_filter"]]
    settings = {**ours, "momentum_filter": veto}
    return all(apus[name] == settings[name] for name in SETTINGS)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("apus", help="Apus's results.csv")
    parser.add_argument("candidates", help="the study's candidates.csv")
    parser.add_argument("engine", help="the engine's file")
    parser.add_argument("--name", default="engine")
    parser.add_argument("--some", action="store_true", help="the engine ran some candidates only")
    options = parser.parse_args()

    apus = read(options.apus, "config_id")
    study = read(options.candidates, "id")
    engine = read(options.engine, "id")
    distinct = {id for id, row in apus.items() if int(row["evaluated_as"]) == id}
    if distinct != study.keys():
        sys.exit("the study's distinct candidates are not those of Apus")
    for id, row in study.items():
        if not same_candidate(apus[id], row):
            sys.exit(f"candidate {id} of the study is not that of Apus")
    if not options.some and engine.keys() != study.keys():
        sys.exit(f"{options.name} has {len(engine)} candidates of {len(study)}")

    names = list(next(iter(apus.values())))
    columns = names[names.index("test_outperformance") : names.index("test_rebalances") + 1]
    worst, at, failed = 0.0, "", False
    print(f"{options.name}: {len(engine)} candidates, worst relative difference per column")
    for column in columns:
        pairs = [(number(apus[id][column]), number(row[column]), id) for id, row in engine.items()]
        largest = max((abs(a) for a, _, _ in pairs if not math.isnan(a)), default=0)
        column_worst, column_id = 0.0, None
        for a, b, id in pairs:
            if math.isnan(a) and math.isnan(b):
                continue
            difference = abs(a - b)
            scale = max(abs(a), abs(b))
            if difference > TOLERANCE * scale and difference <= NEAR_ZERO * largest:
                scale = largest
            relative = difference / scale if difference else 0.0
            if not relative <= column_worst:
                column_worst, column_id = relative, id
        print(f"  {column:22} {column_worst:9.2e}" + (f"  (id {column_id})" if column_id else ""))
        failed = failed or not column_worst <= TOLERANCE
        if not column_worst <= worst:
            worst, at = column_worst, column
    print(f"  worst {worst:.2e} in {at}" if at else "  every figure has the same bits")
    if failed:
        sys.exit(f"{options.name} differs from Apus by more than {TOLERANCE:g}")


if __name__ == "__main__":
    main()
