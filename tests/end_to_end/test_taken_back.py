"""What is taken back at the command line is taken back from child and teacher who are inside."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

from playwright.sync_api import BrowserContext, Page, WebSocket, expect

from tests.end_to_end.child import go_to_class, open_teacher_page, until, wait_for_more
from tests.end_to_end.conftest import StartDemo
from tests.end_to_end.running import Demo

OVER = "Karlsson ist jetzt woanders. Frag Lehrkraft oder Verein."
NOT_CONNECTED = "witness.connections.every((pc) => pc.connectionState !== 'connected')"


def yesterday() -> str:
    return (datetime.now().astimezone().date() - timedelta(days=1)).isoformat()


def shift(demo: Demo, days: int) -> None:
    """Let the demo's loan begin so many days from today."""
    first = (datetime.now().astimezone().date() + timedelta(days=days)).isoformat()
    with closing(sqlite3.connect(demo.folder / "bridge.sqlite", timeout=10)) as database:
        database.execute("UPDATE loans SET from_date = ?", (first,))
        database.commit()


def end_the_loan(demo: Demo) -> None:
    """End it as a technician does."""
    demo.bridge("loan", "end", "--loan", "1", "--on", yesterday())


def no_packet_any_more(page: Page) -> None:
    """Wait until the robot's end is closed, whatever the page would like."""
    until(page, "(await witness.stillForMs()) > 1000")
    until(page, NOT_CONNECTED)


def wait_for_log(demo: Demo, page: Page, text: str) -> None:
    """Wait until a process has written this; each look waits for a turn of the page."""
    for _ in range(2000):
        if text in demo.log.read_text():
            return
        page.evaluate("new Promise((done) => requestAnimationFrame(() => done(null)))")
    raise AssertionError(f"never said: {text}")


def test_a_loan_that_ends_puts_child_and_teacher_out_and_the_robot_to_sleep(
    start_demo: StartDemo, tablet: BrowserContext, class_board: BrowserContext
) -> None:
    demo = start_demo(shared=False)
    shift(demo, -1)
    page = go_to_class(tablet, demo.pupil)
    teacher = open_teacher_page(class_board, demo.teacher)
    expect(teacher.get_by_text("Mia ist da.")).to_be_visible()
    end_the_loan(demo)
    expect(page.get_by_text(OVER).first).to_be_visible()
    expect(teacher.get_by_text("Die Leihe ist zu Ende.")).to_be_visible()
    asked: list[WebSocket] = []
    for one in (page, teacher):
        one.on("websocket", lambda socket: asked.append(socket))
    no_packet_any_more(page)
    wait_for_log(demo, page, "presence: ended (revoked)")
    wait_for_log(demo, page, "presence: PRESENT -> ASLEEP")
    assert asked == []  # neither page asks again by itself
    teacher.reload()
    expect(teacher.get_by_text("Die Leihe ist zu Ende.")).to_be_visible()
    expect(teacher.get_by_text("Sie lief bis ")).to_be_visible()
    expect(page.get_by_role("button", name="Ich bin da")).to_have_count(0)
    page.reload()
    expect(page.get_by_text(OVER).first).to_be_visible()


def test_a_stolen_tablet_that_does_not_listen_gets_no_packet_any_more(
    start_demo: StartDemo, tablet: BrowserContext
) -> None:
    """A betrayed page hears neither bridge nor robot, and closes nothing."""
    demo = start_demo(shared=False)
    shift(demo, -1)
    page = go_to_class(tablet, demo.pupil)
    page.evaluate(
        """
        RTCPeerConnection.prototype.close = () => undefined;
        WebSocket.prototype.close = () => undefined;
        """
    )
    wait_for_more(page, "video")
    end_the_loan(demo)
    no_packet_any_more(page)
    wait_for_log(demo, page, "presence: ended (revoked)")


def test_a_robot_whose_link_was_down_learns_it_when_it_is_back(
    start_demo: StartDemo, tablet: BrowserContext
) -> None:
    demo = start_demo(shared=False)
    shift(demo, -1)
    page = go_to_class(tablet, demo.pupil)
    tablet.set_offline(True)  # the page's own socket stays away; the lesson goes on directly
    with demo.without("bridge"):
        end_the_loan(demo)
        wait_for_more(page, "video")
    no_packet_any_more(page)
    wait_for_log(demo, page, "presence: ended (revoked)")
    expect(page.get_by_text(OVER).first).to_be_visible()


def test_a_renewed_link_shuts_the_old_page_and_leaves_the_lesson(
    start_demo: StartDemo, tablet: BrowserContext, class_board: BrowserContext
) -> None:
    demo = start_demo(shared=False)
    page = go_to_class(tablet, demo.pupil)
    teacher = open_teacher_page(class_board, demo.teacher)
    expect(teacher.get_by_text("Mia ist da.")).to_be_visible()
    new = demo.bridge("loan", "renew", "--loan", "1")["teacher"]
    expect(teacher.get_by_text("Dieser Link gilt nicht mehr.").first).to_be_visible()
    wait_for_more(page, "video")
    renewed = open_teacher_page(class_board, new)
    expect(renewed.get_by_text("Mia ist da.")).to_be_visible()


def test_a_teachers_page_says_that_a_loan_has_not_begun(
    start_demo: StartDemo, class_board: BrowserContext
) -> None:
    demo = start_demo(shared=False)
    shift(demo, 1)
    teacher = open_teacher_page(class_board, demo.teacher)
    expect(teacher.get_by_text("Die Leihe hat noch nicht begonnen.")).to_be_visible()
    expect(teacher.get_by_text("Sie beginnt am ")).to_be_visible()
