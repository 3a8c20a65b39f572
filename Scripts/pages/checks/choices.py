"""Choices change what is shown, and details open and close."""

# Words, numbers, colours and curves.
SHOWN = """(one) => [one.closest("section").innerText,
    ...[...one.closest("section").querySelectorAll("[style], [aria-label], svg path")]
    .filter((mark) => mark.checkVisibility())
    .map((mark) => ["style", "aria-label", "d"].map((name) => mark.getAttribute(name)))].join()"""


def check(view):
    for select in view.each("select"):
        choose(view, select)
    for details in view.each("details"):
        unfold(view, details)


def choose(view, select):
    values = select.evaluate("(one) => [...one.options].map((option) => option.value)")
    first = select.input_value()
    if len(values) < 2:
        return
    seen = {first: select.evaluate(SHOWN)}
    for value in [*(value for value in values if value != first), first]:
        select.select_option(value)
        if select.input_value() != value:
            view.complain(f"choosing '{value}' chooses '{select.input_value()}'", select)
        seen[value] = select.evaluate(SHOWN)
        words = select.evaluate("(one) => one.closest('section').innerText")
        if "NaN" in words or "undefined" in words or "Infinity" in words:
            view.complain(f"choosing '{value}' shows what is not a number", select)
        found = select.evaluate("(one) => inspect.layout(one.closest('section'))")
        view.complain_all(found, f" (when '{value}' of {len(values)} is chosen)")
    if len(set(seen.values())) == 1:
        view.complain("choosing another changes nothing", select)
    select.focus()
    view.page.keyboard.press("ArrowDown" if first != values[-1] else "ArrowUp")
    if select.input_value() == first:
        view.complain("the arrow keys choose nothing", select)
    select.select_option(first)


def unfold(view, details):
    summary = details.query_selector("summary")
    if summary is None:
        view.complain("it has no summary to press", details)
        return
    is_open = "(one) => one.open && [...one.children].slice(1).some((child) => child.checkVisibility())"
    for way in ("click", "tap", "Enter", "Space"):
        before = details.evaluate(is_open)
        if way in ("click", "tap"):
            getattr(summary, way)()
        else:
            summary.focus()
            view.page.keyboard.press(way)
        if details.evaluate(is_open) == before:
            view.complain(f"{way} on it does not {'close' if before else 'open'} it", summary)
