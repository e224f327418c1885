"""One Chromium and one demo for each module; between two tests the robot falls asleep."""

import tempfile
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.chromium import ARGUMENTS, HEADLESS_SHELL
from tests.end_to_end.running import Demo, started_demo
from tests.end_to_end.shared import SharedDemo
from tests.end_to_end.tones import write_tone

FAILED = pytest.StashKey[bool]()


class StartDemo(Protocol):
    """Without arguments it is the module's demo, else one that this test has for itself."""

    def __call__(self, *arguments: str, shared: bool = True) -> Demo: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "end_to_end" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(180))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="module")
def microphone_hz() -> float | None:
    """Return the tone that the tablet's microphone hears; a module may have its own."""
    return None


@pytest.fixture(scope="module")
def browser(
    microphone_hz: float | None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    arguments = list(ARGUMENTS)
    if microphone_hz is not None:
        voice = write_tone(tmp_path_factory.mktemp("voice") / "child.wav", microphone_hz, 5.0)
        arguments.append(f"--use-file-for-fake-audio-capture={voice}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=HEADLESS_SHELL, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def tablet_of_module(browser: Browser) -> BrowserContext:
    return browser.new_context(
        viewport={"width": 1180, "height": 820},
        permissions=["microphone"],
        locale="de-DE",
        reduced_motion="reduce",
    )


@pytest.fixture(scope="module")
def class_board_of_module(browser: Browser) -> BrowserContext:
    return browser.new_context(
        viewport={"width": 1024, "height": 768}, locale="de-DE", reduced_motion="reduce"
    )


@pytest.fixture(scope="module")
def demo_arguments() -> Sequence[str]:
    """Return the command line of the module's demo; a module may have its own.

    A small picture proves as much as a large one, and leaves the processor to others.
    """
    return "--camera-size", "320x240"


@pytest.fixture(scope="module")
def shared_demo(
    browser: Browser,
    tablet_of_module: BrowserContext,
    demo_arguments: Sequence[str],
) -> Iterator[SharedDemo]:
    # Not among pytest's folders: the names of sockets must be short.
    with tempfile.TemporaryDirectory(prefix="k-") as folder:
        shared = SharedDemo(Path(folder), demo_arguments, browser, tablet_of_module)
        try:
            yield shared
        finally:
            shared.end()


@pytest.fixture
def start_demo(
    shared_demo: SharedDemo,
    tablet_of_module: BrowserContext,
    class_board_of_module: BrowserContext,
    short_path: Path,
    request: pytest.FixtureRequest,
) -> Iterator[StartDemo]:
    """Start a demo, or take the one that the module shares."""
    taken = False
    with started_demo(short_path) as start:

        def chosen(*arguments: str, shared: bool = True) -> Demo:
            nonlocal taken
            if arguments or not shared:
                return start(*arguments)
            taken = True
            return shared_demo.demo()

        yield chosen
        shared_demo.close_pages(tablet_of_module, class_board_of_module)
    if taken:
        shared_demo.leave(failed=request.node.stash.get(FAILED, False))


@pytest.fixture
def tablet(start_demo: StartDemo, tablet_of_module: BrowserContext) -> Iterator[BrowserContext]:
    """A child's tablet: microphone allowed, camera not; known to the module's demo."""
    yield tablet_of_module
    tablet_of_module.set_offline(False)
    tablet_of_module.clear_permissions()
    tablet_of_module.grant_permissions(["microphone"])


@pytest.fixture
def class_board(start_demo: StartDemo, class_board_of_module: BrowserContext) -> BrowserContext:
    """The browser of the teacher, who gives no permission at all."""
    return class_board_of_module
