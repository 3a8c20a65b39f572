"""What axe-core judges: contrast, names, labels, headings, landmarks, tables."""

import importlib.util
from pathlib import Path

# Only the file is wanted, not the package's code.
AXE = Path(importlib.util.find_spec("axe_playwright_python").submodule_search_locations[0]) / "axe.min.js"

RUN = """async (options) => {
    const results = await axe.run(document, options);
    // It cannot tell the contrast of what is scrolled out of sight: its colours tell.
    const isOpen = (rule) => (node) => rule.id !== "color-contrast" || !inspect.readable(node.element);
    for (const rule of results.incomplete) rule.nodes = rule.nodes.filter(isOpen(rule));
    const brief = (rule) => ({ id: rule.id, help: rule.help, nodes: rule.nodes.map((node) => {
        const why = [...node.any, ...node.all, ...node.none].map((one) => one.message).join("; ");
        return { element: inspect.selector(node.element), text: inspect.name(node.element), why };
    }) });
    return [results.violations.map(brief), results.incomplete.map(brief)];
}"""
# It would name every element that it looks at, which takes longer than looking.
BRIEF = {"resultTypes": ["violations", "incomplete"], "elementRef": True, "selectors": False, "preload": False}
ALL = {**BRIEF, "rules": {"target-size": {"enabled": True}}}
COLOURS = {**BRIEF, "runOnly": ["color-contrast"]}
# Rows whose cells have no colours of their own are like the first ones: a few are enough.
THIN = """() => {
    document.querySelectorAll("tbody tr:nth-child(n + 4):not(:has(> [style]))").forEach((row) => row.remove());
    document.querySelectorAll("details").forEach((one) => { one.open = true; });
}"""


def judge(view, options):
    view.ask(THIN)
    view.ask(AXE.read_text(encoding="utf-8"))
    violations, unsure = view.ask(RUN, options)
    for rule in violations:
        for node in rule["nodes"]:
            view.complain(f"axe {rule['id']}: {rule['help']} ({node['why']})", node["element"], node["text"])
    for rule in unsure:
        for node in rule["nodes"]:
            view.complain(f"axe cannot tell {rule['id']}: {node['why']}", node["element"], node["text"])


def check(view):
    # Nothing but colours depends on the theme.
    judge(view, ALL if view.theme == "light" else COLOURS)


def marks(view):
    """axe judges texts; curves, bars, dots and the edges of controls need contrast, too."""
    view.complain_all(view.ask("inspect.faintMarks"))
