"""Pages of the desk in Chromium: they keep up, obey the keyboard, and are clean for axe."""

import pytest
from playwright.async_api import Page, expect

from bridge.lending.permissions import COMMAND_LINE
from tests.bridge.office.browsing import DESK, PHONE, WAIT_MS, Window, chromium
from tests.bridge.office.desk.lent import lend, two_schools
from tests.bridge.office.staff import Staff

pytestmark = pytest.mark.browser

ROUND_MS = 5000
"""Time between two looks of a page at what is new."""


async def look(page: Page, path: str) -> None:
    """Let the page look once, and wait for the answer."""
    async with page.expect_response(lambda answer: path in answer.url, timeout=WAIT_MS):
        await page.clock.run_for(ROUND_MS)


async def opened(window: Window, staff: Staff, path: str) -> Page:
    await window.sign_in(await staff.person("office"))
    await window.page.clock.install()
    await window.goto(path)
    return window.page


async def test_a_page_keeps_up_and_moves_nothing_under_the_pointer(staff: Staff) -> None:
    await two_schools(staff)
    async with chromium(staff) as window:
        page = await opened(window, staff, "/office/robots")
        fiete, lotte = page.locator('[data-key="fiete"]'), page.locator('[data-key="lotte"]')
        # Nobody points at the row: it is renewed where it stands.
        await staff.register.add_robot_note(COMMAND_LINE, "lotte", "Rad locker")
        await look(page, "/office/robots")
        await expect(lotte).to_contain_text("Rad locker", timeout=WAIT_MS)
        # Somebody points at it: it waits until they want it.
        await fiete.hover()
        await staff.register.add_robot_note(COMMAND_LINE, "fiete", "Kopf klemmt")
        await look(page, "/office/robots")
        await window.says("Änderung")
        assert "Kopf klemmt" not in await fiete.inner_text()
        # Another robot would move the rows, even those that nobody points at.
        await staff.robots("anton")
        await look(page, "/office/robots")
        await expect(page.locator(".waiting b")).to_have_text("2", timeout=WAIT_MS)
        await page.locator('[data-key="lotte"] a').focus()
        await page.evaluate("document.querySelector('.waiting button').click()")
        await expect(fiete).to_contain_text("Kopf klemmt", timeout=WAIT_MS)
        await expect(page.locator('[data-key="anton"]')).to_be_visible(timeout=WAIT_MS)
        await expect(page.locator('[data-key="lotte"] a')).to_be_focused(timeout=WAIT_MS)
        await expect(page.locator(".waiting")).to_have_count(0)


@pytest.mark.thorough
async def test_a_page_says_when_its_line_is_gone_and_back(staff: Staff) -> None:
    async with chromium(staff) as window:
        await staff.robots("fiete")
        page = await opened(window, staff, "/office/robots")
        await page.context.set_offline(True)
        await page.clock.run_for(ROUND_MS)
        await window.says("Die Verbindung ist weg.")
        await page.context.set_offline(False)
        await look(page, "/office/robots")
        await expect(page.locator(".line-gone")).to_have_count(0, timeout=WAIT_MS)
        window.wrong.clear()  # the browser tells of the failed request


@pytest.mark.thorough
async def test_the_keyboard_goes_everywhere(staff: Staff) -> None:
    await two_schools(staff)
    async with chromium(staff) as window:
        await window.sign_in(await staff.person("office"))
        page = window.page
        await window.goto("/office/today")
        await window.key("?")
        await window.says("zu Anfragen")
        await window.key("Escape")
        await expect(page.locator("dialog")).to_have_count(0, timeout=WAIT_MS)
        await window.key("g", "r")
        await page.wait_for_url("**/office/robots")
        await window.key("j", "j", "Enter")
        await page.wait_for_url("**/office/robots/lotte")
        await window.key("Escape")
        await page.wait_for_url("**/office/robots")
        await window.key("/")
        await page.keyboard.type("seerosen?")
        await window.key("Enter")
        await page.wait_for_url("**/office/search?q=seerosen*")
        await window.says("GS Seerosenweg")
        await window.key("z")
        await page.wait_for_url("**/office/undo?back=*")
        await window.goto("/office/keys")
        await page.get_by_label("Tasten mit einem Buchstaben").check()
        await window.key("g", "h", "?")
        await expect(page.locator("dialog")).to_have_count(0)
        assert page.url.endswith("/office/keys")


@pytest.mark.thorough
async def test_filters_work_while_somebody_types(staff: Staff) -> None:
    await two_schools(staff)
    async with chromium(staff) as window:
        await window.sign_in(await staff.person("office"))
        page = window.page
        await window.goto("/office/robots")
        await page.get_by_label("Name, Ort oder Notiz").fill("moewe")
        await window.says("Kein Roboter passt.")
        await page.get_by_label("Name, Ort oder Notiz").fill("seerosen")
        await expect(page.locator("#robots tr")).to_have_count(1, timeout=WAIT_MS)
        await page.wait_for_url("**/office/robots?*q=seerosen*")


@pytest.mark.thorough
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_is_clean_and_fits(
    staff: Staff, size: dict[str, int], scheme: str
) -> None:
    hamburg, _kiel = await two_schools(staff)
    await lend(staff, "pelle", hamburg, (-3, 2))
    await staff.register.lock(COMMAND_LINE, 1)
    await staff.register.send_to_workshop(COMMAND_LINE, "lotte", "Kopf klemmt")
    paths = ["today", "robots", "robots?q=nichts", "robots/fiete", "robots/lotte", "search?q=fiete"]
    paths += ["search?q=zzz", "more", "keys", "undo"]
    async with chromium(staff, viewport=size, color_scheme=scheme) as window:
        await window.sign_in(await staff.person("lead"))
        for path in paths:
            await window.goto(f"/office/{path}")
            assert await window.axe() == [], path
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert await window.page.evaluate(wide) <= 0, path


@pytest.mark.thorough
async def test_a_page_whose_session_ended_says_so(staff: Staff) -> None:
    await staff.robots("fiete")
    async with chromium(staff) as window:
        page = await opened(window, staff, "/office/robots")
        cookies = await window.context.cookies(staff.url.replace("http:", "https:"))
        await staff.register.end_session(cookies[0]["value"])
        await page.clock.run_for(ROUND_MS)
        await window.says("Sie sind abgemeldet.")


@pytest.mark.thorough
async def test_a_question_stays_in_sight_on_a_phone(staff: Staff) -> None:
    await staff.robots("fiete")
    async with chromium(staff, viewport=PHONE) as window:
        await window.sign_in(await staff.person("office"))
        await window.goto("/office/robots/fiete")
        await window.page.locator("summary", has_text="In die Werkstatt").click()
        form = window.page.locator("details[open].confirm form")
        box = await form.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        await window.key("Escape")
        await expect(form).to_be_hidden(timeout=WAIT_MS)
