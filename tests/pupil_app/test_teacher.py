"""The teacher's page under hurried hands, before a robot that answers when the test says."""

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, WebSocketRoute, expect

from bridge.protocol.keys import to_text
from tests.pupil_app import pages

URL = f"{pages.ORIGIN}/teacher#{to_text(bytes(16))}"
GAPS_MS = [80, 300, 600]
PAUSED = "Angehalten. Kein Bild, kein Ton."
ENDED = "Gerade darf niemand hinein."


class Robot:
    """A robot with a child in it and its hand up, behind a bridge."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.answers = True
        self._said: list[str] = []
        self._seq = 0
        self._paused = False
        self._closed = False
        self._socket: WebSocketRoute | None = None

    def opened(self, socket: WebSocketRoute) -> None:
        """Take a connection."""
        self._socket = socket
        socket.on_message(lambda text: self._read(json.loads(text)))
        self._say(type="challenge", nonce=to_text(bytes(32)), version=1)

    def answer(self) -> None:
        """Do what was asked meanwhile, and do at once what is asked from now on."""
        self.answers = True
        for action in self._said:
            self._paused = action == "pause" or (self._paused and action != "resume")
            self._closed = action == "end" or (self._closed and action != "resume")
        self._said.clear()
        self._tell()

    def _read(self, message: dict[str, Any]) -> None:
        if message["type"] == "hello_teacher":
            self._say(
                type="welcome_teacher",
                version=1,
                robot="willi",
                robot_name="Willi",
                pupil_name="Mia",
                robot_online=True,
            )
            self._tell()
        elif message["type"] == "teacher":
            self.heard.append(message["action"])
            self._said.append(message["action"])
            if self.answers:
                self.answer()
                self._say(type="done", id=message["id"])

    def _tell(self) -> None:
        self._seq += 1
        self._say(
            type="presence",
            seq=self._seq,
            presence=None if self._closed else to_text(bytes(16)),
            signal="not_allowed" if self._closed else "paused" if self._paused else "hand",
            hand={"raised": not self._closed},
            paused_by=["teacher"] if self._paused else [],
        )

    def _say(self, **message: Any) -> None:
        assert self._socket is not None
        self._socket.send(json.dumps(message))


@pytest.fixture
def robot(context: BrowserContext) -> Robot:
    robot = Robot()
    context.route_web_socket("**/signal", robot.opened)
    return robot


@pytest.fixture
def page(context: BrowserContext, robot: Robot) -> Page:
    page = context.new_page()
    page.goto(URL)
    expect(page.get_by_text("Mia meldet sich.")).to_be_visible()
    return page


def control(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def tap(page: Page, name: str) -> tuple[float, float]:
    """Tap in the middle of a button; return where that was."""
    control(page, name).scroll_into_view_if_needed()
    box = control(page, name).bounding_box()
    assert box is not None
    place = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(*place)
    page.evaluate("window.tappedMs = performance.now()")
    return place


def heard(page: Page, robot: Robot) -> list[str]:
    """Return what the robot was asked, when all that the page has said until now has come."""
    for _ in range(2):
        page.evaluate("new Promise((done) => setTimeout(done))")
    return robot.heard


def wait_for_gap(page: Page, gap_ms: int) -> None:
    """Wait until so many milliseconds have passed since the last tap."""
    page.evaluate(
        "ms => new Promise((done) => setTimeout(done, tappedMs + ms - performance.now()))", gap_ms
    )


@pytest.mark.parametrize("gap_ms", GAPS_MS)
def test_two_taps_on_pause_close_the_robot(page: Page, robot: Robot, gap_ms: int) -> None:
    place = tap(page, "Kurz anhalten")
    wait_for_gap(page, gap_ms)
    page.mouse.click(*place)
    expect(page.get_by_text(PAUSED)).to_be_visible()
    assert heard(page, robot) == ["pause"]


@pytest.mark.parametrize("gap_ms", GAPS_MS)
def test_two_taps_on_pause_close_the_robot_also_when_it_answers_late(
    page: Page, robot: Robot, gap_ms: int
) -> None:
    robot.answers = False
    place = tap(page, "Kurz anhalten")
    page.mouse.click(*place)
    robot.answer()
    expect(page.get_by_text(PAUSED)).to_be_visible()
    page.mouse.click(*place)
    wait_for_gap(page, gap_ms)
    page.mouse.click(*place)
    assert set(heard(page, robot)) == {"pause"}


@pytest.mark.parametrize("gap_ms", GAPS_MS)
def test_two_taps_end_nothing_and_undo_no_end(page: Page, robot: Robot, gap_ms: int) -> None:
    page.set_viewport_size({"width": 844, "height": 390})
    # Wherever the button is: the second tap falls on the answer that would end the lesson.
    place = tap(page, "Für heute beenden")
    box = control(page, "Ja, beenden").bounding_box()
    assert box is not None
    page.evaluate(
        "([left, top]) => document.querySelector('dialog').style.translate = `${left}px ${top}px`",
        [place[0] - box["x"] - 20, place[1] - box["y"] - 20],
    )
    page.keyboard.press("Escape")
    wait_for_gap(page, 2000)
    place = tap(page, "Für heute beenden")
    wait_for_gap(page, gap_ms)
    page.mouse.click(*place)
    expect(control(page, "Noch nicht")).to_be_visible()
    assert heard(page, robot) == []
    wait_for_gap(page, 2000)
    place = tap(page, "Ja, beenden")
    expect(page.get_by_text(ENDED)).to_be_visible()
    resume = control(page, "Weiter").bounding_box()
    assert resume is not None
    wait_for_gap(page, gap_ms)
    page.mouse.click(*place)
    page.mouse.click(resume["x"] + 20, resume["y"] + 20)
    assert heard(page, robot) == ["end"]
    control(page, "Weiter").click()
    expect(page.get_by_text("Mia meldet sich.")).to_be_visible()
    assert heard(page, robot) == ["end", "resume"]


@pytest.mark.parametrize("name", ["Gesehen", "Du bist dran", "Weiter"])
def test_two_taps_on_an_answer_are_one(page: Page, robot: Robot, name: str) -> None:
    if name == "Weiter":
        tap(page, "Kurz anhalten")
        expect(control(page, "Weiter")).to_be_enabled()
        robot.heard.clear()
    robot.answers = False
    place = tap(page, name)
    page.mouse.click(*place)
    assert len(heard(page, robot)) == 1


def test_louder_and_quieter_count_each_tap(page: Page, robot: Robot) -> None:
    place = tap(page, "Lauter")
    page.mouse.click(*place)
    assert heard(page, robot) == ["louder", "louder"]


def test_a_key_that_is_held_closes_and_ends_nothing_more(page: Page, robot: Robot) -> None:
    for key in ("Enter", " "):
        control(page, "Für heute beenden").focus()
        for _ in range(4):
            page.keyboard.down(key)
        page.keyboard.up(key)
        expect(control(page, "Noch nicht")).to_be_focused()
        page.keyboard.press("Escape")
    control(page, "Kurz anhalten").focus()
    for _ in range(4):
        page.keyboard.down(" ")
    page.keyboard.up(" ")
    expect(page.get_by_text(PAUSED)).to_be_visible()
    page.keyboard.press(" ")
    page.keyboard.press("Enter")
    assert heard(page, robot) == ["pause"]


def test_whoever_moves_on_with_the_keyboard_is_not_held_up(page: Page, robot: Robot) -> None:
    control(page, "Gesehen").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert heard(page, robot) == ["seen", "your_turn"]


def test_going_on_lies_elsewhere_than_pausing(page: Page) -> None:
    for width, height in ((390, 664), (844, 390), (1180, 820)):
        page.set_viewport_size({"width": width, "height": height})
        pause = control(page, "Kurz anhalten").bounding_box()
        resume = control(page, "Weiter").bounding_box()
        assert pause is not None
        assert resume is not None
        across = max(resume["x"] - pause["x"] - pause["width"], 0)
        along = max(resume["y"] - pause["y"] - pause["height"], 0)
        assert max(across, along) >= 8, width
