"""A lesson as on a real tablet: over HTTPS, with a certificate made on the spot, in English."""

import pytest
from playwright.sync_api import Browser, expect

from tests.end_to_end.child import WITNESS, toggle, wait_for_more, wait_for_picture
from tests.end_to_end.conftest import StartDemo


@pytest.mark.thorough
def test_a_lesson_over_https_in_english(start_demo: StartDemo, browser: Browser) -> None:
    demo = start_demo("--tls", "--host", "127.0.0.1", "--lang", "en", "--name", "Kalle")
    # The person says "trust it" once, as the demo tells them.
    tablet = browser.new_context(
        permissions=["microphone"], reduced_motion="reduce", ignore_https_errors=True
    )
    page = tablet.new_page()
    page.add_init_script(path=WITNESS)
    page.goto(demo.pupil)
    page.get_by_role("button", name="I am here").click()
    wait_for_picture(page)
    expect(page.get_by_text("Nobody sees you.", exact=True).first).to_be_visible()
    toggle(page, "Microphone").click()
    expect(page.get_by_text("The class can hear you.").first).to_be_visible()
    wait_for_more(page, "audio", 24_000)
    teacher = tablet.new_page()
    teacher.goto(demo.teacher)
    toggle(page, "Hand").click()
    teacher.get_by_role("button", name="Seen").click()
    expect(page.get_by_text("Seen! It is your turn soon.").first).to_be_visible()
