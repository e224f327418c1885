"""Each main screen of a real lesson, on a tablet and on a phone, kept as a picture to look at."""

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.end_to_end.child import (
    go_on,
    join,
    open_app,
    toggle,
    wait_for_more,
    wait_for_stillness,
)
from tests.end_to_end.conftest import StartDemo
from tests.end_to_end.running import ROOT

KEPT = "KARLSSON_ARTEFACTS" in os.environ
ARTEFACTS = Path(os.environ.get("KARLSSON_ARTEFACTS", ROOT / ".state" / "screens"))

TABLETS: dict[str, dict[str, Any]] = {
    "tablet": {"viewport": {"width": 1180, "height": 820}},
    "phone-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}


def keep(page: Page, name: str) -> None:
    """Take a picture of the screen, and let axe look at it too."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.fixture(params=TABLETS)
def device(request: pytest.FixtureRequest, browser: Browser) -> tuple[str, BrowserContext]:
    context = browser.new_context(
        permissions=["microphone"], locale="de-DE", bypass_csp=True, **TABLETS[request.param]
    )
    return request.param, context


@pytest.mark.thorough
def test_every_main_screen_is_kept_and_accessible(
    start_demo: StartDemo, device: tuple[str, BrowserContext]
) -> None:
    name, context = device
    demo = start_demo()
    page = open_app(context, demo.pair_another()["link"])
    keep(page, f"{name}-1-start")
    page.get_by_role("button", name="Kurz testen").click()
    expect(page.get_by_role("button", name="Nicht jetzt")).to_be_visible()
    keep(page, f"{name}-2-check")
    page.get_by_role("button", name="Nicht jetzt").click()
    teacher = context.new_page()
    teacher.goto(demo.teacher)
    expect(teacher.get_by_text("Mia ist nicht da.")).to_be_visible()
    keep(teacher, f"{name}-teacher-1-nobody")
    page.bring_to_front()
    join(page)
    wait_for_more(page, "video")
    keep(page, f"{name}-3-class")
    toggle(page, "Mikro").click()
    toggle(page, "Hand").click()
    expect(page.get_by_text("Deine Hand ist oben.").first).to_be_visible()
    keep(page, f"{name}-4-hand")
    expect(teacher.get_by_text("Mia meldet sich.")).to_be_visible()
    keep(teacher, f"{name}-teacher-2-hand")
    teacher.get_by_role("button", name="Gesehen").click()
    expect(page.get_by_text("Gesehen! Gleich bist du dran.").first).to_be_visible()
    keep(page, f"{name}-5-seen")
    teacher.get_by_role("button", name="Kurz anhalten").click()
    wait_for_stillness(page)
    keep(page, f"{name}-6-paused")
    keep(teacher, f"{name}-teacher-3-paused")
    go_on(teacher)
    wait_for_more(page, "video")
    toggle(page, "Pause").click()
    expect(page.get_by_text("Pause. Alles ist aus.").first).to_be_visible()
    keep(page, f"{name}-7-break")
    page.get_by_role("button", name="Ich bin wieder da").click()
    wait_for_more(page, "video")
    page.locator(".karlsson").click()
    keep(page, f"{name}-8-menu")
    page.get_by_role("button", name="Gehen", exact=True).click()
    expect(page.get_by_text("Tschüss!").first).to_be_visible()
    keep(page, f"{name}-9-bye")
