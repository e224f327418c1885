"""A whole lesson: seen, heard, looked around, noticed."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.end_to_end.child import (
    choose,
    go_to_class,
    leave,
    open_teacher_page,
    picture,
    toggle,
    until,
    until_deadline,
    wait_for_change,
    wait_for_more,
    wait_for_tone,
)
from tests.end_to_end.conftest import StartDemo
from tests.end_to_end.shared import Lesson
from tests.end_to_end.tones import CHILD_HZ, CLASS_HZ, loudness_at
from tests.robot.played import is_in

# Where the digits of the classroom's clock are in the resting view, in shares of the picture.
CLOCK = (0.82, 0.34, 1.0, 0.41)
# The ceiling: nothing moves there by itself, so that a change means that the head has turned.
CEILING = (0.0, 0.0, 1.0, 0.17)


def test_the_child_sees_the_clock_of_the_classroom_run(lesson: Lesson) -> None:
    page = lesson.page
    expect(page.get_by_text("Niemand sieht dich.", exact=True).first).to_be_visible()
    before = picture(page)
    wait_for_change(page, before, 5.0, CLOCK)
    wait_for_more(page, "video")
    wait_for_more(page, "audio", 24_000)


def test_the_child_hears_a_tone_from_the_classroom(lesson: Lesson) -> None:
    wait_for_tone(lesson.page, CLASS_HZ)


def test_the_class_hears_the_child_only_while_its_microphone_is_on(
    lesson: Lesson, spoken: Path
) -> None:
    page = lesson.page
    microphone = toggle(page, "Mikro")
    expect(microphone).to_have_attribute("aria-pressed", "false")
    wait_for_more(page, "audio", 48_000)
    assert is_in(spoken, "joining")
    assert loudness_at(spoken, CHILD_HZ) < 1.0
    microphone.click()
    expect(microphone).to_have_attribute("aria-pressed", "true")
    heard = (loudness_at(spoken, CHILD_HZ) > 500.0 for _ in until_deadline(page))
    assert any(heard)


def test_a_turned_head_moves_the_picture(lesson: Lesson) -> None:
    page = lesson.page
    before = picture(page)
    choose(page, "Orte")
    page.get_by_role("button", name="Nach links schauen").click()
    wait_for_change(page, before, 6.0, CEILING)
    turned = picture(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    # One control brings everything back.
    page.get_by_role("button", name="Geradeaus schauen").click()
    wait_for_change(page, turned, 6.0, CEILING)
    before = picture(page)
    page.keyboard.press("ArrowRight")
    wait_for_change(page, before, 4.0, CEILING)


@pytest.mark.thorough
def test_the_child_finds_a_saved_place_again_and_nods(lesson: Lesson) -> None:
    page = lesson.page
    board = page.get_by_role("button", name="Zur Tafel", exact=True)
    choose(page, "Orte")
    board.click()
    expect(page.get_by_text("Schau erst hin.").first).to_be_attached()
    ahead = picture(page)
    page.get_by_role("button", name="Nach links schauen").click()
    wait_for_change(page, ahead, 6.0, CEILING)
    toggle(page, "Merken").click()
    expect(page.get_by_text("Was ist das?").first).to_be_attached()
    board.press("Enter")
    expect(board).to_have_attribute("data-saved", "true")
    expect(toggle(page, "Merken")).to_have_attribute("aria-pressed", "false")
    saved = picture(page)
    page.get_by_role("button", name="Geradeaus schauen").click()
    wait_for_change(page, saved, 6.0, CEILING)
    ahead = picture(page)
    board.click()
    wait_for_change(page, ahead, 6.0, CEILING)
    there = picture(page)
    page.get_by_role("button", name="Zurück").click()
    page.get_by_role("button", name="Gesten").click()
    page.get_by_role("button", name="Nicken").click()
    wait_for_change(page, there, 3.0, CEILING)


def test_a_tap_in_the_picture_turns_the_head_there(lesson: Lesson) -> None:
    page = lesson.page
    before = picture(page)
    video = page.get_by_label("Deine Klasse")
    box = video.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.5)
    wait_for_change(page, before, 6.0, CEILING)


def test_a_raised_hand_is_seen_and_gets_its_turn(lesson: Lesson) -> None:
    page = lesson.page
    teacher = lesson.teacher
    expect(teacher.get_by_text("Mia ist da.")).to_be_visible()
    toggle(page, "Hand").click()
    expect(teacher.get_by_text("Mia meldet sich.")).to_be_visible()
    expect(toggle(page, "Hand")).to_have_attribute("aria-pressed", "true")
    teacher.get_by_role("button", name="Gesehen").click()
    expect(page.get_by_text("Gesehen! Gleich bist du dran.").first).to_be_visible()
    teacher.get_by_role("button", name="Du bist dran").click()
    expect(page.get_by_text("Du bist dran!", exact=True).first).to_be_visible()
    toggle(page, "Hand").click()
    expect(teacher.get_by_text("Mia ist da.")).to_be_visible()


def test_sound_only_stops_the_picture_and_keeps_the_sound(lesson: Lesson) -> None:
    page = lesson.page
    toggle(page, "Pause").click()
    toggle(page, "Nur Ton").click()
    expect(page.get_by_text("Nur Ton. So hörst du alles gut.").first).to_be_visible()
    until(page, "(await witness.stillForMs('video')) > 1000")
    wait_for_more(page, "audio", 24_000)
    page.get_by_role("button", name="Ich bin wieder da").click()
    wait_for_more(page, "video")


@pytest.mark.thorough
def test_whisper_and_feeling_reach_the_class(lesson: Lesson) -> None:
    page = lesson.page
    teacher = lesson.teacher
    choose(page, "froh")
    expect(teacher.get_by_text("Mia ist froh.")).to_be_visible()
    choose(page, "Flüstern")
    expect(page.get_by_text("Flüstern: Nur dein Tisch hört dich.").first).to_be_visible()
    expect(teacher.get_by_text("Mia flüstert.")).to_be_visible()
    toggle(page, "Mikro").click()
    expect(toggle(page, "Mikro")).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_text("Dein Mikro ist aus.").first).to_be_visible()
    expect(teacher.get_by_text("Mia ist da.")).to_be_visible()
    choose(page, "froh")


@pytest.mark.thorough
def test_the_teacher_reads_how_the_child_is_and_sees_it_leave(
    start_demo: StartDemo, tablet: BrowserContext, class_board: BrowserContext
) -> None:
    demo = start_demo()
    page = go_to_class(tablet, demo.pupil)
    teacher = open_teacher_page(class_board, demo.teacher)
    toggle(page, "Pause").click()
    expect(teacher.get_by_text("Mia macht Pause.")).to_be_visible()
    toggle(page, "Nur zuhören").click()
    expect(teacher.get_by_text("Mia hört nur zu.")).to_be_visible()
    toggle(page, "Pause").click()
    expect(teacher.get_by_text("Mia ist da.")).to_be_visible()
    leave(page)
    expect(teacher.get_by_text("Mia ist nicht da.")).to_be_visible()


@pytest.mark.thorough
def test_a_child_that_looks_into_a_no_view_zone_reads_that_the_head_goes_no_further(
    start_demo: StartDemo, tablet: BrowserContext, tmp_path: Path
) -> None:
    body = tmp_path / "zoned.toml"
    body.write_text(
        f'[body]\ndriver = "simulated"\nstate = "{tmp_path}"\n'
        "[[motion.no_view]]\npan_min_deg = 10.0\npan_max_deg = 80.0\n"
    )
    page = go_to_class(tablet, start_demo("--body", str(body)).pupil)
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("Weiter kann Karlsson nicht gucken.").first).to_be_visible()
