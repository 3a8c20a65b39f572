"""Nothing sticks out of the window, is cut off, or lies over something else."""

OPEN = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"


def check(view):
    view.complain_all(view.ask("inspect.layout"))
    if view.page.query_selector("details"):
        view.ask(OPEN)
        view.complain_all(view.ask("inspect.layout"))
