"""Resources that the tests share: a demo, a tablet that is paired with it, a lesson of a module."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from tests.end_to_end.child import go_to_class, open_app, open_teacher_page, settle
from tests.end_to_end.running import Demo, started_demo

ASLEEP_TIMEOUT_MS = 45_000

FETCH_WORDS = "async () => { window.words = await (await fetch('/app/lang/de.json')).json(); }"
PUT_TO_SLEEP = """
async (timeoutMs) => {
  const found = (key) => {
    const fits = (one) => one.textContent.trim() === words[key] && one.checkVisibility();
    return [...document.querySelectorAll("button:enabled")].find(fits);
  };
  const press = (key) => {
    const button = found(key);
    // Pressed where it lies: the page takes a click without a place for a hurried second tap.
    const box = button?.getBoundingClientRect();
    const at = box && { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
    const click = { bubbles: true, cancelable: true, detail: 1, ...at };
    button?.dispatchEvent(new MouseEvent("click", click));
    return button !== undefined;
  };
  // A child that leaves by itself lets the robot fall asleep before the end that was asked for.
  let ending = false;
  // Going on takes a finger that stays.
  const hold = async (key) => {
    const button = found(key);
    if (!button) return false;
    const finger = (type) => new PointerEvent(type, { bubbles: true, isPrimary: true, button: 0 });
    button.dispatchEvent(finger("pointerdown"));
    const held = performance.now() + 1500;
    while (button.checkVisibility() && performance.now() < held) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    button.dispatchEvent(finger("pointerup"));
    // An end that was under way has been answered, and is undone.
    if (!button.checkVisibility()) ending = false;
    return true;
  };
  const deadline = performance.now() + timeoutMs;
  const nobody = new RegExp(words.state_nobody.replace(/\\{\\w+\\}/g, ".+"));
  const signal = () => document.querySelector(".figure")?.dataset.signal;
  // A robot that cannot be reached is drawn asleep, too: the headline tells them apart.
  while (ending || signal() !== "asleep" || !nobody.test(document.title)) {
    if (performance.now() > deadline) throw new Error(`${document.title} (${signal()})`);
    if (press("teacher_end_yes")) ending = true;
    else (await hold("teacher_resume")) || press("teacher_end");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
"""
"""Actions of a teacher at the end of the hour: ending the visit, and allowing the next one."""


class Lesson:
    """A lesson that several tests look at, one after the other.

    Args:
        demo: Where it takes place.
        page: The child's, in class.
        board: The browser of the teacher.
    """

    def __init__(self, demo: Demo, page: Page, board: BrowserContext) -> None:
        self.demo = demo
        self.page = page
        self.board = board
        self._teacher: Page | None = None

    @property
    def teacher(self) -> Page:
        """The teacher's page; opened for the first test that asks."""
        if self._teacher is None:
            self._teacher = open_teacher_page(self.board, self.demo.teacher)
        return self._teacher


class SharedDemo:
    """A demo for many tests, one after the other.

    It is started for the first test that wants it, and once more for the test after one that
    failed or left the robot awake.

    Args:
        folder: Takes the demo's files.
        arguments: Command line of the demo.
        browser: Where the teacher's page stays open that puts the robot to sleep.
        tablet: The browser that is paired with the demo.
        board: The browser of the teacher.
    """

    def __init__(
        self,
        folder: Path,
        arguments: Sequence[str],
        browser: Browser,
        tablet: BrowserContext,
        board: BrowserContext,
    ) -> None:
        self._folder = folder
        self._arguments = arguments
        self._browser = browser
        self._tablet = tablet
        self._board = board
        self._life = contextlib.ExitStack()
        self._running: tuple[Demo, Page] | None = None
        self._lesson: Lesson | None = None

    def demo(self) -> Demo:
        """Return the demo, nobody in class; `pupil` is where the known tablet goes."""
        if self._running is None:
            demo = self._life.enter_context(started_demo(self._folder))(*self._arguments)
            open_app(self._tablet, demo.pupil).close()
            context = self._life.enter_context(_context(self._browser))
            caretaker = open_teacher_page(context, demo.teacher)
            caretaker.evaluate(FETCH_WORDS)
            self._running = (replace(demo, pupil=demo.pupil.partition("#")[0]), caretaker)
        return self._running[0]

    def lesson(self) -> Lesson:
        """Return the lesson that goes on, or begin one."""
        if self._lesson is None:
            demo = self.demo()
            self._lesson = Lesson(demo, go_to_class(self._tablet, demo.pupil), self._board)
        return self._lesson

    def settle(self) -> None:
        """Make the lesson ready for the next test."""
        if self._lesson is None:
            return
        try:
            settle(self._lesson.page)
        except (AssertionError, PlaywrightError):
            self.end()
            raise

    def end_lesson(self) -> None:
        """End the lesson, if one goes on."""
        if self._lesson is not None:
            self._lesson = None
            self.close_pages()
            self.leave(failed=False)

    def leave(self, *, failed: bool) -> None:
        """Make it ready for the next test: nobody is in the robot, and all may come."""
        if self._running is None:
            return
        if failed:
            self.end()
            return
        try:
            self._running[1].evaluate(PUT_TO_SLEEP, ASLEEP_TIMEOUT_MS)
        except PlaywrightError:
            self.end()
            raise

    def close_pages(self) -> None:
        """Close every page and every context but those that stay, and the caretaker's."""
        own = {self._running[1].context} if self._running else set()
        for context in self._browser.contexts:
            if context in (self._tablet, self._board):
                for page in context.pages:
                    page.close()
            elif context not in own:
                context.close()

    def end(self) -> None:
        """End the demo, if one runs."""
        self._lesson = None
        self._running = None
        self._life.pop_all().close()
        self.close_pages()


@contextlib.contextmanager
def _context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="de-DE", reduced_motion="reduce")
    try:
        yield context
    finally:
        context.close()
