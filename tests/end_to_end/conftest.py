"""One Chromium and one demo for all modules; between two tests the robot falls asleep.

A test that only looks at a lesson takes `lesson`: child and teacher are there already, and stay
for the module's next test of this kind. One that needs the way into class takes `start_demo`.
"""

import tempfile
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tests.chromium import ARGUMENTS, HEADLESS_SHELL
from tests.end_to_end.child import open_app
from tests.end_to_end.running import SMALL_PICTURES, Demo, started_demo
from tests.end_to_end.shared import Lesson, SharedDemo
from tests.end_to_end.tones import CHILD_HZ, CLASS_HZ, write_tone

FAILED = pytest.StashKey[bool]()


class StartDemo(Protocol):
    """Without arguments it is the demo that all modules share, else one of this test's own."""

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


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver. While it runs, no other event loop can run in this thread."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="package")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of what the class and the child say, and of what the class hears."""
    return tmp_path_factory.mktemp("sounds")


@pytest.fixture(scope="package")
def spoken(sounds: Path) -> Path:
    """Return what the speaker of the shared demo has played: all lessons, one after the other."""
    return sounds / "spoken.wav"


@pytest.fixture(scope="package")
def browser(playwright: Playwright, sounds: Path) -> Iterator[Browser]:
    """Chromium on a tablet whose microphone hears `CHILD_HZ`."""
    voice = write_tone(sounds / "child.wav", CHILD_HZ, 5.0)
    arguments = (*ARGUMENTS, f"--use-file-for-fake-audio-capture={voice}")
    chromium = playwright.chromium.launch(executable_path=HEADLESS_SHELL, args=arguments)
    yield chromium
    chromium.close()


@pytest.fixture(scope="package")
def known_tablet(browser: Browser) -> BrowserContext:
    """The child's tablet, which is paired with the shared demo."""
    return browser.new_context(
        viewport={"width": 1180, "height": 820},
        permissions=["microphone"],
        locale="de-DE",
        reduced_motion="reduce",
    )


@pytest.fixture(scope="package")
def school_board(browser: Browser) -> BrowserContext:
    """The class's own browser, which gives no permission at all."""
    return browser.new_context(
        viewport={"width": 1024, "height": 768}, locale="de-DE", reduced_motion="reduce"
    )


@pytest.fixture(scope="package")
def demo_arguments(sounds: Path, spoken: Path) -> Sequence[str]:
    """Return the command line of the shared demo.

    Few small pictures prove as much as many large ones, and leave the processor to others.
    """
    tone = write_tone(sounds / "class.wav", CLASS_HZ, 3.0)
    sound = ("--microphone", str(tone), "--speaker", f"file:{spoken}")
    return *SMALL_PICTURES, *sound


@pytest.fixture(scope="package")
def shared_demo(
    browser: Browser,
    known_tablet: BrowserContext,
    school_board: BrowserContext,
    demo_arguments: Sequence[str],
) -> Iterator[SharedDemo]:
    # Not among pytest's folders: the names of sockets must be short.
    with tempfile.TemporaryDirectory(prefix="k-") as folder:
        shared = SharedDemo(Path(folder), demo_arguments, browser, known_tablet, school_board)
        try:
            yield shared
        finally:
            shared.end()


@pytest.fixture(scope="module")
def lessons(shared_demo: SharedDemo) -> Iterator[SharedDemo]:
    """Yield the demo in which the lesson of this module's tests runs; end it with the module."""
    yield shared_demo
    shared_demo.end_lesson()


@pytest.fixture
def lesson(
    lessons: SharedDemo,
    known_tablet: BrowserContext,
    school_board: BrowserContext,
    request: pytest.FixtureRequest,
) -> Iterator[Lesson]:
    """Return a child in class: microphone closed, hand down, head straight, nothing open."""
    yield lessons.lesson()
    for context in (known_tablet, school_board):
        context.unroute_all()
    if request.node.stash.get(FAILED, False):
        lessons.end()
    else:
        lessons.settle()


@pytest.fixture
def start_demo(
    shared_demo: SharedDemo, short_path: Path, request: pytest.FixtureRequest
) -> Iterator[StartDemo]:
    """Start a demo, or take the one that all share, with nobody in the robot."""
    shared_demo.end_lesson()
    taken = False
    with started_demo(short_path) as start:

        def chosen(*arguments: str, shared: bool = True) -> Demo:
            nonlocal taken
            if arguments or not shared:
                return start(*arguments)
            taken = True
            return shared_demo.demo()

        yield chosen
        shared_demo.close_pages()
    if taken:
        shared_demo.leave(failed=request.node.stash.get(FAILED, False))


@pytest.fixture
def tablet(start_demo: StartDemo, known_tablet: BrowserContext) -> Iterator[BrowserContext]:
    """A child's tablet: microphone allowed, camera not; known to the shared demo."""
    yield known_tablet
    known_tablet.set_offline(False)
    known_tablet.unroute_all()
    known_tablet.clear_permissions()
    known_tablet.grant_permissions(["microphone"])


@pytest.fixture
def class_board(start_demo: StartDemo, school_board: BrowserContext) -> Iterator[BrowserContext]:
    """The browser of the teacher."""
    yield school_board
    school_board.unroute_all()


@pytest.fixture(scope="module")
def own_demo(shared_demo: SharedDemo, known_tablet: BrowserContext) -> Iterator[Demo]:
    """Yield a demo that the known tablet is paired with, too."""
    with (
        tempfile.TemporaryDirectory(prefix="k-") as folder,
        started_demo(Path(folder)) as start,
    ):
        demo = start(*SMALL_PICTURES)
        open_app(known_tablet, demo.pupil).close()
        yield replace(demo, pupil=demo.pupil.partition("#")[0])
