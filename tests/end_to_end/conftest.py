"""One demo and one Chromium for each test; nothing is shared, so nothing leaks."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.end_to_end.running import CHROMIUM, CHROMIUM_ARGUMENTS, Demo, started_demo
from tests.end_to_end.tones import write_tone

StartDemo = Callable[..., Demo]
OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "end_to_end" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(180))


@pytest.fixture
def start_demo(tmp_path: Path) -> Iterator[StartDemo]:
    """Start a demo with these arguments; it has ended when the test has."""
    with started_demo(tmp_path) as start:
        yield start


@pytest.fixture
def browser(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Browser]:
    """Chromium; the parameter `microphone_hz` gives its fake microphone a tone."""
    wanted = getattr(request, "param", {})
    arguments = list(CHROMIUM_ARGUMENTS)
    if "microphone_hz" in wanted:
        voice = write_tone(tmp_path / "child.wav", wanted["microphone_hz"], 5.0)
        arguments.append(f"--use-file-for-fake-audio-capture={voice}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def tablet(browser: Browser) -> Iterator[BrowserContext]:
    """A child's tablet: microphone allowed, camera not."""
    context = browser.new_context(
        viewport={"width": 1180, "height": 820}, permissions=["microphone"], locale="de-DE"
    )
    yield context
    context.close()


@pytest.fixture
def class_board(browser: Browser) -> Iterator[BrowserContext]:
    """The browser of the teacher, who gives no permission at all."""
    context = browser.new_context(viewport={"width": 1024, "height": 768}, locale="de-DE")
    yield context
    context.close()
