"""The page as a technician sees it: a real agent and a real body behind it, a real browser."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, async_playwright, expect

from tests.chromium import ARGUMENTS, HEADLESS_SHELL
from tests.robot.local_page.schools_page import PIN, school_with_page
from tests.robot.pupils import pupil_of
from tests.robot.schools import School

ROOT = Path(__file__).parents[3]
ARTEFACTS = Path(os.environ.get("KARLSSON_ARTEFACTS", ROOT / ".state" / "screens"))
WAIT_MS = 20_000
TARGET_PX = 44

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@asynccontextmanager
async def opened(tmp_path: Path, **context: Any) -> AsyncIterator[tuple[School, Page, list[str]]]:
    """Open the page of a robot that rests; the list gets what the browser complains of."""
    async with school_with_page(tmp_path) as (one, technician), async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=HEADLESS_SHELL, args=list(ARGUMENTS)
        )
        page = await (await browser.new_context(**context)).new_page()
        page.set_default_timeout(WAIT_MS)
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        try:
            await page.goto(technician.address)
            yield one, page, wrong
        finally:
            await browser.close()


async def picture(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=ARTEFACTS / f"local-page-{name}.png", full_page=True)


async def first_words(page: Page, text: str) -> None:
    await expect(page.locator("#now li").first).to_have_text(text, timeout=WAIT_MS)


async def small_targets(page: Page) -> list[str]:
    """Return what can be touched and is too small for a thumb."""
    found = []
    shown = "header a, summary, #now button, #sign-out, details[open] button, details[open] .choice"
    for one in await page.locator(shown).all():
        box = await one.bounding_box()
        if box is None or min(box["height"], box["width"]) < TARGET_PX:
            found.append(f"{await one.evaluate('node => node.outerHTML')} {box}")
    return found


async def test_a_thumb_on_a_phone_places_the_camera_until_a_child_comes_in(tmp_path: Path) -> None:
    phone = {"viewport": {"width": 390, "height": 664}, "locale": "de-DE", "has_touch": True}
    async with opened(tmp_path, **phone) as (one, page, wrong):
        await page.fill("#pin", "0000 0000")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_have_text("Diese PIN ist es nicht.")
        assert wrong.pop().endswith("403 (Forbidden)")  # the browser's own remark
        await page.keyboard.type(PIN)  # the field has the focus again
        await page.keyboard.press("Enter")
        await first_words(page, "Bereit für die Klasse.")
        assert await page.title() == "Roboter Karlsson"
        await page.locator("#wipe summary").tap()
        await page.locator("#preview summary").tap()
        assert await small_targets(page) == []
        await page.get_by_role("button", name="Kamera zeigen").tap()
        await expect(page.get_by_alt_text("Das Bild der Kamera")).to_be_visible()
        await first_words(page, "Die Kamera ist an. Das Licht zeigt es der Klasse.")
        assert one.room.seen[-1].signal == "present"
        width = await page.evaluate("() => document.documentElement.scrollWidth")
        assert width == 390
        await picture(page, "preview-de")
        async with pupil_of(one.bridge, one.key) as child:
            await child.join()
            await first_words(page, "Ein Kind ist in der Klasse.")
            await expect(page.locator("#now .figure")).to_be_hidden()
            await expect(page.locator(".cards")).to_be_hidden()
            assert await page.locator("#preview img").get_attribute("src") is None
            await picture(page, "lesson-de")
    assert [one for one in wrong if "409" not in one] == []


@pytest.mark.thorough
async def test_with_the_keyboard_alone_in_english_and_readable_for_everybody(
    tmp_path: Path,
) -> None:
    laptop = {
        "viewport": {"width": 1180, "height": 820},
        "locale": "en-GB",
        "color_scheme": "dark",
        "bypass_csp": True,  # else axe could not be put into the page
    }
    async with opened(tmp_path, **laptop) as (one, page, wrong):
        await expect(page.locator("#pin")).to_be_focused()
        assert (await Axe().run(page)).violations_count == 0
        await page.keyboard.type(PIN)
        await page.keyboard.press("Enter")
        await first_words(page, "Ready for class.")
        for section in await page.locator("summary").all():
            await section.focus()
            await page.keyboard.press("Enter")
        await expect(page.locator("#dials")).to_contain_text("7.2 V", timeout=WAIT_MS)
        await expect(page.locator("#wifi .status")).not_to_have_text("Looking …", timeout=WAIT_MS)
        await page.get_by_role("button", name="Step pan").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("#dials svg.plot polyline.present")).to_be_visible()
        found = await Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        await page.get_by_label("To confirm, type").fill("pelle")
        await page.keyboard.press("Enter")
        await expect(page.locator("#wipe .status")).to_contain_text("Nothing was wiped.")
        await page.locator("#identify").focus()
        await page.keyboard.press("Enter")
        await one.room.shows("identify")
        await picture(page, "open-en")
        await page.locator("#sign-out").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("#pin")).to_be_focused()
    assert [one for one in wrong if "409" not in one] == []
