"""A page as one reader sees it: in a window of some width, light or dark."""

from dataclasses import dataclass
from pathlib import Path

INSPECT = (Path(__file__).parent / "inspect.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Finding:
    page: str
    check: str
    what: str
    element: str
    text: str


class View:
    def __init__(self, name, report, parts, browser):
        self.name = name
        self.report = Path(report)
        self.parts = parts
        # A finding to the views in which it was made: what is wrong at every width is said once.
        self.findings = {}
        self.check = ""
        self.width = 1280
        self.theme = "light"
        self.browser = browser
        self.context = browser.new_context(offline=True, has_touch=True)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20000)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complain(f"a script fails: {error}"))
        self.page.on("requestfailed", lambda request: self.complain(f"a request fails: {request.url[:100]}"))
        self.page.on("request", self._request)

    def _console(self, message):
        if message.type in ("error", "warning"):
            self.complain(f"the console has a {message.type}: {message.text}")

    def _request(self, request):
        if request.url != self.report.as_uri() and not request.url.startswith("data:"):
            self.complain(f"it asks for {request.url[:100]}")

    def show(self, width, theme, media="screen", motion="no-preference", anew=True):
        """The page in another window, loaded anew unless nothing has been done to it."""
        self.width, self.theme = width, theme
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(media=media, color_scheme=theme, reduced_motion=motion)
        if anew:
            self.page.goto(self.report.as_uri())
            self.page.evaluate(INSPECT)

    def ask(self, function, argument=None):
        return self.page.evaluate(function, argument)

    def each(self, selector):
        """What matches and is seen."""
        return [one for one in self.page.query_selector_all(selector) if one.is_visible()]

    def complain(self, what, element="", text=""):
        if not isinstance(element, str):
            element, text = element.evaluate("(one) => [inspect.selector(one), inspect.name(one)]")
        seen = self.findings.setdefault(Finding(self.name, self.check, what, element, text), [])
        if (self.width, self.theme) not in seen:
            seen.append((self.width, self.theme))

    def complain_all(self, found, note=""):
        for one in found:
            self.complain(one["what"] + note, one["element"], one["text"])
