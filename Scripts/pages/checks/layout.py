"""Nothing sticks out of the window, is cut off, or lies over something else."""

TURN = "(isOpen) => document.querySelectorAll('details').forEach((one) => { one.open = isOpen; })"


def check(view):
    view.complain_all(view.ask("inspect.layout"))
    if view.page.query_selector("details"):
        view.ask(TURN, True)
        view.complain_all(view.ask("inspect.layout"))
        view.ask(TURN, False)
