"""What axe-core judges: contrast, names, labels, headings, landmarks, tables."""

import importlib.util
from pathlib import Path

# Only the file is wanted, not the package's code.
AXE = Path(importlib.util.find_spec("axe_playwright_python").submodule_search_locations[0]) / "axe.min.js"

RUN = """async ([context, options]) => {
    const results = await axe.run(context, options);
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
RULES = {**BRIEF, "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}}
COLOURS = {**BRIEF, "runOnly": ["color-contrast"]}
# Rows whose cells have no colours of their own look like the first ones.
ALIKE = {"exclude": [["tbody tr:nth-child(n + 4):not(:has(> [style]))"]]}


def judge(view, context, options):
    violations, unsure = view.ask(RUN, [context, options])
    for rule in violations:
        for node in rule["nodes"]:
            view.complain(f"axe {rule['id']}: {rule['help']} ({node['why']})", node["element"], node["text"])
    for rule in unsure:
        for node in rule["nodes"]:
            view.complain(f"axe cannot tell {rule['id']}: {node['why']}", node["element"], node["text"])


def colours(view):
    view.ask(AXE.read_text(encoding="utf-8"))
    judge(view, ALIKE, COLOURS)


def check(view):
    view.ask("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    colours(view)
    # Nothing else depends on the theme.
    if view.theme == "light":
        judge(view, {"exclude": []}, RULES)


def marks(view):
    """axe judges texts; curves, bars, dots and the edges of controls need contrast, too."""
    view.complain_all(view.ask("inspect.faintMarks"))
