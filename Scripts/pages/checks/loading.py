"""It is one file that needs nothing else, and says what it is."""

import re

LARGEST = 1_500_000
# What fetches something, and where a document may name what is elsewhere.
ELSEWHERE = [
    r"""\b(?:href|src|srcset|action|poster|data)\s*=\s*["']?\s*(?:https?:|ftp:|file:|//)[^"'\s>]*""",
    r"""url\(\s*["']?(?!data:)[^)]*\)""",
    r"@import\b[^;]*",
    r"\b(?:fetch|importScripts|import)\s*\(",
    r"\b(?:XMLHttpRequest|WebSocket|EventSource|sendBeacon)\b",
    r"""<(?:iframe|object|embed|link\b(?![^>]*href="data:))[^>]*>""",
]


def check(view):
    text = view.report.read_text(encoding="utf-8")
    size = len(text.encode("utf-8"))
    if size > LARGEST:
        view.complain(f"the file has {size:,} bytes, of {LARGEST:,} at most")
    for pattern in ELSEWHERE:
        for match in sorted({match.group()[:80] for match in re.finditer(pattern, text)}):
            view.complain(f"it reaches for something outside: {match}")
    for part in view.parts:
        if view.page.query_selector(part) is None:
            view.complain(f"there is no {part}, which this page is to be tried with")
    facts = view.ask("""() => ({
        lang: document.documentElement.lang, title: document.title.trim(),
        heads: document.querySelectorAll("h1").length,
        mode: document.compatMode, charset: document.characterSet,
        viewport: document.querySelector("meta[name=viewport]")?.content ?? "",
        ids: [...document.querySelectorAll("[id]")].map((one) => one.id),
    })""")
    if facts["lang"] != "en":
        view.complain(f"its language is '{facts['lang']}', not 'en'", "html")
    if not facts["title"]:
        view.complain("it has no title", "title")
    if facts["heads"] != 1:
        view.complain(f"it has {facts['heads']} h1, not one", "h1")
    if (facts["mode"], facts["charset"]) != ("CSS1Compat", "UTF-8"):
        view.complain(f"it is read as {facts['mode']} in {facts['charset']}", "html")
    if "width=device-width" not in facts["viewport"] or "user-scalable" in facts["viewport"]:
        view.complain(f"its viewport is '{facts['viewport']}'", "meta[name=viewport]")
    for name in sorted({name for name in facts["ids"] if facts["ids"].count(name) > 1}):
        view.complain("this id is given more than once", f"#{name}")
    without_script(view)


def without_script(view):
    """What scripts draw at first is what the program wrote: nobody reads less without them."""
    lines = "() => document.querySelector('main').innerText.split('\\n').map((one) => one.trim()).filter(Boolean)"
    context = view.browser.new_context(offline=True, java_script_enabled=False, viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.goto(view.report.as_uri())
        written = page.evaluate(lines)
    finally:
        context.close()
    drawn = view.ask(lines)
    for one, other in zip(written, drawn):
        if one != other:
            view.complain("without scripts it reads differently", "main", f"{one[:60]} / {other[:60]}")
            return
    if len(written) != len(drawn):
        view.complain(f"it has {len(written)} lines without scripts and {len(drawn)} with them", "main")
