#!/usr/bin/env python3
"""Prints the kernels' rates as one Markdown table: medians over all rounds, and the best of all."""

import re
import statistics
import sys
from collections import defaultdict

LINE = re.compile(r"(\S+)\s+(\d) symbols\s+median\s+([\d.]+)\s+best\s+([\d.]+) .*  (\d+) rebalances")
ENGINES = {
    "apus": "Apus",
    "lanes": "C++ lanes",
    "lanes-fast": "C++ lanes, fused rounding",
    "scalar": "C++ scalar",
}


def main():
    medians, bests, rebalances = defaultdict(list), defaultdict(list), defaultdict(set)
    with open(sys.argv[1]) as file:
        for line in file:
            match = LINE.match(line)
            if "symbols" not in line:
                continue
            if not match:
                sys.exit(f"cannot read: {line}")
            engine, symbols = match[1], int(match[2])
            medians[engine, symbols].append(float(match[3]))
            bests[engine, symbols].append(float(match[4]))
            rebalances[symbols].add(match[5])
    for symbols, counts in rebalances.items():
        if len(counts) > 1:
            sys.exit(f"{symbols} symbols: the engines rebalance {' and '.join(sorted(counts))} times")
    sizes = sorted(rebalances)
    print("M candidate-bars/s on one thread, median (best); in brackets Apus over it")
    print()
    print("| engine | " + " | ".join(f"{size} symbols" for size in sizes) + " |")
    print("|---|" + "---:|" * len(sizes))
    for engine, name in ENGINES.items():
        cells = []
        for size in sizes:
            rate = statistics.median(medians[engine, size])
            ratio = statistics.median(medians["apus", size]) / rate
            cells.append(f"{rate:,.0f} ({max(bests[engine, size]):,.0f}) [{ratio:.2f}]")
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
