"""One page that shows any screen of `screens.js`, for all tests of a module."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Browser, Page, ViewportSize

from tests.pupil_app import pages

PHONE: ViewportSize = {"width": 390, "height": 844}

SIZES: dict[str, ViewportSize] = {
    f"{width}x{height}": {"width": width, "height": height}
    for width, height in (
        (360, 640),
        (390, 664),
        (844, 390),
        (1024, 600),
        (744, 1133),
        (1133, 744),
        (820, 1180),
        (1180, 820),
        (1366, 650),
    )
}
"""Phones, tablets and a laptop that a child may have."""

NARROW = {size: SIZES[size] for size in ("360x640", "844x390", "1024x600", "744x1133")}
"""The narrowest of each layout."""

WIDE = {size: area for size, area in SIZES.items() if size not in NARROW}

USUAL = ("1180x820", "844x390")

EACH_SIZE = [
    pytest.param(size, marks=[] if size in USUAL else pytest.mark.thorough) for size in SIZES
]
EACH_NARROW = [size for size in EACH_SIZE if size.values[0] in NARROW]
"""Parameters of a test: two devices before each commit, all of them in CI."""


MOST_SHOWN = 60
"""Screens after which the page is loaded anew: it keeps what it has shown, and becomes slow."""


class Screens:
    """A page at `/screens/`: a load costs ten times as much as a screen.

    Args:
        browser: From `serving.launched`.
        clock: Whether the test turns the clock of the page.
    """

    def __init__(self, browser: Browser, *, clock: bool = False) -> None:
        context = browser.new_context(viewport=PHONE, service_workers="block")
        self.page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if clock:
            self.page.clock.install()
        self._percent = 100
        self._shown = 0
        self._load()

    def _load(self) -> None:
        self.page.goto(f"{pages.ORIGIN}/screens/")
        self.page.wait_for_selector("html[data-ready]")
        self.page.evaluate("(percent) => textSize(percent)", self._percent)
        self._shown = 0

    def _freshen(self) -> None:
        if self._shown > MOST_SHOWN:
            self._load()

    def reset(self) -> None:
        """Undo what a test has changed: size, colours, text, storage, and the screen."""
        self._percent = 100
        self._freshen()
        self.complaints.clear()
        self.page.set_viewport_size(PHONE)
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce", forced_colors="none")
        self.page.evaluate("localStorage.clear(); textSize(100)")
        self.show("start")

    def show(self, name: str, language: str = "de", ratio: float = 4 / 3) -> Page:
        """Show a screen that does nothing, with a picture of this shape."""
        self._shown += 1
        self.page.evaluate(
            "([name, language, ratio]) => show(name, language, false, ratio)",
            [name, language, ratio],
        )
        return self.page

    def each(
        self, names: Sequence[str] = pages.SCREENS, language: str = "de"
    ) -> Iterator[tuple[str, Page]]:
        """Show one screen after the other."""
        for name in names:
            yield name, self.show(name, language)

    def measure(
        self,
        script: str,
        names: Sequence[str],
        sizes: Mapping[str, ViewportSize],
        language: str = "de",
    ) -> dict[tuple[str, str], Any]:
        """Return what a function of the page finds, by screen and size.

        Each size takes all screens in one go: a change of the size, and a word from here to the
        browser and back, cost more than a screen.
        """
        every = f"""async ([names, language]) => {{
            const found = [];
            for (const name of names) {{
                await show(name, language);
                found.push(await ({script})());
            }}
            return found;
        }}"""
        found = {}
        for size, area in sizes.items():
            self._freshen()
            self._shown += len(names)
            self.page.set_viewport_size(area)
            for name, one in zip(
                names, self.page.evaluate(every, [list(names), language]), strict=True
            ):
                found[name, size] = one
        return found

    def play(self, name: str, **settings: Any) -> Page:
        """Show a screen that does what is tapped; `state()` is what came of it."""
        self.page.evaluate("([name, settings]) => play(name, settings)", [name, settings])
        return self.page

    def enlarge(self) -> None:
        """Have the text of all screens twice as large, before they are shown."""
        self._percent = 200
        self.page.evaluate("textSize(200)")


def violations(page: Page, **options: Any) -> str:
    """Return what axe reports, or nothing."""
    if page.evaluate("() => window.axe === undefined"):
        page.evaluate(AXE_SCRIPT)
    wanted = {"resultTypes": ["violations"], **options}
    results = AxeResults(page.evaluate("(wanted) => axe.run(wanted)", wanted))
    return str(results.generate_report()) if results.violations_count else ""
