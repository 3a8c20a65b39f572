"""Who prefers less motion sees none, and the same page."""


def check(view):
    look = "() => [document.body.scrollHeight, document.querySelector('main').innerText]"
    before = view.ask(look)
    view.show(view.width, view.theme, motion="reduce")
    view.complain_all(view.ask("inspect.moving"))
    if view.ask(look) != before:
        view.complain("it reads differently when less motion is preferred", "main")
