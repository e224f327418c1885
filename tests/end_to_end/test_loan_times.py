"""The office's acts in a running lesson: what the child reads, and who opens the class again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, expect

from bridge.days.names import SHORT_WEEKDAYS
from bridge.days.zone import BERLIN, unix_of
from tests.end_to_end.child import go_to_class, open_teacher_page, until
from tests.end_to_end.running import Demo
from tests.end_to_end.shared import SharedDemo

pytestmark = pytest.mark.thorough

NOT_CONNECTED = "witness.connections.every((pc) => pc.connectionState !== 'connected')"


@pytest.fixture
def demo(own_demo: Demo, shared_demo: SharedDemo) -> Iterator[Demo]:
    """Yield this module's demo, open at any time, and leave it so."""
    yield own_demo
    own_demo.bridge("loan", "times", "--loan", "1")
    shared_demo.close_pages()


def test_a_loan_that_is_locked_says_so_and_opens_again(
    demo: Demo, known_tablet: BrowserContext
) -> None:
    page = go_to_class(known_tablet, demo.pupil)
    demo.bridge("loan", "lock", "--loan", "1", "--by", "family")
    expect(page.get_by_text("macht gerade Pause").first).to_be_visible()
    until(page, NOT_CONNECTED)
    page.reload()
    expect(page.get_by_text("macht gerade Pause").first).to_be_visible()
    demo.bridge("loan", "unlock", "--loan", "1", "--family-agrees")
    page.reload()
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()


def test_the_lesson_ends_and_the_next_one_is_named(
    demo: Demo, known_tablet: BrowserContext
) -> None:
    page = go_to_class(known_tablet, demo.pupil)
    in_two_days = datetime.now(BERLIN).date() + timedelta(days=2)
    weekday = SHORT_WEEKDAYS[in_two_days.weekday()].de
    demo.bridge("loan", "times", "--loan", "1", "--times", f"{weekday} 08:50-09:35")
    expect(page.get_by_text("Die Stunde ist vorbei.").first).to_be_visible()
    # The device's own clock, which may be in another zone than the school.
    opens_ms = 1000 * unix_of(in_two_days, 8 * 60 + 50)
    shown = page.evaluate("(ms) => new Date(ms).toTimeString().slice(0, 5)", opens_ms)
    expect(page.get_by_text(f"um {shown} Uhr").first).to_be_visible()
    until(page, NOT_CONNECTED)
    page.reload()
    expect(page.get_by_text("Gerade ist kein Unterricht.").first).to_be_visible()


def test_the_teacher_opens_each_lesson(
    demo: Demo, known_tablet: BrowserContext, school_board: BrowserContext
) -> None:
    page = go_to_class(known_tablet, demo.pupil)
    teacher = open_teacher_page(school_board, demo.teacher)
    demo.bridge("loan", "times", "--loan", "1", "--policy", "teacher")
    expect(teacher.get_by_text("Gerade darf niemand hinein.")).to_be_visible()
    until(page, NOT_CONNECTED)
    expect(page.get_by_text("Die Stunde ist vorbei.").first).to_be_visible()
    page.close()
    resume = teacher.get_by_role("button", name="Weiter")
    resume.hover()
    teacher.mouse.down()  # a finger that stays
    expect(resume).to_be_hidden()
    teacher.mouse.up()
    go_to_class(known_tablet, demo.pupil)
