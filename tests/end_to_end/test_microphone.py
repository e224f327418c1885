"""A child without a microphone is in class all the same, and reads why nobody hears it."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.end_to_end.child import open_app, toggle, wait_for_more, wait_for_picture
from tests.end_to_end.conftest import StartDemo

REFUSES = """
    navigator.mediaDevices.getUserMedia = () => {
        window.asked = (window.asked ?? 0) + 1;
        return Promise.reject(new DOMException("", "%s"));
    };
"""


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("error", "said", "times"),
    [
        ("NotAllowedError", "Das Mikro ist gesperrt. Hol dir Hilfe. Zuhören geht.", 1),
        ("NotFoundError", "Hier ist kein Mikro. Zuhören geht.", 1),
        ("NotReadableError", "Das Mikro ist gerade besetzt. Zuhören geht.", 3),
    ],
)
def test_without_a_microphone_listening_goes_on(
    start_demo: StartDemo, tablet: BrowserContext, error: str, said: str, times: int
) -> None:
    page = open_app(tablet, start_demo().pupil, REFUSES % error)
    page.get_by_role("button", name="Ich bin da").click()
    wait_for_picture(page)
    wait_for_more(page, "audio", 4_800)
    expect(page.get_by_text(said).first).to_be_visible()
    assert page.evaluate("asked") == times
    toggle(page, "Mikro").click()
    expect(page.get_by_text(said).first).to_be_visible()
    expect(toggle(page, "Mikro")).to_have_attribute("aria-pressed", "false")
