"""Faults that mend by themselves while the lesson goes on as far as it can."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.end_to_end.child import (
    choose,
    go_to_class,
    open_teacher_page,
    toggle,
    until,
    wait_for_more,
    wait_for_picture,
)
from tests.end_to_end.conftest import StartDemo
from tests.end_to_end.shared import Lesson


@pytest.mark.thorough
def test_a_lost_line_is_built_anew_with_hand_and_feeling_kept(lesson: Lesson) -> None:
    page = lesson.page
    teacher = lesson.teacher
    toggle(page, "Hand").click()
    choose(page, "müde")
    expect(teacher.get_by_text("Mia ist müde.")).to_be_visible()
    connections = page.evaluate("witness.connections.length")
    with lesson.demo.stalled("robot"):
        expect(page.get_by_text("Kurz weg. Du musst nichts tun.").first).to_be_visible()
        until(page, f"witness.connections.length > {connections}")
    wait_for_more(page, "video", 10)
    expect(toggle(page, "Hand")).to_have_attribute("aria-pressed", "true")
    tired = page.locator(".feeling", has_text="müde")
    expect(tired).to_have_attribute("aria-pressed", "true")
    expect(teacher.get_by_text("Mia meldet sich.")).to_be_visible()
    expect(teacher.get_by_text("Mia ist müde.")).to_be_visible()
    choose(page, "müde")


@pytest.mark.thorough
def test_the_lesson_goes_on_without_the_bridge_and_finds_it_again(lesson: Lesson) -> None:
    page = lesson.page
    teacher = lesson.teacher
    expect(teacher.get_by_text("Mia ist da.")).to_be_visible()
    with lesson.demo.without("bridge"):
        wait_for_more(page, "video", 45)
        wait_for_more(page, "audio", 72_000)
        toggle(page, "Hand").click()
        expect(page.get_by_text("Deine Hand ist oben.").first).to_be_visible()
    expect(teacher.get_by_text("Mia meldet sich.")).to_be_visible()
    wait_for_more(page, "video")


def test_a_dead_agent_comes_back_and_the_child_with_it(lesson: Lesson) -> None:
    page = lesson.page
    toggle(page, "Hand").click()
    toggle(page, "Mikro").click()
    expect(toggle(page, "Mikro")).to_have_attribute("aria-pressed", "true")
    connections = page.evaluate("witness.connections.length")
    with lesson.demo.without("robot"):
        expect(page.get_by_text("Kurz weg. Du musst nichts tun.").first).to_be_visible()
        # Nothing can be switched on now, but an open microphone can be closed.
        toggle(page, "Mikro").click()
        expect(toggle(page, "Mikro")).to_have_attribute("aria-pressed", "false")
    until(page, f"witness.connections.indexOf(witness.live()) >= {connections}")
    wait_for_more(page, "video")
    expect(toggle(page, "Mikro")).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("witness.tracks.at(-1).enabled") is False
    teacher = lesson.teacher
    expect(teacher.get_by_text("Mia meldet sich.")).to_be_visible()


def test_a_dead_body_stops_the_picture_until_it_is_back(lesson: Lesson) -> None:
    page = lesson.page
    lesson.demo.kill("hardware")
    expect(page.get_by_text("Karlsson kann sich gerade nicht bewegen.").first).to_be_visible()
    wait_for_more(page, "video")


@pytest.mark.thorough
def test_a_reloaded_tab_comes_back_to_class_with_its_hand_up(
    start_demo: StartDemo, tablet: BrowserContext, class_board: BrowserContext
) -> None:
    demo = start_demo()
    page = go_to_class(tablet, demo.pupil)
    teacher = open_teacher_page(class_board, demo.teacher)
    toggle(page, "Hand").click()
    expect(teacher.get_by_text("Mia meldet sich.")).to_be_visible()
    page.reload()
    wait_for_picture(page)
    expect(toggle(page, "Hand")).to_have_attribute("aria-pressed", "true")
    expect(teacher.get_by_text("Mia meldet sich.")).to_be_visible()
    # A tab that is closed without a word frees the robot long before a lost line would.
    page.close()
    expect(teacher.get_by_text("Mia ist nicht da.")).to_be_visible()
