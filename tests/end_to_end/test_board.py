"""The board from bed: nearer, a photo of it, and what the child says without a voice."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.end_to_end.child import choose, go_to_class, leave, toggle, until
from tests.end_to_end.conftest import StartDemo
from tests.end_to_end.shared import Lesson

ARRIVES_MS = 30_000


@pytest.mark.thorough
def test_the_child_comes_nearer_and_reads_the_board(
    start_demo: StartDemo, tablet: BrowserContext
) -> None:
    page = go_to_class(tablet, start_demo().pupil)
    nearer = toggle(page, "Näher")
    expect(nearer).not_to_have_attribute("aria-disabled", "true")
    nearer.click()
    # The robot's own picture is near now: the page enlarges nothing any more.
    expect(page.get_by_text("Nah dran. Deine Klasse sieht das.").first).to_be_attached()
    until(page, "document.querySelector('.stage video').style.transform === ''")
    toggle(page, "Ganzes Bild").click()
    expect(toggle(page, "Zur Tafel")).to_be_visible()
    choose(page, "Tafel-Foto")
    photo = page.get_by_role("img", name="Tafel-Foto.")
    expect(photo).to_be_visible(timeout=ARRIVES_MS)
    until(page, "document.querySelector('.viewer img').naturalWidth > 600")
    toggle(page, "Zumachen").click()
    leave(page)
    assert page.locator("img[src^='blob:']").count() == 0


@pytest.mark.thorough
def test_the_class_reads_what_the_child_says_without_a_voice(lesson: Lesson) -> None:
    page = lesson.page
    toggle(page, "Sätze").click()
    toggle(page, "Bitte noch mal.").click()
    expect(page.locator(".now")).to_have_text("Gesagt: „Bitte noch mal.“")
    choose(page, "nicht verstanden")
    expect(page.locator(".now")).to_have_text("Deine Lehrkraft sieht: nicht verstanden.")
    page.locator(".karlsson").click()
    expect(toggle(page, "nicht verstanden")).to_have_attribute("aria-pressed", "true")
    expect(lesson.teacher.get_by_role("heading", level=1)).to_have_text("Mia: „Bitte noch mal.“")
    expect(lesson.teacher.get_by_text("Mia hat es nicht verstanden.")).to_be_visible()
