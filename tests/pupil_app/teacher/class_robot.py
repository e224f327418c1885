"""A robot that answers when the test says, and a teacher's finger."""

import json
from typing import Any

from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from bridge.protocol.keys import to_text

PAUSED = "Angehalten. Kein Bild, kein Ton."
HAND = {"signal": "hand", "hand": {"raised": True, "waiting_s": 42.0}}
HELP = {"help": {"wanted": True, "coming": False, "waiting_s": 130.0}}
LEAVES = {"width_px": 640, "height_px": 480, "sound": True, "since_s": 30.0}


class Robot:
    """A robot with a child in it and its hand up, behind a bridge."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.texts: list[str] = []
        self.rights: list[tuple[str, str]] = []
        self.sealed: list[dict[str, Any]] = []
        self.takes_sheets = True
        self.answers = True
        self.welcome: dict[str, Any] = {}
        self.refusal: dict[str, Any] | None = None
        self.fields: dict[str, Any] = dict(HAND)
        self._said: list[str] = []
        self._unanswered: list[str] = []
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
        for id in self._unanswered:
            self._say(type="done", id=id)
        self._unanswered.clear()

    def begin_anew(self) -> None:
        """Open, and forget what was heard; the child still has its hand up."""
        self._paused = self._closed = False
        self.heard.clear()
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
                if "right" in message:
                    self.rights.append((message["action"], message["right"]))
                self._said.append(message["action"])
            self._unanswered.append(message["id"])
            if self.answers:
                self.answer()
        elif message["type"] == "sealed":
            self.sealed.append(message)
            if self.takes_sheets:
                self.acknowledge(message)

    def acknowledge(self, part: dict[str, Any], code: str = "") -> None:
        """Say that a part of a sheet has come, or why the sheet is not taken."""
        place = {"transfer": part["transfer"], "part": part["part"]}
        self._say(type="sealed_ack", code=code, **place)

    def hang_up(self) -> None:
        """End the connection, as a line that is gone does."""
        assert self._socket is not None
        self._socket.close()

    def _say(self, **message: Any) -> None:
        assert self._socket is not None
        self._socket.send(json.dumps(message))


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


def stop_clock(page: Page) -> None:
    """Let the page's clock stand still but for gaps: a busy machine makes no tap late."""
    page.evaluate("window.stoppedMs = performance.now()")


def run_clock(page: Page) -> None:
    """Let the page's clock go on."""
    page.evaluate("""() => {
        const atMs = stoppedMs;
        window.stoppedMs = null;
        window.aheadMs += atMs - performance.now();
    }""")


def wait_for_gap(page: Page, gap_ms: int) -> None:
    """Let so many milliseconds pass since the last tap, at once where the clock stands still."""
    page.evaluate(
        """async (ms) => {
            if (stoppedMs !== null) stoppedMs = tappedMs + ms;
            else await new Promise((done) => setTimeout(done, tappedMs + ms - performance.now()));
            window.tappedMs = performance.now();
        }""",
        gap_ms,
    )


def hold(page: Page, name: str) -> None:
    """Hold a button until it has acted."""
    control(page, name).hover()
    page.mouse.down()
    expect(control(page, name)).to_be_hidden()
    page.mouse.up()
