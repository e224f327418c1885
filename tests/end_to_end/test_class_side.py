"""The class closes and opens the robot; only the class opens it again."""

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.end_to_end.child import (
    choose,
    go_on,
    go_to_class,
    join,
    open_teacher_page,
    toggle,
    wait_for_more,
    wait_for_stillness,
)
from tests.end_to_end.conftest import StartDemo
from tests.end_to_end.shared import Lesson


@pytest.mark.thorough
def test_the_teacher_pauses_and_goes_on(lesson: Lesson) -> None:
    page = lesson.page
    teacher = lesson.teacher
    teacher.get_by_role("button", name="Kurz anhalten").click()
    expect(page.get_by_text("Deine Klasse macht kurz zu.").first).to_be_visible()
    wait_for_stillness(page)
    expect(teacher.get_by_text("Angehalten. Kein Bild, kein Ton.")).to_be_visible()
    go_on(teacher)
    wait_for_more(page, "video")
    wait_for_more(page, "audio", 4_800)


def test_a_pause_closes_the_microphone_for_good(lesson: Lesson) -> None:
    page = lesson.page
    teacher = lesson.teacher
    microphone = toggle(page, "Mikro")
    microphone.click()
    expect(microphone).to_have_attribute("aria-pressed", "true")
    teacher.get_by_role("button", name="Kurz anhalten").click()
    expect(microphone).to_have_attribute("aria-pressed", "false")
    # What is tapped meanwhile does not open it either.
    microphone.click(force=True)
    expect(microphone).to_have_attribute("aria-pressed", "false")
    go_on(teacher)
    wait_for_more(page, "video")
    expect(microphone).to_have_attribute("aria-pressed", "false")
    microphone.click()
    expect(microphone).to_have_attribute("aria-pressed", "true")


@pytest.mark.thorough
def test_a_double_tap_on_pause_leaves_the_class_closed(lesson: Lesson) -> None:
    page = lesson.page
    teacher = lesson.teacher
    teacher.get_by_role("button", name="Kurz anhalten").dblclick()
    wait_for_stillness(page)
    expect(teacher.get_by_text("Angehalten. Kein Bild, kein Ton.")).to_be_visible()
    go_on(teacher)
    wait_for_more(page, "video")


def test_the_button_on_the_robot_pauses_with_the_bridge_gone(lesson: Lesson) -> None:
    page = lesson.page
    with lesson.demo.without("bridge"):
        lesson.demo.press("pause")
        wait_for_stillness(page)
        expect(page.get_by_text("Deine Klasse macht kurz zu.").first).to_be_visible()
        lesson.demo.press("pause")
        wait_for_more(page, "video")
        wait_for_more(page, "audio", 4_800)


@pytest.mark.thorough
def test_a_pause_made_at_the_robot_is_lifted_only_there(lesson: Lesson) -> None:
    page = lesson.page
    teacher = lesson.teacher
    lesson.demo.press("pause")
    expect(teacher.get_by_text("Am Roboter angehalten.").first).to_be_visible()
    wait_for_stillness(page)
    lesson.demo.press("pause")
    wait_for_more(page, "video")


@pytest.mark.thorough
def test_words_and_a_seen_feeling_reach_the_robot(lesson: Lesson) -> None:
    page = lesson.page
    teacher = lesson.teacher
    teacher.get_by_role("button", name="Gleich", exact=True).click()
    expect(teacher.get_by_text("Mia liest: „Gleich“")).to_be_visible()
    teacher.get_by_role("button", name="Text", exact=True).click()
    teacher.get_by_label("Eigener Text").fill("Seite 42, bitte.")
    teacher.get_by_role("button", name="Senden").click()
    expect(teacher.get_by_text("Mia liest: „Seite 42, bitte.“")).to_be_visible()
    choose(page, "müde")
    teacher.get_by_role("button", name="Gesehen: Mia ist müde.").click()
    expect(teacher.get_by_text("Gesehen. Mia weiß es.")).to_be_visible()
    choose(page, "müde")


@pytest.mark.thorough
def test_louder_and_quieter_change_the_volume_at_the_robot(lesson: Lesson) -> None:
    teacher = lesson.teacher
    expect(teacher.get_by_text("6 von 10")).to_be_visible()
    teacher.get_by_role("button", name="Lauter").click()
    expect(teacher.get_by_text("7 von 10")).to_be_visible()
    lesson.demo.press("volume_down")
    expect(teacher.get_by_text("6 von 10")).to_be_visible()


@pytest.mark.thorough
def test_a_call_for_help_stands_until_the_teacher_sees_to_it(lesson: Lesson) -> None:
    page = lesson.page
    teacher = lesson.teacher
    toggle(page, "Hand").click()
    choose(page, "Hilfe")
    expect(teacher.get_by_role("heading", level=1)).to_have_text("Mia braucht jemanden.")
    expect(teacher.get_by_role("button", name="Du bist dran: Mia meldet sich.")).to_be_visible()
    teacher.get_by_role("button", name="Ich kümmere mich").click()
    expect(page.get_by_text("Deine Lehrkraft kümmert sich.").first).to_be_visible()
    expect(teacher.get_by_role("heading", level=1)).to_have_text("Mia meldet sich.")
    expect(teacher.get_by_text("Mia weiß: Jemand kümmert sich.")).to_be_visible()


@pytest.mark.thorough
def test_the_teacher_ends_it_for_today_and_opens_it_again(
    start_demo: StartDemo, tablet: BrowserContext, class_board: BrowserContext
) -> None:
    demo = start_demo()
    page = go_to_class(tablet, demo.pupil)
    teacher = open_teacher_page(class_board, demo.teacher)
    teacher.get_by_role("button", name="Für heute beenden").click()
    teacher.get_by_role("button", name="Ja, beenden").click()
    expect(page.get_by_text("Das war schön. Bis bald!").first).to_be_visible()
    expect(page.get_by_role("button", name="Ich bin da")).to_have_count(0)
    page.reload()
    expect(page.get_by_text("Deine Klasse hat gerade zu.").first).to_be_visible()
    go_on(teacher)
    expect(teacher.get_by_text("Mia ist nicht da.")).to_be_visible()
    join(page)
    expect(teacher.get_by_text("Mia ist da.")).to_be_visible()


@pytest.mark.thorough
def test_the_teacher_sees_how_the_robot_really_stands_and_what_is_wrong_with_it(
    start_demo: StartDemo, class_board: BrowserContext
) -> None:
    demo = start_demo(shared=False)
    teacher = open_teacher_page(class_board, demo.teacher)
    robot = teacher.locator(".figure")
    expect(robot).to_have_attribute("data-signal", "asleep")
    demo.poke("turn", value=60)
    expect(robot).to_have_attribute("data-turned", re.compile(r"^18\.7 8\.4 "))
    demo.poke("unplug", "pan")
    expect(robot).to_have_attribute("data-signal", "fault")
    expect(teacher.get_by_text("Ein Motor von Karlsson antwortet nicht.")).to_be_visible()


@pytest.mark.thorough
def test_the_box_shows_what_leaves_the_robot_and_when_nothing_does(
    start_demo: StartDemo, tablet: BrowserContext, class_board: BrowserContext
) -> None:
    demo = start_demo()
    teacher = open_teacher_page(class_board, demo.teacher)
    expect(teacher.get_by_text("Nichts geht hinaus.")).to_be_visible()
    page = go_to_class(tablet, demo.pupil)
    expect(teacher.get_by_text("Bild 320 × 240")).to_be_visible()
    expect(teacher.get_by_text("Nur Mia hört zu. Nichts wird aufgenommen.")).to_be_visible()
    senses = teacher.locator(".senses li[data-works=true]")
    expect(senses).to_have_text(["hört", "sieht", "kann sprechen"])
    toggle(page, "Pause").click()
    toggle(page, "Nur Ton").click()
    expect(teacher.get_by_text("nur Ton")).to_be_visible()
    expect(teacher.get_by_text("Bild 320 × 240")).to_be_hidden()
    teacher.get_by_role("button", name="Kurz anhalten").click()
    expect(teacher.get_by_text("Nichts geht hinaus.")).to_be_visible()
    go_on(teacher)
    expect(teacher.get_by_text("nur Ton")).to_be_visible()


@pytest.mark.thorough
def test_a_class_buddy_calls_the_teacher_and_neither_pauses_nor_ends(
    start_demo: StartDemo, class_board: BrowserContext
) -> None:
    demo = start_demo()
    teacher = open_teacher_page(class_board, demo.teacher)
    buddy = open_teacher_page(class_board, demo.buddy)
    expect(buddy.get_by_text("Mia ist nicht da.")).to_be_visible()
    assert buddy.get_by_role("button").all_inner_texts() == ["", "", "Lehrkraft rufen"]
    buddy.get_by_role("button", name="Lauter").click()
    expect(teacher.get_by_text("7 von 10")).to_be_visible()
    buddy.get_by_role("button", name="Lehrkraft rufen").click()
    expect(teacher.get_by_text("Ein Kind am Roboter ruft.")).to_be_visible()
    expect(buddy.get_by_role("button", name="Lehrkraft ist gerufen")).to_be_disabled()
    teacher.get_by_role("button", name="Gesehen").click()
    expect(buddy.get_by_role("button", name="Lehrkraft rufen")).to_be_enabled()
    teacher.get_by_role("button", name="Leiser").click()
