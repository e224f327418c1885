"""Messages that teacher and buddy can read and send on the wire, with a real lesson behind it."""

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocket, expect

from bridge.protocol.keys import from_text
from tests.end_to_end.child import (
    CHANGE_TIMEOUT_MS,
    choose,
    in_modules,
    join,
    open_app,
    until_deadline,
    wait_for_picture,
    wait_for_stillness,
)
from tests.end_to_end.conftest import StartDemo
from tests.end_to_end.shared import Lesson
from tests.end_to_end.watched_sheets import WATCH_TEACHER, memory, paper, samples

CONNECT = """async (token) => {
  const { helloTeacher, read, teacherAction } = await import("/app/js/wire/protocol.js");
  const socket = new WebSocket(`ws://${location.host}/signal`);
  window.wire = { state: null, welcome: null, answers: [], watchers: [] };
  wire.act = (action, text, right) => {
    const id = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    socket.send(JSON.stringify(teacherAction(id, action, text, right)));
    return new Promise((resolve) => { wire.answers.push({ id, resolve }); });
  };
  const answer = (id, code) => wire.answers.find((one) => one.id === id)?.resolve(code);
  await new Promise((resolve) => {
    socket.onmessage = ({ data }) => {
      const message = read(data);
      if (message.type === "challenge") socket.send(JSON.stringify(helloTeacher(token)));
      if (message.type === "welcome_teacher") resolve(wire.welcome = message);
      if (message.type === "presence") {
        wire.state = message;
        for (const look of wire.watchers) look();
      }
      if (message.type === "done") answer(message.id, message.refused);
      if (message.type === "refused") answer(message.re, message.code);
    };
  });
  return wire.welcome;
}"""


def connect(board: BrowserContext, url: str) -> tuple[Page, dict[str, Any]]:
    """Open a link to the robot's page, and a connection of its own beside the page's."""
    page = board.new_page()
    page.goto(url)
    token, _, _ = url.partition("#")[2].partition(".")
    return page, page.evaluate(CONNECT, token)


def wait_for_state(page: Page, condition: str) -> dict[str, Any]:
    """Wait until the newest state fulfils a JavaScript expression; return it."""
    state: dict[str, Any] = page.evaluate(
        f"""() => new Promise((resolve, reject) => {{
          const look = () => {{
            const state = wire.state;
            if (state && ({condition})) resolve(state);
          }};
          wire.watchers.push(look);
          look();
          setTimeout(() => reject(new Error(JSON.stringify(wire.state))), {CHANGE_TIMEOUT_MS});
        }})"""
    )
    return state


@pytest.mark.thorough
def test_teacher_and_buddy_say_what_they_may_and_the_child_hears_it(lesson: Lesson) -> None:
    demo, child = lesson.demo, lesson.page
    heard: list[dict[str, Any]] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda text: heard.append(json.loads(text)))

    child.on("websocket", listen)
    child.reload()
    wait_for_picture(child)
    teacher, welcome = connect(lesson.board, demo.teacher)
    assert welcome["role"] == "teacher"
    buddy, welcome = connect(lesson.board, demo.buddy)
    assert welcome["role"] == "buddy"
    assert teacher.evaluate("wire.act('help_coming')") == "out_of_order"
    assert teacher.evaluate("wire.act('text', 'Gleich bist du dran.')") is None
    wait_for_state(teacher, "state.said?.text === 'Gleich bist du dran.'")
    expect(child.get_by_text("Deine Lehrkraft: Gleich bist du dran.").first).to_be_attached(
        timeout=CHANGE_TIMEOUT_MS
    )
    said: list[dict[str, Any]] = []
    for _ in until_deadline(child):  # the bridge repeats what the call has told already
        said = [one["said"] for one in heard if one["type"] == "presence" and one.get("said")]
        if said:
            break
    assert said[-1]["text"] == "Gleich bist du dran."
    assert buddy.evaluate("wire.act('call_teacher')") is None
    assert wait_for_state(buddy, "state.buddy_calls")["said"] is None
    wait_for_state(teacher, "state.buddy_calls")
    assert teacher.evaluate("wire.act('forbid', '', 'speech')") is None
    assert buddy.evaluate("wire.act('allow', '', 'speech')") == "not_allowed"
    assert wait_for_state(buddy, "state.rights.speech === 'class'")["phrase"] is None
    demo.bridge("loan", "forbid", "--loan", "1", "speech,sheets")
    wait_for_state(teacher, "state.rights.speech === 'loan' && state.rights.sheets === 'loan'")
    demo.bridge("loan", "allow", "--loan", "1", "sheets,speech")
    assert teacher.evaluate("wire.act('allow', '', 'speech')") is None
    wait_for_state(teacher, "state.rights.speech === 'on' && state.rights.sheets === 'on'")
    assert teacher.evaluate("wire.act('phrase_seen')") == "out_of_order"
    for action in ("end", "resume", "pause", "call_seen", "soon", "phrase_seen"):
        assert buddy.evaluate("(action) => wire.act(action)", action) == "not_allowed", action
    assert teacher.evaluate("wire.act('call_seen')") is None
    wait_for_state(buddy, "!state.buddy_calls && state.buddy_answer === 'seen'")
    log = demo.log.read_text(encoding="utf-8")
    assert "Gleich" not in log
    assert demo.buddy.partition("#")[2] not in log


@pytest.mark.thorough
def test_a_request_for_help_is_seen_at_the_robot_and_stands_until_it_is_taken_back(
    lesson: Lesson,
) -> None:
    child = lesson.page
    teacher, _ = connect(lesson.board, lesson.demo.teacher)
    ask_for_help(child)
    wait_for_state(teacher, "state.help.wanted && state.signal === 'hand_waiting'")
    assert teacher.evaluate("wire.act('help_coming')") is None
    wait_for_state(teacher, "state.help.coming && state.signal !== 'hand_waiting'")
    child.reload()
    wait_for_picture(child)
    assert wait_for_state(teacher, "state.connected")["help"]["coming"]
    ask_for_help(child)
    wait_for_state(teacher, "!state.help.wanted && !state.help.coming")


def ask_for_help(child: Page) -> None:
    """Ask for help from behind the figure, or take the request back."""
    child.locator(".karlsson").click()
    child.get_by_role("button", name="Hilfe", exact=True).click()


@pytest.mark.thorough
def test_sheets_phrases_and_answers_cross_and_the_bridge_reads_no_sheet(lesson: Lesson) -> None:
    demo, child = lesson.demo, lesson.page
    in_modules(lesson.board)
    teacher = lesson.board.new_page()
    frames: list[dict[str, Any]] = []

    def listen(socket: WebSocket) -> None:
        for way in ("framesent", "framereceived"):
            socket.on(way, lambda text: frames.append(json.loads(text)))

    teacher.on("websocket", listen)
    teacher.goto(demo.teacher)
    teacher.evaluate(WATCH_TEACHER)
    headline = teacher.get_by_role("heading", level=1)

    show = teacher.get_by_role("button", name="Blatt zeigen")
    expect(show).to_be_visible(timeout=CHANGE_TIMEOUT_MS)
    picker = teacher.locator("input[type=file]")
    expect(picker).to_have_attribute("accept", "image/*")
    assert picker.get_attribute("capture") is None
    with teacher.expect_file_chooser() as chooser:
        show.click()
    chooser.value.set_files(paper(2400, 1800))
    expect(teacher.get_by_text("hat das Blatt.")).to_be_visible(timeout=CHANGE_TIMEOUT_MS)
    child.get_by_role("button", name="Ansehen").first.click(timeout=CHANGE_TIMEOUT_MS)
    shown = child.get_by_role("img", name="Blatt.")
    expect(shown).to_be_visible()
    assert shown.evaluate("(one) => one.decode().then(() => one.naturalWidth)") == 2000
    child.get_by_role("button", name="Zumachen").click()

    child.locator(".page-sheets input[type=file]").set_input_files(paper(600, 800))
    teacher.get_by_role("button", name="Ansehen").click(timeout=CHANGE_TIMEOUT_MS)
    viewer = teacher.get_by_role("dialog")
    sheet = viewer.get_by_role("img", name="Ein Blatt von Mia.")
    expect(sheet).to_be_visible(timeout=CHANGE_TIMEOUT_MS)
    assert sheet.evaluate("(one) => one.decode().then(() => one.naturalHeight)") == 800
    viewer.get_by_role("button", name="Schließen").click()
    expect(viewer).to_be_hidden()
    assert teacher.locator(".sheet-stage img").get_attribute("src") is None
    assert teacher.locator("a[download]").count() == 0

    plain = samples(teacher)
    parts = [from_text(one["data"]) for one in frames if one["type"] == "sealed"]
    assert len(parts) > len(plain) > 2
    held = memory(demo.pid_of("bridge"))
    assert b"karlsson-1" in held, "its memory can be read"
    for piece in plain:
        assert piece not in held
        assert not any(piece in part for part in parts)

    child.get_by_role("button", name="Sätze").click()
    child.get_by_role("button", name="Ich sehe die Tafel nicht.").click()
    expect(headline).to_have_text("Mia: „Ich sehe die Tafel nicht.“")
    teacher.get_by_role("button", name="Gesehen").first.click()
    expect(teacher.get_by_text("Gesehen. Mia weiß es.")).to_be_visible()
    choose(child, "nicht verstanden")
    expect(headline).to_have_text("Mia hat es nicht verstanden.")
    log = demo.log.read_text(encoding="utf-8")
    assert "Mathe" not in log


@pytest.mark.thorough
def test_the_class_learns_of_a_blocked_microphone_and_when_it_works_again(
    start_demo: StartDemo, tablet: BrowserContext, class_board: BrowserContext
) -> None:
    demo = start_demo()
    child = open_app(tablet, demo.pupil)
    child.evaluate(
        """() => {
          const { mediaDevices } = navigator;
          mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
        }"""
    )
    join(child)
    teacher, _ = connect(class_board, demo.teacher)
    wait_for_state(teacher, "state.presence && !state.microphone_works")
    child.reload()
    wait_for_picture(child)
    wait_for_state(teacher, "state.presence && state.microphone_works")


@pytest.mark.thorough
def test_the_class_learns_what_leaves_the_robot_as_it_is_measured(
    start_demo: StartDemo, tablet: BrowserContext, class_board: BrowserContext
) -> None:
    demo = start_demo()
    child = open_app(tablet, demo.pupil)
    teacher, _ = connect(class_board, demo.teacher)
    assert wait_for_state(teacher, "state.presence === null")["outgoing"] is None
    join(child)
    running = "state.outgoing && state.outgoing.width_px > 0 && state.outgoing.sound"
    outgoing = wait_for_state(teacher, running)["outgoing"]
    # Never more than the camera gives; on a busy machine the ladder may be a step lower.
    assert 0 < outgoing["width_px"] <= 320
    assert 0 < outgoing["height_px"] <= 240
    assert teacher.evaluate("wire.act('pause')") is None
    wait_for_state(teacher, "state.paused_by.length && state.outgoing === null")
    wait_for_stillness(child)
    # That took longer than a second: a resume at once is the second half of a double tap.
    assert teacher.evaluate("wire.act('resume')") is None
    wait_for_state(teacher, running)
