"""Runs the checks and prints what they compare; fails if one differs where it should not."""

import importlib
import json
import math
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent


class Apus:
    """Apus's side: a program that reads a question in JSON and answers in JSON."""

    def __init__(self, program):
        self.program = program

    def __call__(self, name, **question):
        """The answer of the figures called `name`; see swift/Sources/apus-figures."""
        answer = subprocess.run(
            [self.program, name], input=json.dumps(question), capture_output=True, text=True
        )
        if answer.returncode != 0:
            sys.exit(f"apus-figures {name} failed: {answer.stderr.strip()}")
        return json.loads(answer.stdout)


class Report:
    """The rows of a table, and whether a difference is too large."""

    def __init__(self):
        self.failures = 0

    def head(self, title, peer):
        print(f"\n{title}\n")
        print(f"| figure | Apus | {peer} | difference | within |")
        print("|---|---:|---:|---:|---:|")

    def row(self, figure, ours, theirs, tolerance):
        """Compares two numbers: relative to the larger one if that is above 1."""
        ours = math.nan if ours is None else float(ours)
        theirs = float(theirs)
        if math.isnan(ours) and math.isnan(theirs):
            difference = 0.0
        else:
            difference = abs(ours - theirs) / max(1.0, abs(theirs))
        is_close = difference <= tolerance
        self.failures += not is_close
        mark = "" if is_close else " **too much**"
        print(f"| {figure} | {ours:.12g} | {theirs:.12g} | {difference:.1e} | {tolerance:g}{mark} |")

    def note(self, text):
        print(f"\n{text}")


def main():
    program, *names = sys.argv[1:]
    sys.path.insert(0, str(HERE))
    known = sorted(path.stem for path in (HERE / "checks").glob("*.py"))
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.exit(f"There is no check '{unknown[0]}'; there are: {', '.join(known)}")
    report = Report()
    for name in names or known:
        importlib.import_module(f"checks.{name}").check(Apus(program), report)
    print(f"\n{report.failures} figures differ by more than they should.")
    sys.exit(report.failures > 0)


if __name__ == "__main__":
    main()
