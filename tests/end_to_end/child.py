"""Actions of child and teacher on their pages, and sights and sounds that reach the child."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from playwright.sync_api import BrowserContext, Locator, Page, Route, expect
from playwright.sync_api import Error as PlaywrightError

WITNESS = Path(__file__).with_name("witness.js")
SCRIPTS = Path(__file__).parents[2] / "pupil_app" / "js"
JOIN_TIMEOUT_MS = 45_000
CHANGE_TIMEOUT_MS = 45_000

Picture = list[int]


def in_modules(context: BrowserContext) -> None:
    """Let a page come as its single modules: what a test imports is then what the page uses."""
    context.route("**/app/js/child/main.js", lambda route: _alone(route, "child/main.js"))
    context.route("**/app/js/teacher/teacher.js", lambda route: _alone(route, "teacher/teacher.js"))


def _alone(route: Route, name: str) -> None:
    source = (SCRIPTS / name).read_text(encoding="utf-8")
    route.fulfill(body=source, content_type="text/javascript")


def open_app(tablet: BrowserContext, url: str, before: str = "") -> Page:
    """Open the app at the start screen.

    Args:
        tablet: The child's browser.
        url: Of the app, with or without a pairing.
        before: Script that runs before any other.
    """
    page = tablet.new_page()
    page.add_init_script(before + WITNESS.read_text(encoding="utf-8"))
    page.goto(url)
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible(timeout=JOIN_TIMEOUT_MS)
    return page


def join(page: Page) -> None:
    """Go to class and wait for the picture."""
    page.get_by_role("button", name="Ich bin da").click()
    wait_for_picture(page)


def go_to_class(tablet: BrowserContext, url: str) -> Page:
    """Open the app and go to class."""
    page = open_app(tablet, url)
    join(page)
    return page


def open_teacher_page(board: BrowserContext, url: str) -> Page:
    """Open the teacher's page, as the code on the robot does."""
    teacher = board.new_page()
    teacher.goto(url)
    return teacher


def go_on(teacher: Page, name: str = "Weiter") -> None:
    """Hold the button that opens the class again until it has opened."""
    button = teacher.get_by_role("button", name=name, exact=True)
    button.hover()
    teacher.mouse.down()
    expect(button).to_be_hidden()
    teacher.mouse.up()


def toggle(page: Page, name: str) -> Locator:
    """Return a toggle by the name that never changes."""
    return page.get_by_role("button", name=name, exact=True)


def choose(page: Page, name: str) -> None:
    """Tap Karlsson, and one thing in his menu."""
    page.locator(".karlsson").click()
    page.get_by_role("button", name=name, exact=True).click()


def settle(page: Page) -> None:
    """Close the microphone, take the hand down, close what is open, and look ahead."""
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    for name in ("Mikro", "Hand"):
        control = toggle(page, name)
        if control.get_attribute("aria-pressed") == "true":
            control.click()
            expect(control).to_have_attribute("aria-pressed", "false")
    # It hides as soon as the head looks ahead, which it may do by itself.
    page.evaluate(
        """() => {
            const ahead = document.querySelector("[aria-label='Geradeaus schauen']");
            if (ahead?.checkVisibility()) ahead.click();
        }"""
    )


def leave(page: Page) -> None:
    """Leave the class, and stay away."""
    choose(page, "Gehen")
    expect(page.get_by_text("Tschüss! Schön, dass du da warst.").first).to_be_attached()


def until(page: Page, condition: str, timeout_ms: int = CHANGE_TIMEOUT_MS) -> None:
    """Wait until a JavaScript expression, which may await, is true."""
    try:
        page.evaluate(f"witness.until(async () => {condition}, {timeout_ms})")
    except PlaywrightError as error:
        error.add_note(f"the page said: {page.locator('main').inner_text()!r}")
        error.add_note(f"its connections: {page.evaluate('witness.told()')}")
        raise


def wait_for_picture(page: Page) -> None:
    """Wait until the class's picture really runs: several new frames, painted."""
    painted = "document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames > 5"
    until(page, painted, JOIN_TIMEOUT_MS)


def frames(page: Page) -> int:
    """Return how many frames of the class were decoded over the connection of now."""
    return cast(int, page.evaluate("witness.received('video')"))


def wait_for_more(page: Page, kind: str, count: int = 10) -> None:
    """Wait until so many more frames or samples have come, over whichever connection."""
    least = page.evaluate("(kind) => witness.receivedInAll(kind)", kind) + count
    until(page, f"(await witness.receivedInAll({kind!r})) >= {least}")


def picture(page: Page) -> Picture:
    """Return what the child sees now, small and grey."""
    return cast(Picture, page.evaluate("witness.picture()"))


def wait_for_change(
    page: Page, before: Picture, least: float, box: Sequence[float] = (0, 0, 1, 1)
) -> None:
    """Wait until the picture differs by so much from an earlier one, within a box."""
    now = f"witness.difference({before}, witness.picture(), {list(box)})"
    until(page, f"{now} >= {least}")


def wait_for_tone(page: Page, frequency_hz: float) -> None:
    """Wait until the class's sound holds this tone, 30 dB over the rest."""
    until(page, f"(await witness.pitch({frequency_hz})) > 30")


def wait_for_stillness(page: Page) -> None:
    """Wait until a whole second brings neither a frame nor a packet of sound."""
    until(page, "(await witness.stillForMs()) > 1000")


def until_deadline(page: Page) -> Iterator[None]:
    """Yield once for each tenth of a second of the class's sound, for twenty seconds."""
    for _ in range(200):
        wait_for_more(page, "audio", 4_800)
        yield
