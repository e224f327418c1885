"""The teacher's page under hurried hands, before a robot that answers when the test says."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, WebSocketRoute, expect

from bridge.protocol.keys import to_text
from tests.pupil_app import pages

URL = f"{pages.ORIGIN}/teacher#{to_text(bytes(16))}"
GAPS_MS = [80, 150, 250, 400, 600]
SIZES = [(390, 664), (360, 640), (844, 390), (1180, 820), (1920, 1080)]
PAUSED = "Angehalten. Kein Bild, kein Ton."
ENDED = "Gerade darf niemand hinein."
HAND = {"signal": "hand", "hand": {"raised": True, "waiting_s": 42.0}}
HELP = {"help": {"wanted": True, "coming": False, "waiting_s": 130.0}}
LEAVES = {"width_px": 640, "height_px": 480, "sound": True, "since_s": 30.0}
NOTED = """
for (const key of ["ringS", "pulses", "locks"]) window[key] = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (when) {
    ringS.push(when);
    return start.call(this, when);
};
navigator.vibrate = (one) => Boolean(window.pulses.push(one));
Object.defineProperty(navigator, "wakeLock", { value: {
    request: async (kind) => { locks.push(kind); return { release: async () => locks.pop() }; },
} });
"""
"""Notes what the page asks of the device."""


class Robot:
    """A robot with a child in it and its hand up, behind a bridge."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.texts: list[str] = []
        self.answers = True
        self.welcome: dict[str, Any] = {}
        self.refusal: dict[str, Any] | None = None
        self.fields: dict[str, Any] = dict(HAND)
        self._said: list[str] = []
        self._ids: set[str] = set()
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
        self.tell()

    def tell(self, **fields: Any) -> None:
        """Tell how it is now."""
        self.fields |= fields
        self._seq += 1
        closed = self._paused or self._closed
        self._say(
            **{
                "type": "presence",
                "presence": to_text(bytes(16)),
                "outgoing": None if closed else LEAVES,
                "microphone_works": True,
                "seq": self._seq,
                "paused_by": ["teacher"] if self._paused else [],
                **self.fields,
                **({"signal": "paused"} if self._paused else {}),
                **({"presence": None, "signal": "not_allowed", "hand": {}} if self._closed else {}),
            }
        )

    def _read(self, message: dict[str, Any]) -> None:
        if message["type"] == "hello_teacher" and self.refusal:
            self._say(type="refused", text="", re="hello_teacher", **self.refusal)
        elif message["type"] == "hello_teacher":
            self._say(
                type="welcome_teacher",
                version=1,
                robot="willi",
                robot_name="Willi",
                pupil_name="Mia",
                robot_online=True,
                **self.welcome,
            )
            self.tell()
        elif message["type"] == "teacher":
            # A repeated id changes nothing, as in the robot itself.
            if message["id"] not in self._ids:
                self._ids.add(message["id"])
                self.heard.append(message["action"])
                self.texts.append(message.get("text", ""))
                self._said.append(message["action"])
            if self.answers:
                self.answer()
                self._say(type="done", id=message["id"])

    def _say(self, **message: Any) -> None:
        assert self._socket is not None
        self._socket.send(json.dumps(message))


@pytest.fixture
def robot(context: BrowserContext) -> Robot:
    robot = Robot()
    context.route_web_socket("**/signal", robot.opened)
    context.add_init_script(NOTED)
    return robot


@pytest.fixture
def opened(context: BrowserContext, robot: Robot) -> Callable[[], Page]:
    def opened() -> Page:
        page = context.new_page()
        page.goto(URL)
        return page

    return opened


@pytest.fixture
def page(opened: Callable[[], Page]) -> Page:
    page = opened()
    expect(page.get_by_text("Mia meldet sich.")).to_be_visible()
    return page


def control(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def tap(page: Page, name: str) -> tuple[float, float]:
    """Tap in the middle of a button; return where that was."""
    expect(control(page, name)).to_be_enabled()
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
    page.evaluate("window.tappedMs = performance.now()")


def hold(page: Page, name: str) -> None:
    """Hold a button until it has acted."""
    control(page, name).hover()
    page.mouse.down()
    expect(control(page, name)).to_be_hidden()
    page.mouse.up()


@pytest.mark.parametrize("taps", [2, 3])
@pytest.mark.parametrize("gap_ms", GAPS_MS)
def test_taps_on_pause_close_the_robot(page: Page, robot: Robot, gap_ms: int, taps: int) -> None:
    place = tap(page, "Kurz anhalten")
    for _ in range(taps - 1):
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
def test_hurried_taps_on_continue_leave_the_class_closed(
    page: Page, robot: Robot, gap_ms: int
) -> None:
    tap(page, "Kurz anhalten")
    expect(control(page, "Weiter")).to_be_visible()
    place = tap(page, "Weiter")
    for _ in range(4):
        wait_for_gap(page, gap_ms)
        page.mouse.click(*place)
    assert heard(page, robot) == ["pause"]
    expect(page.get_by_text(PAUSED)).to_be_visible()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_pausing_and_going_on_never_lie_under_one_finger(page: Page, size: tuple[int, int]) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    pause = control(page, "Kurz anhalten").bounding_box()
    assert pause is not None
    assert pause["y"] + pause["height"] <= height
    assert pause["y"] + pause["height"] >= height - 24
    tap(page, "Kurz anhalten")
    expect(page.get_by_text(PAUSED)).to_be_visible()
    resume = control(page, "Weiter").bounding_box()
    assert resume is not None
    assert 0 <= resume["y"] <= 24
    assert pause["y"] - resume["y"] - resume["height"] >= 150
    # Where "pause" was lies nothing that could be pressed.
    under = """([x, y, width, height]) => [0.1, 0.3, 0.5, 0.7, 0.9]
        .flatMap((right) => [0.2, 0.5, 0.8].map((down) => [x + width * right, y + height * down]))
        .map((place) => document.elementFromPoint(...place)?.closest("button, input")?.textContent)
        .filter(Boolean)"""
    assert page.evaluate(under, [pause["x"], pause["y"], pause["width"], pause["height"]]) == []


def test_holding_for_a_second_goes_on_and_letting_go_early_does_not(
    page: Page, robot: Robot
) -> None:
    tap(page, "Kurz anhalten")
    control(page, "Weiter").hover()
    page.mouse.down()
    page.mouse.move(5, 600)
    page.mouse.up()
    page.mouse.move(195, 60)
    page.mouse.down()
    page.evaluate("dispatchEvent(new Event('blur'))")
    wait_for_gap(page, 1300)
    expect(page.get_by_text(PAUSED)).to_be_visible()
    page.mouse.move(5, 600)
    page.mouse.up()
    assert heard(page, robot) == ["pause"]
    hold(page, "Weiter")
    expect(page.get_by_text("Mia meldet sich.")).to_be_visible()
    assert heard(page, robot) == ["pause", "resume"]


def test_who_cannot_hold_taps_twice_with_a_second_between(page: Page, robot: Robot) -> None:
    tap(page, "Kurz anhalten")
    tap(page, "Weiter")
    expect(control(page, "Ja, weiter")).to_be_visible()
    expect(page.get_by_text("Jetzt noch einmal tippen, dann geht es weiter.")).to_be_visible()
    tap(page, "Ja, weiter")
    expect(page.get_by_text("Mia meldet sich.")).to_be_visible()
    assert heard(page, robot) == ["pause", "resume"]


def test_the_keyboard_goes_on_by_two_presses(page: Page, robot: Robot) -> None:
    control(page, "Kurz anhalten").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(PAUSED)).to_be_visible()
    page.keyboard.press("Tab")
    control(page, "Weiter").focus()
    for _ in range(4):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    page.keyboard.press(" ")
    assert heard(page, robot) == ["pause"]
    expect(page.get_by_text("Jetzt noch einmal tippen, dann geht es weiter.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mia meldet sich.")).to_be_visible()
    assert heard(page, robot) == ["pause", "resume"]


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
    wait_for_gap(page, gap_ms)
    page.mouse.click(*place)
    resume = control(page, "Weiter").bounding_box()
    assert resume is not None
    page.mouse.click(resume["x"] + 20, resume["y"] + 20)
    assert heard(page, robot) == ["end"]
    wait_for_gap(page, 1200)
    hold(page, "Ja, weiter")
    expect(page.get_by_text("Mia meldet sich.")).to_be_visible()
    assert heard(page, robot) == ["end", "resume"]


@pytest.mark.parametrize("name", ["Gesehen", "Du bist dran", "Gleich", "Bitte noch mal sagen"])
def test_two_taps_on_an_answer_are_one(page: Page, robot: Robot, name: str) -> None:
    robot.answers = False
    place = tap(page, name)
    page.mouse.click(*place)
    robot.answer()
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


def test_help_takes_the_headline_and_stays_until_somebody_sees_to_it(
    page: Page, robot: Robot
) -> None:
    robot.tell(**HELP, feeling="unwell")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia braucht jemanden.")
    expect(page.get_by_text("seit 2 Minuten")).to_be_visible()
    hand = page.get_by_role("listitem").filter(has_text="Mia meldet sich.")
    expect(hand.get_by_role("button", name="Du bist dran")).to_be_visible()
    tap(page, "Ich kümmere mich")
    assert heard(page, robot) == ["help_coming"]
    robot.tell(help={"wanted": True, "coming": True, "waiting_s": 140.0})
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia meldet sich.")
    expect(page.get_by_text("Mia weiß: Jemand kümmert sich.")).to_be_visible()
    robot.tell(help={}, hand={}, signal="present")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia geht es nicht gut.")
    tap(page, "Gesehen")
    assert heard(page, robot) == ["help_coming", "feeling_seen"]
    robot.tell(feeling_seen=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia ist da.")
    expect(page.get_by_text("Gesehen. Mia weiß es.")).to_be_visible()


def test_a_finger_on_its_way_answers_nothing_that_nobody_has_read(page: Page, robot: Robot) -> None:
    box = control(page, "Gesehen").bounding_box()
    assert box is not None
    robot.tell(**HELP)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia braucht jemanden.")
    page.mouse.click(box["x"] + 30, box["y"] + 30)
    assert heard(page, robot) == []
    tap(page, "Ich kümmere mich")
    assert heard(page, robot) == ["help_coming"]


def test_the_class_is_never_called_silent_while_something_leaves(page: Page, robot: Robot) -> None:
    expect(page.get_by_text("Das geht gerade hinaus:")).to_be_visible()
    expect(page.get_by_text("Bild 640 × 480")).to_be_visible()
    expect(page.get_by_text("Nur Mia hört zu. Nichts wird aufgenommen.")).to_be_visible()
    robot.tell(paused_by=["button"], signal="paused")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Angehalten. Gleich geht nichts mehr hinaus."
    )
    expect(page.get_by_text("Das geht gerade hinaus:")).to_be_visible()
    robot.tell(outgoing=None)
    expect(page.get_by_role("heading", level=1)).to_have_text(PAUSED)
    expect(page.get_by_text("Nichts geht hinaus.")).to_be_visible()
    expect(page.get_by_text("Das geht gerade hinaus:")).to_have_count(0)


def test_an_own_text_is_counted_and_reaches_the_child(page: Page, robot: Robot) -> None:
    control(page, "Text").click()
    field = page.get_by_label("Eigener Text")
    expect(field).to_be_focused()
    expect(page.get_by_text("0 von 80 Zeichen")).to_be_visible()
    expect(control(page, "Senden")).to_be_disabled()
    field.press_sequentially("x" * 90)
    expect(page.get_by_text("80 von 80 Zeichen")).to_be_visible()
    field.fill("  Seite 42, bitte.  ")
    expect(page.get_by_text("16 von 80 Zeichen")).to_be_visible()
    field.press("Enter")
    assert heard(page, robot) == ["text"]
    assert robot.texts == ["Seite 42, bitte."]
    robot.tell(said={"number": 1, "kind": "text", "text": "Seite 42, bitte."})
    expect(page.get_by_text("Mia liest: „Seite 42, bitte.“")).to_be_visible()
    control(page, "Text").click()
    expect(field).to_have_value("")
    field.press("Escape")
    expect(control(page, "Text")).to_be_focused()


def test_a_text_that_did_not_arrive_need_not_be_typed_again(page: Page, robot: Robot) -> None:
    robot.answers = False
    control(page, "Text").click()
    page.get_by_label("Eigener Text").fill("Seite 42")
    control(page, "Senden").click()
    control(page, "Text").click()
    expect(page.get_by_label("Eigener Text")).to_have_value("Seite 42")


def test_the_page_chimes_after_the_first_tap_and_says_so_before(page: Page, robot: Robot) -> None:
    hint = page.get_by_text("Einmal auf diese Seite tippen")
    expect(hint).to_be_visible()
    robot.tell(**HELP)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia braucht jemanden.")
    assert page.evaluate("[ringS.length, pulses.length]") == [0, 0]
    page.get_by_text("Mia braucht jemanden.").click()
    expect(hint).to_be_hidden()
    robot.tell(buddy_calls=True)
    page.wait_for_function("pulses.length === 1")
    first, second = page.evaluate("[...new Set(ringS)].sort((a, b) => a - b)")
    assert 0.05 < second - first < 0.4
    robot.tell(volume=7)
    expect(page.get_by_text("7 von 10")).to_be_visible()
    assert page.evaluate("pulses.length") == 1
    bell = control(page, "Klingel")
    bell.click()
    expect(bell).to_have_attribute("aria-pressed", "false")
    robot.tell(buddy_calls=False)
    robot.tell(buddy_calls=True, volume=8)
    expect(page.get_by_text("8 von 10")).to_be_visible()
    assert page.evaluate("pulses.length") == 1
    page.reload()
    expect(control(page, "Klingel")).to_have_attribute("aria-pressed", "false")


def test_the_screen_stays_on_while_the_page_works(page: Page, robot: Robot) -> None:
    page.wait_for_function("locks.length === 1")
    assert page.evaluate("locks") == ["screen"]


@pytest.mark.parametrize(
    ("code", "day", "said", "when"),
    [
        (
            "no_loan",
            "2026-11-27",
            "Die Leihe ist zu Ende.",
            "Sie lief bis Freitag, 27. November 2026.",
        ),
        (
            "not_begun",
            "2026-12-07",
            "Die Leihe hat noch nicht begonnen.",
            "Sie beginnt am Montag, 7. Dezember 2026.",
        ),
        ("no_loan", None, "Die Leihe ist zu Ende.", ""),
        ("no_loan", "2026-13-45", "Die Leihe ist zu Ende.", ""),
    ],
)
def test_outside_of_its_loan_the_page_says_when(
    opened: Callable[[], Page], robot: Robot, code: str, day: str | None, said: str, when: str
) -> None:
    robot.refusal = {"code": code, "day": day}
    page = opened()
    expect(page.get_by_role("heading", level=1)).to_have_text(said)
    expect(page.locator(".detail")).to_have_text(when)
    assert page.get_by_role("button").count() == 0
    page.wait_for_function("locks.length === 0")


def test_a_buddy_sees_turns_the_volume_and_calls(opened: Callable[[], Page], robot: Robot) -> None:
    robot.welcome = {"role": "buddy"}
    robot.fields |= {**HELP, "feeling": "unwell"}
    page = opened()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia meldet sich.")
    expect(page.get_by_text("kann sprechen")).to_be_visible()
    assert page.get_by_role("button").all_inner_texts() == ["", "", "Lehrkraft rufen"]
    tap(page, "Lauter")
    tap(page, "Lehrkraft rufen")
    page.keyboard.press(" ")
    assert heard(page, robot) == ["louder", "call_teacher"]
    robot.tell(buddy_calls=True)
    expect(control(page, "Lehrkraft ist gerufen")).to_be_disabled()
    robot.tell(buddy_calls=False, buddy_answer="nobody")
    expect(page.get_by_role("status").filter(has_text="niemand geantwortet")).to_be_visible()
    robot.tell(buddy_answer=None, paused_by=["teacher"], outgoing=None)
    expect(control(page, "Lehrkraft rufen")).to_be_enabled()
    assert page.get_by_role("button").all_inner_texts() == ["", "", "Lehrkraft rufen"]


def test_the_teacher_sees_that_a_buddy_calls_and_says_so(page: Page, robot: Robot) -> None:
    robot.tell(buddy_calls=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ein Kind am Roboter ruft.")
    tap(page, "Gesehen")
    assert heard(page, robot) == ["call_seen"]
    robot.tell(buddy_calls=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia meldet sich.")


def test_a_pause_that_gets_no_answer_is_said_to_have_failed(page: Page, robot: Robot) -> None:
    robot.answers = False
    before = control(page, "Gesehen").bounding_box()
    tap(page, "Kurz anhalten")
    expect(control(page, "Einen Moment …")).to_be_visible()
    alarm = page.get_by_role("alert")
    expect(alarm).to_have_text("Das hat nicht geklappt. Bitte noch einmal.")
    expect(control(page, "Kurz anhalten")).to_be_visible()
    expect(alarm).to_be_in_viewport()
    assert control(page, "Gesehen").bounding_box() == before
    assert set(heard(page, robot)) == {"pause"}
    robot.answers = True
    tap(page, "Kurz anhalten")
    expect(page.get_by_text(PAUSED)).to_be_visible()


def test_keys_go_on_where_they_were_when_something_new_is_asked(page: Page, robot: Robot) -> None:
    control(page, "Du bist dran").focus()
    robot.tell(feeling="happy")
    expect(page.get_by_text("Mia ist froh.")).to_be_visible()
    expect(control(page, "Du bist dran")).to_be_focused()


def test_the_drawing_wears_what_the_child_has_chosen(page: Page, robot: Robot) -> None:
    robot.tell(outfit={"nickname": "Willi", "shell": "mint", "wears": "cap"})
    drawing = page.locator(".figure")
    expect(drawing).to_have_attribute("data-shell", "mint")
    expect(drawing).to_have_attribute("data-wears", "cap")
