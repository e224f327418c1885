"""Withdrawals at the command line, which take effect for child and teacher who are inside."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocket, expect

from tests.end_to_end.child import (
    go_to_class,
    open_teacher_page,
    until,
    wait_for_more,
)
from tests.end_to_end.running import Demo
from tests.end_to_end.shared import SharedDemo

OVER = "Karlsson ist jetzt woanders. Frag Lehrkraft oder Verein."
NOT_CONNECTED = "witness.connections.every((pc) => pc.connectionState !== 'connected')"


def day(days: int) -> str:
    """Return the day so many days from today."""
    return (datetime.now().astimezone().date() + timedelta(days=days)).isoformat()


def lend(demo: Demo, first: str, last: str) -> None:
    """Let the demo's loan be from one day to another."""
    with closing(sqlite3.connect(demo.folder / "bridge.sqlite", timeout=10)) as database:
        database.execute("UPDATE loans SET from_date = ?, until_date = ?", (first, last))
        database.commit()


def end_the_loan(demo: Demo) -> None:
    """End it as a technician does."""
    demo.bridge("loan", "end", "--loan", "1", "--on", day(-1))


@pytest.fixture
def demo(own_demo: Demo, shared_demo: SharedDemo, known_tablet: BrowserContext) -> Iterator[Demo]:
    """Yield this module's demo; its loan runs from yesterday to next week."""
    lend(own_demo, day(-1), day(7))
    yield own_demo
    known_tablet.set_offline(False)
    shared_demo.close_pages()


def no_packet_any_more(page: Page) -> None:
    """Wait until the robot's end is closed, whatever the page would like."""
    until(page, "(await witness.stillForMs()) > 1000")
    until(page, NOT_CONNECTED)


def wait_for_log(demo: Demo, page: Page, text: str, behind: int) -> None:
    """Wait until a process has written this; each look waits for a turn of the page.

    Args:
        demo: Whose processes.
        page: Any page.
        text: What is written.
        behind: Length of the log when that was not yet so, in characters.
    """
    for _ in range(2000):
        if text in demo.log.read_text()[behind:]:
            return
        page.evaluate("new Promise((done) => requestAnimationFrame(() => done(null)))")
    raise AssertionError(f"never said: {text}")


@pytest.mark.thorough
def test_a_loan_that_ends_puts_child_and_teacher_out_and_the_robot_to_sleep(
    demo: Demo, known_tablet: BrowserContext, school_board: BrowserContext
) -> None:
    log = len(demo.log.read_text())
    page = go_to_class(known_tablet, demo.pupil)
    teacher = open_teacher_page(school_board, demo.teacher)
    expect(teacher.get_by_text("Mia ist da.")).to_be_visible()
    end_the_loan(demo)
    expect(page.get_by_text(OVER).first).to_be_visible()
    expect(teacher.get_by_text("Die Leihe ist zu Ende.")).to_be_visible()
    asked: list[WebSocket] = []
    for one in (page, teacher):
        one.on("websocket", lambda socket: asked.append(socket))
    no_packet_any_more(page)
    wait_for_log(demo, page, "presence: ended (revoked)", log)
    wait_for_log(demo, page, "presence: PRESENT -> ASLEEP", log)
    assert asked == []  # neither page asks again by itself
    teacher.reload()
    expect(teacher.get_by_text("Die Leihe ist zu Ende.")).to_be_visible()
    expect(teacher.get_by_text("Sie lief bis ")).to_be_visible()
    expect(page.get_by_role("button", name="Ich bin da")).to_have_count(0)
    page.reload()
    expect(page.get_by_text(OVER).first).to_be_visible()


@pytest.mark.thorough
def test_a_stolen_tablet_that_does_not_listen_gets_no_packet_any_more(
    demo: Demo, known_tablet: BrowserContext
) -> None:
    """A betrayed page hears neither bridge nor robot, and closes nothing."""
    log = len(demo.log.read_text())
    page = go_to_class(known_tablet, demo.pupil)
    page.evaluate(
        """
        RTCPeerConnection.prototype.close = () => undefined;
        WebSocket.prototype.close = () => undefined;
        """
    )
    wait_for_more(page, "video")
    end_the_loan(demo)
    no_packet_any_more(page)
    wait_for_log(demo, page, "presence: ended (revoked)", log)


@pytest.mark.thorough
def test_a_robot_whose_link_was_down_learns_it_when_it_is_back(
    demo: Demo, known_tablet: BrowserContext
) -> None:
    log = len(demo.log.read_text())
    page = go_to_class(known_tablet, demo.pupil)
    known_tablet.set_offline(True)  # the page's own socket stays away; the lesson goes on directly
    with demo.without("bridge"):
        end_the_loan(demo)
        wait_for_more(page, "video")
    no_packet_any_more(page)
    wait_for_log(demo, page, "presence: ended (revoked)", log)
    expect(page.get_by_text(OVER).first).to_be_visible()


@pytest.mark.thorough
def test_a_teachers_page_says_that_a_loan_has_not_begun(
    demo: Demo, school_board: BrowserContext
) -> None:
    lend(demo, day(1), day(7))
    teacher = open_teacher_page(school_board, demo.teacher)
    expect(teacher.get_by_text("Die Leihe hat noch nicht begonnen.")).to_be_visible()
    expect(teacher.get_by_text("Sie beginnt am ")).to_be_visible()


@pytest.mark.thorough
def test_a_renewed_link_shuts_the_old_page_and_leaves_the_lesson(
    demo: Demo, known_tablet: BrowserContext, school_board: BrowserContext
) -> None:
    page = go_to_class(known_tablet, demo.pupil)
    teacher = open_teacher_page(school_board, demo.teacher)
    expect(teacher.get_by_text("Mia ist da.")).to_be_visible()
    new = demo.bridge("loan", "renew", "--loan", "1")["teacher"]
    expect(teacher.get_by_text("Dieser Link gilt nicht mehr.").first).to_be_visible()
    wait_for_more(page, "video")
    renewed = open_teacher_page(school_board, new)
    expect(renewed.get_by_text("Mia ist da.")).to_be_visible()
