"""Pages of loans in Chromium: by keyboard, by pulling, and whether axe finds anything."""

import re
from datetime import date

import pytest
from playwright.async_api import expect

from bridge.lending.permissions import COMMAND_LINE
from tests.bridge.office.browsing import LOOKS, chromium
from tests.bridge.office.loans.lent import LATER, add_school, reserve, running
from tests.bridge.office.staff import Staff

pytestmark = pytest.mark.browser


async def last_day(staff: Staff, loan: int) -> date:
    return (await staff.register.loan_view(COMMAND_LINE, loan)).last


async def test_days_are_changed_by_keyboard_and_by_pulling(staff: Staff) -> None:
    lent = await running(staff)
    other = await reserve(staff, "uwe", lent.school, LATER, "R. D.")
    async with chromium(staff) as window:
        await window.sign_in(await staff.person("office"))
        await window.goto("/office/loans")
        page = window.page
        bar, below = (page.locator(f'[data-loan="{one.loan}"]') for one in (lent, other))
        await bar.focus()
        await window.key("ArrowRight")
        await expect(below).to_be_focused()
        await window.key("ArrowLeft")
        await window.key("+")
        until = page.get_by_label("Letzter Tag")
        await expect(until).to_have_value("07.01.2027")
        await expect(until).to_be_focused()
        await until.fill("demnächst")
        await window.says("verstehen wir nicht als Datum")
        await window.key("Escape")
        await expect(bar).to_be_focused()
        await window.key("Enter")
        await until.fill("8.1.")
        await window.says("17 Tage davon sind Ferien.")
        assert await window.axe() == []
        await window.key("Enter")
        await window.says("verlängert bis 08.01.2027")
        assert await last_day(staff, lent.loan) == date(2027, 1, 8)

        grip = await page.locator(f'[data-loan="{lent.loan}"] .pull').bounding_box()
        assert grip
        x, y = grip["x"] + grip["width"] - 2, grip["y"] + 8
        await page.mouse.move(x, y)
        await page.mouse.down()
        await page.mouse.move(x - 40, y)
        await page.mouse.move(x - 200, y)
        await expect(page.locator(".cal-ghost")).to_be_visible()
        await page.mouse.up()
        await window.says("verkürzen?")
        await page.get_by_role("button", name="Verkürzen").click()
        await window.says("verkürzt bis")
        assert date(2026, 11, 23) < await last_day(staff, lent.loan) < date(2026, 12, 24)
        edge = await page.locator(f'[data-loan="{other.loan}"] .first').bounding_box()
        assert edge
        await page.mouse.move(edge["x"] + 4, edge["y"] + 8)
        await page.mouse.down()
        await page.mouse.move(edge["x"] + 40, edge["y"] + 8)
        await page.mouse.move(edge["x"] + 100, edge["y"] + 8)
        await page.mouse.up()
        await expect(page.get_by_label("Erster Tag")).not_to_have_value("11.01.2027")
        await expect(until).to_have_value("25.03.2027")
        await window.key("Escape")
        await page.get_by_role("button", name="Rückgängig").click()
        await expect(page.get_by_role("button", name="Rückgängig")).to_have_count(0)
        assert await last_day(staff, lent.loan) == date(2027, 1, 8)


TYPED_AT_ONCE = """() => new MutationObserver((_, watch) => {
  const field = document.querySelector("#window [name=until]");
  if (!field) return;
  watch.disconnect();
  field.value = "8.1.";
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}).observe(document.getElementById("window"), { childList: true })"""


@pytest.mark.thorough
async def test_a_day_that_is_typed_the_moment_its_field_is_there_is_read(staff: Staff) -> None:
    lent = await running(staff)
    async with chromium(staff) as window:
        await window.sign_in(await staff.person("office"))
        await window.goto("/office/loans")
        await window.page.evaluate(TYPED_AT_ONCE)
        await window.page.locator(f'[data-loan="{lent.loan}"]').focus()
        await window.key("Enter")
        await window.says("17 Tage davon sind Ferien.")


@pytest.mark.thorough
async def test_a_loan_is_made_with_the_keyboard_alone(staff: Staff) -> None:
    await staff.robots("uwe", "ole")
    await add_school(staff, "GS Seerosenweg")
    async with chromium(staff) as window:
        await window.sign_in(await staff.person("office"))
        await window.goto("/office/loans/new")
        page = window.page
        keys = page.keyboard
        await keys.type("Seerosen")
        await window.says("Herr Test ist dort die Ansprechperson.")
        await keys.press("Tab")
        await keys.type("R. D.")
        await keys.press("Tab")
        await keys.type("3b")
        await keys.press("Tab")
        await keys.type("11.1. bis osterferien")
        await window.says("Do, 25.03.2027 (letzter Schultag vor den Osterferien in SH), 11 Wochen")
        ole = page.get_by_role("radio", name=re.compile("Ole"))
        await expect(ole).to_be_checked()
        await keys.press("Tab")
        await keys.press("ArrowDown")
        uwe = page.get_by_role("radio", name=re.compile("Uwe"))
        await expect(uwe).to_be_checked()
        await window.says("Uwe ist vom 11.01. bis 25.03.2027 belegt.")
        await expect(uwe).to_be_focused()
        assert await window.axe() == []
        await keys.press("Control+Enter")
        await window.says("Uwe für R. D.")
    (loan,) = await staff.register.loan_views(COMMAND_LINE)
    assert (loan.robot_id, loan.first, loan.last) == ("uwe", *LATER)


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["de-DE", "en-GB"])
async def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(
    staff: Staff, language: str
) -> None:
    lent = await running(staff)
    reserved = await reserve(staff, "uwe", lent.school, LATER, "R. D.")
    (child, *_) = await staff.register.children(COMMAND_LINE)
    typed = "school=Neu&short_name=R. D.&days=1.2. bis 1.3."
    async with chromium(staff, locale=language) as window:
        await window.sign_in(await staff.person("office"))
        for path in (
            "/office/loans",
            "/office/loans?span=year",
            "/office/loans/list",
            f"/office/loans/new?{typed}",
            lent.page,
            reserved.page,
            *(f"{lent.page}/{part}" for part in ("days", "swap", "return", "lessons")),
            f"{reserved.page}/hand-over",
            "/office/schools",
            "/office/schools/new",
            f"/office/schools/{lent.school}",
            "/office/children",
            f"/office/children/{child.id}",
        ):
            await window.goto(path)
            # Words differ between languages, colours and widths do not.
            for size, scheme in LOOKS if language == "de-DE" else LOOKS[:1]:
                await window.page.set_viewport_size(size)  # type: ignore[arg-type]
                await window.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                assert await window.axe() == [], (path, size, scheme)
                wide = await window.page.evaluate("document.documentElement.scrollWidth")
                assert wide <= size["width"], path
            await window.looked_at(re.sub(r"\W+", "-", path.removeprefix("/office/")))
