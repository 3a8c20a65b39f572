"""Charts tell their values to a mouse, a finger and the keyboard."""

import time

from playwright.sync_api import TimeoutError

STATE = """(chart) => {
    const tip = chart.querySelector(".tip"), cursor = chart.querySelector(".cursor");
    const plot = chart.querySelector(".plot");
    const box = tip.getBoundingClientRect(), line = cursor.getBoundingClientRect(), area = plot.getBoundingClientRect();
    return {
        tip: tip.checkVisibility(), cursor: cursor.checkVisibility(),
        lines: [...tip.children].map((one) => one.textContent),
        at: (line.left - area.left) / area.width, left: box.left, right: box.right, top: box.top, bottom: box.bottom,
        width: document.documentElement.clientWidth, cut: tip.scrollWidth > tip.clientWidth + 1,
    };
}"""
DATA = """(chart) => {
    const data = JSON.parse(chart.querySelector("script").textContent);
    const names = [...chart.querySelectorAll(".legend .key:not(.zone)")].map((key) => key.textContent);
    const curves = data.curves.map((one) => one.texts), drawn = chart.querySelectorAll(".curve:not(.joined.dots)").length;
    return { x: data.x, names: data.names, curves, legend: names, drawn };
}"""


def check(view):
    for chart in view.each(".chart"):
        data = chart.evaluate(DATA)
        if not complete(view, chart, data):
            continue
        chart.scroll_into_view_if_needed()
        mouse(view, chart, data)
        keys(view, chart, data)
        finger(view, chart, data)


def complete(view, chart, data):
    if len(data["legend"]) != len(data["curves"]) or data["drawn"] != len(data["curves"]):
        numbers = f"{len(data['legend'])} names, {data['drawn']} curves and values of {len(data['curves'])}"
        view.complain(f"it has {numbers}", chart)
    if any(len(texts) != len(data["x"]) for texts in [data["names"], *data["curves"]]):
        view.complain("its curves have not as many values as there are places", chart)
        return False
    return len(data["x"]) > 0


# Seconds: fingers and keys are a while on their way.
PATIENCE = 10.0


def settled(chart, isRight):
    """The state as it should be, or as it still is after a while."""
    end = time.monotonic() + PATIENCE
    while True:
        state = chart.evaluate(STATE)
        if isRight(state) or time.monotonic() > end:
            return state
        time.sleep(0.02)


def expect(view, chart, data, index, how):
    """The tip tells the values at a place, and the line is there."""
    # A curve that has no value there says nothing.
    values = ((name, texts[index]) for name, texts in zip(data["legend"], data["curves"]))
    lines = [data["names"][index], *(f"{name}: {text}" for name, text in values if text)]
    state = settled(chart, lambda state: state["tip"] and state["cursor"] and state["lines"] == lines)
    if not state["tip"] or not state["cursor"]:
        view.complain(f"{how} shows no values", chart)
        return
    if state["lines"] != lines:
        view.complain(f"{how} shows '{', '.join(state['lines'])}' instead of '{', '.join(lines)}'", chart)
    if abs(state["at"] - data["x"][index]) > 0.01:
        view.complain(f"{how} draws the line at {state['at']:.3f} instead of {data['x'][index]:.3f}", chart)
    if state["left"] < -0.5 or state["right"] > state["width"] + 0.5 or state["cut"]:
        view.complain(f"{how} shows values that leave the window", chart)


def expect_nothing(view, chart, how):
    state = settled(chart, lambda state: not state["tip"] and not state["cursor"])
    if state["tip"] or state["cursor"]:
        view.complain(f"{how} does not take the values away", chart)


def nearest(data, place):
    return min(range(len(data["x"])), key=lambda index: abs(data["x"][index] - place))


def mouse(view, chart, data):
    expect_nothing(view, chart, "loading the page")
    box = chart.query_selector(".plot").bounding_box()
    for place in (0.02, 0.47, 0.98):
        # Whole pixels: the mouse knows no others.
        x = round(box["x"] + place * box["width"])
        view.page.mouse.move(x, box["y"] + box["height"] / 2)
        expect(view, chart, data, nearest(data, (x - box["x"]) / box["width"]), f"the mouse at {place:.0%}")
    view.page.mouse.move(box["x"] + 5, box["y"] - 150 if box["y"] > 200 else box["y"] + box["height"] + 120)
    expect_nothing(view, chart, "moving the mouse away")


def keys(view, chart, data):
    last = len(data["x"]) - 1
    chart.focus()
    steps = [("Home", 0), ("ArrowRight", min(1, last)), ("ArrowLeft", 0), ("ArrowLeft", 0), ("End", last)]
    steps += [("ArrowRight", last), ("ArrowLeft", max(0, last - 1))]
    view.page.keyboard.press("ArrowRight")
    for key, index in steps:
        view.page.keyboard.press(key)
        expect(view, chart, data, index, f"the key {key}")
    view.page.keyboard.press("Escape")
    expect_nothing(view, chart, "the key Escape")
    # With a modifier they are the browser's: back, forward, another tab.
    if not chart.evaluate("""(chart) => chart.dispatchEvent(
            new KeyboardEvent("keydown", { key: "ArrowLeft", altKey: true, bubbles: true, cancelable: true }))"""):
        view.complain("Alt and ArrowLeft, which is the browser's Back, is taken by the chart", chart)
    view.page.keyboard.press("End")
    view.page.keyboard.press("Tab")
    expect_nothing(view, chart, "leaving with Tab")


def finger(view, chart, data):
    touch = view.context.new_cdp_session(view.page)

    def send(kind, *points):
        places = [{"x": x, "y": y} for x, y in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    chart.evaluate("(one) => { document.activeElement.blur(); one.scrollIntoView({ block: 'center' }); }")
    box = chart.query_selector(".plot").bounding_box()
    x = lambda place: round(box["x"] + place * box["width"])
    at = lambda place: nearest(data, (x(place) - box["x"]) / box["width"])
    y = box["y"] + box["height"] / 2
    view.page.touchscreen.tap(x(0.3), y)
    expect(view, chart, data, at(0.3), "a tap (when the finger is gone)")
    send("touchStart", (x(0.2), y))
    for step in range(11):
        send("touchMove", (x(0.2 + step * 0.04), y + step % 3))
    expect(view, chart, data, at(0.6), "a finger that slides across")
    send("touchEnd")
    # The page is still scrolled by a finger that happens to begin on a chart.
    before = view.ask("() => scrollY")
    send("touchStart", (x(0.5), y))
    for step in range(9):
        send("touchMove", (x(0.5), y - step * 15))
    send("touchEnd")
    try:
        view.page.wait_for_function("(before) => scrollY !== before", arg=before, timeout=PATIENCE * 1000)
    except TimeoutError:
        view.complain("a finger that slides upwards on it does not scroll the page", chart)
    touch.detach()
