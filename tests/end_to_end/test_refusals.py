"""Refusals: whoever may not come in gets words, and no frame."""

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.end_to_end.child import WITNESS, open_app, wait_for_more
from tests.end_to_end.conftest import StartDemo
from tests.end_to_end.shared import Lesson


def test_a_second_child_reads_busy_and_gets_no_frame(lesson: Lesson, browser: Browser) -> None:
    demo, first = lesson.demo, lesson.page
    other_tablet = browser.new_context(permissions=["microphone"], reduced_motion="reduce")
    second = open_app(other_tablet, demo.pair_another()["link"])
    second.get_by_role("button", name="Ich bin da").click()
    expect(second.get_by_text("Karlsson ist gerade besetzt.").first).to_be_visible()
    wait_for_more(first, "video", 30)
    assert second.evaluate("witness.received('video')") == 0
    assert second.evaluate("witness.received('audio')") == 0
    other_tablet.close()


@pytest.mark.thorough
def test_a_used_link_pairs_no_second_device(start_demo: StartDemo, browser: Browser) -> None:
    link = start_demo().pair_another()["link"]
    open_app(browser.new_context(locale="de-DE", reduced_motion="reduce"), link)
    page = browser.new_context(locale="de-DE", reduced_motion="reduce").new_page()
    page.goto(link)
    expect(
        page.get_by_text("Dieser Link war schon dran. Frag nach einem neuen.").first
    ).to_be_visible()


@pytest.mark.thorough
def test_a_magic_word_pairs_once(start_demo: StartDemo, browser: Browser) -> None:
    pairing = start_demo().pair_another("--word")
    page = browser.new_context(locale="de-DE", reduced_motion="reduce").new_page()
    page.add_init_script(path=WITNESS)
    page.goto(pairing["link"])
    page.get_by_label("Dein Zauberwort").fill("ganz falsch")
    page.get_by_role("button", name="Los").click()
    expect(page.get_by_text("Das Wort passt nicht. Frag nach einem neuen.").first).to_be_visible()
    page.get_by_label("Dein Zauberwort").fill(pairing["word"].upper())
    page.get_by_role("button", name="Los").click()
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()


def test_a_robot_with_another_key_than_the_code_said_is_not_entered(
    start_demo: StartDemo, browser: Browser
) -> None:
    address, _, fragment = start_demo().pair_another()["link"].partition("#")
    fields = dict(pair.split("=", 1) for pair in fragment.split("&"))
    fields["key"] = "A" * 43
    page = browser.new_context(locale="de-DE", reduced_motion="reduce").new_page()
    page.add_init_script(path=WITNESS)
    page.goto(f"{address}#" + "&".join(f"{key}={value}" for key, value in fields.items()))
    expect(page.get_by_text("Wir bleiben draußen.").first).to_be_visible()
    assert page.evaluate("witness.connections.length") == 0


@pytest.mark.thorough
def test_a_teachers_link_that_was_guessed_shows_nothing(
    start_demo: StartDemo, class_board: BrowserContext
) -> None:
    demo = start_demo()
    teacher = class_board.new_page()
    teacher.goto(demo.teacher.partition("#")[0] + "#" + "A" * 22)
    expect(teacher.get_by_text("Dieser Link gilt nicht mehr.").first).to_be_visible()
    assert "Mia" not in teacher.content()
