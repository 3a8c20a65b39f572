"""The pages that are checked: how each is made, and what must be on it to be tried."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import prices

# What a reader can do something with on the page of a study.
STUDY = [".chart", ".sortable", ".wide", "details"]


@dataclass(frozen=True)
class Page:
    name: str
    # What the program is told, run in a folder of its own; its report.html is the page.
    command: list[str]
    # Selectors, each of which must match something: a check of what is not there finds nothing wrong.
    parts: list[str]
    # Files that the command reads: their names and texts.
    files: dict[str, str]
    # Whether it is the first of its kind, which is tried at every width and in both themes. The others have the
    # same style, script and template: of them what depends on what they show is tried.
    isFirst: bool


def page(name, command, parts, files=None, isFirst=False):
    return Page(name, command.split(), parts, files or {}, isFirst)


ONE = "asset_sets: [[AAPL, MSFT]]\nrebalancing: {thresholds: [0.05], methods: [threshold]}\n"

TUNE = "model: nlinear-ridge\ninput: [20, 40]\nsettings:\n  penalty: {from: 0.0001, to: 1, log: true}\n"

PAGES = [
    page("study", "optimize", STUDY + ["select", ".histogram", ".heat"], isFirst=True),
    page("one-candidate", "optimize --space one.yaml", STUDY, {"one.yaml": ONE}),
    page("without-odds", "optimize --quick --odds off", STUDY),
    page("kfold", "optimize --quick --splits kfold:5", STUDY),
    page("cpcv", "optimize --quick --splits cpcv:6,2 --embargo 5", STUDY),
    page("few-bars", "optimize --quick -p few.csv --train rolling:2 -d 10 -n 2", STUDY, {"few.csv": prices.FEW}),
    page(
        "forecasts",
        "forecast cv --models nlinear-ridge,theta --target AAPL,KO,XOM --horizon 12 --windows 30",
        [".chart", ".sortable", ".picker", "select", ".histogram"],
        isFirst=True,
    ),
    page("one-window", "forecast cv --models theta --target KO --horizon 1 --windows 1", [".chart", ".sortable"]),
    page("search", "forecast tune --space tune.yaml --search random --trials 24 --target KO --horizon 5 --windows 6",
         [".chart", ".sortable"], {"tune.yaml": TUNE}, isFirst=True),
    page("bench", "bench --suite runtime --threads 1,2 --repeats 1 --html report.html", [".chart", "nav a"], isFirst=True),
    page("hard-names", "optimize --quick -p hard.csv -d 90 -n 4", STUDY, {"hard.csv": prices.HARD}),
]


def make(page, program, folder):
    """Runs the program in a folder of the page's own; its report there."""
    place = Path(folder) / page.name
    place.mkdir()
    for name, text in page.files.items():
        (place / name).write_text(text, encoding="utf-8")
    command = [program, *page.command]
    run = subprocess.run(command, cwd=place, capture_output=True, text=True)
    report = place / "report.html"
    if run.returncode != 0 or not report.exists():
        raise SystemExit(f"{page.name}: {' '.join(command)} makes no page\n{run.stderr}")
    return report
