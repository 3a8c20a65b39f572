#!/usr/bin/env python3
"""Prints the figures of `run` as one Markdown table.

Lines: program, round, model, batch, mode, threads, value; or program, round, #, name, text for what
is said of a program. A figure is the median over the rounds.
"""

import statistics
import sys
from collections import defaultdict

PROGRAMS = {
    "apus": "Apus",
    "torch": "PyTorch",
    "torch-compiled": "PyTorch, compiled",
    "numpy": "NumPy",
    "neuralforecast": "neuralforecast",
}
MODES = {"training": "training, samples/s", "inference": "inference, samples/s"}
MODES |= {"monte-carlo": "sampled dropout, samples/s", "seconds": "seconds"}
FUSED = "training-fused"  # training with PyTorch's fused Adam, beside that with its default one
SHARES = {"stolen": "other machines on the host", "others": "other processes"}


def short(value):
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 1_000 else f"{value:.3g}"


def read(name):
    """Values by program, case and round; texts by program and name."""
    figures, facts = defaultdict(dict), defaultdict(list)
    with open(name) as file:
        for number, line in enumerate(file, 1):
            program, turn, *fields = line.rstrip("\n").split("\t")
            if program != "machine" and program not in PROGRAMS:
                sys.exit(f"{name}, line {number}: unknown program '{program}'")
            if len(fields) == 3 and fields[0] == "#":
                facts[program, fields[1]].append(fields[2])
            elif len(fields) == 5 and fields[2] in (*MODES, FUSED):
                model, batch, mode, threads, value = fields
                figures[program, (model, int(batch), mode, int(threads))][int(turn)] = float(value)
            else:
                sys.exit(f"{name}, line {number}: cannot read {fields}")
    return figures, facts


def beside(case, mode, other):
    """The case in the other mode; None if it is not in the one."""
    return (*case[:2], other, case[3]) if case[2] == mode else None


def ratios(own, others, mode):
    """How much faster Apus is: from the medians, and in the rounds that both have."""

    def faster(mine, theirs):
        return theirs / mine if mode == "seconds" else mine / theirs

    overall = faster(statistics.median(own.values()), statistics.median(others.values()))
    rounds = [faster(own[turn], others[turn]) for turn in own if turn in others]
    text = f"{overall:.2f}"
    return f"{text} ({min(rounds):.2f} to {max(rounds):.2f})" if len(rounds) > 1 else text


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: table.py FILE")
    figures, facts = read(sys.argv[1])

    machine = [facts["machine", name][0] for name in ("processor", "date")]
    rounds = {turn for values in figures.values() for turn in values}
    print(f"{', '.join(machine)}. Medians of {len(rounds)} round(s) in turn.")
    print()
    for (program, name), texts in facts.items():
        if program != "machine" and name not in SHARES:
            print(f"- {PROGRAMS[program]}: {name} {' or '.join(dict.fromkeys(texts))}")
    for name, who in SHARES.items():
        shares = [100 * float(s) for key, texts in facts.items() if key[1] == name for s in texts]
        if shares:
            print(f"- {who} took {max(shares):.1f} % of the processors in the worst run")
    print()
    print(
        "| model | batch | what | threads | Apus | peer | its figure | Apus is faster"
        " | with fused Adam | Apus is faster |"
    )
    print("|---|---:|---|---:|---:|---|---:|---:|---:|---:|")
    # A run with the fused Adam alone has rows, too.
    cases = {beside(case, FUSED, "training") or case for _, case in figures}
    models = list(dict.fromkeys(model for _, (model, *_) in figures))
    modes = list(MODES)
    for case in sorted(cases, key=lambda c: (models.index(c[0]), c[1], modes.index(c[2]), c[3])):
        model, batch, mode, threads = case
        own = figures.get(("apus", case))
        fused = beside(case, "training", FUSED)
        peers = [p for p in PROGRAMS if p != "apus" and {(p, case), (p, fused)} & figures.keys()]
        for peer in peers or [None]:
            fields = [
                model,
                f"{batch:,}",
                MODES[mode],
                str(threads),
                short(statistics.median(own.values()) if own else None),
                PROGRAMS.get(peer, "-"),
            ]
            for found in (case, fused):
                others = figures.get((peer, found)) if found else None
                fields.append(short(statistics.median(others.values()) if others else None))
                fields.append(ratios(own, others, mode) if own and others else "-")
            print("| " + " | ".join(fields) + " |")


if __name__ == "__main__":
    main()
