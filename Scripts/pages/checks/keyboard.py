"""Everything is reached with Tab, in the order of the document, is seen to be reached, and scrolls."""

from playwright.sync_api import TimeoutError

HERE = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    return {
        place: inspect.stops().indexOf(one), element: inspect.selector(one), text: inspect.name(one),
        ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1,
        inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


def check(view):
    count = view.ask("() => inspect.stops().length")
    reached = []
    for _ in range(count + 1):
        view.page.keyboard.press("Tab")
        here = view.ask(HERE)
        if here["place"] < 0:
            break
        if here["place"] in reached:
            break
        reached.append(here["place"])
        if not here["ring"]:
            view.complain("Tab reaches it, but nothing shows that: it has no outline", here["element"], here["text"])
        if not here["inside"]:
            view.complain("Tab reaches it, but it is not in the window", here["element"], here["text"])
    if reached != sorted(reached):
        view.complain(f"Tab goes in another order than that of the document: {reached}")
    for place in sorted(set(range(count)) - set(reached)):
        found = view.ask("(place) => inspect.finding('Tab does not reach it', inspect.stops()[place])", place)
        view.complain_all([found])
    for place in range(view.ask("() => inspect.scrollables().length")):
        scrolls(view, view.page.evaluate_handle("(place) => inspect.scrollables()[place]", place).as_element())


def scrolls(view, region):
    if region.evaluate("(one) => one.tabIndex < 0"):
        view.complain("it scrolls, but the keyboard does not reach it", region)
        return
    if region.evaluate("(one) => !one.getAttribute('role') || !(one.ariaLabel || one.getAttribute('aria-labelledby'))"):
        view.complain("it scrolls, but has no role or no name", region)
    region.focus()
    sideways = region.evaluate("(one) => one.scrollWidth > one.clientWidth + 1")
    view.page.keyboard.press("ArrowRight" if sideways else "ArrowDown")
    try:
        moved = "([one, sideways]) => (sideways ? one.scrollLeft : one.scrollTop) > 0"
        view.page.wait_for_function(moved, arg=[region, sideways], timeout=5000)
    except TimeoutError:
        view.complain("it scrolls, but not by the arrow keys", region)
