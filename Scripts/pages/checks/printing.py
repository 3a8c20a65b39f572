"""On paper nothing is cut off, faint or missing, whatever the theme of the screen."""

import re

from checks import accessibility

# A4 between margins of 10 mm, in CSS pixels.
PAPER = 718
MOST_SHEETS = 40


def check(view):
    view.show(PAPER, view.theme, media="print")
    view.complain_all(view.ask("inspect.layout"), " (printed)")
    view.complain_all(view.ask("inspect.unprinted"))
    view.complain_all(view.ask("inspect.faintMarks"), " (printed)")
    broken = view.ask("""() => [...document.querySelectorAll("tr, figure, .tile, li")].filter((one) =>
        one.checkVisibility() && getComputedStyle(one).breakInside === "auto")
        .map((one) => one.localName + (one.className && "." + one.className))""")
    for kind in sorted(set(broken)):
        view.complain("the end of a sheet may cut it: break-inside is auto", kind)
    document = view.page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "10mm"))
    sheets = len(re.findall(rb"/Type\s*/Page\b", document))
    if not document.startswith(b"%PDF") or not 1 <= sheets <= MOST_SHEETS:
        view.complain(f"printing it makes {sheets} sheets")
    accessibility.judge(view, accessibility.COLOURS)
