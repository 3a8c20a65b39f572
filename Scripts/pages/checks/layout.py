"""Nothing sticks out of the window, is cut off, or lies over something else."""

OPEN = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"


def check(view):
    view.complain_all(view.ask("inspect.layout"))
    if view.page.query_selector("details"):
        view.ask(OPEN)
        view.complain_all(view.ask("inspect.layout"))


def touch(view):
    """On a phone, what is too wide makes the whole page smaller instead of scrolling."""
    context = view.browser.new_context(
        offline=True, is_mobile=True, has_touch=True, viewport={"width": view.width, "height": 800}
    )
    try:
        page = context.new_page()
        page.goto(view.report.as_uri())
        width = page.evaluate("() => Math.round(window.visualViewport.width)")
    finally:
        context.close()
    if width > view.width + 1:
        view.complain(f"a phone shows it {width} px wide, smaller than it is")
