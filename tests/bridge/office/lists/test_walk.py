"""The way from a file to the office, in Chromium."""

import pytest
from playwright.async_api import expect

from tests.bridge.office.browsing import WAIT_MS, Window, chromium
from tests.bridge.office.lists.uploads import SAMPLES, as_of_the_samples
from tests.bridge.office.staff import Staff

pytestmark = pytest.mark.browser


async def look(window: Window, name: str) -> None:
    await window.looked_at(name)
    assert await window.axe() == []


async def test_a_list_is_chosen_checked_answered_by_keys_and_taken_over(staff: Staff) -> None:
    await as_of_the_samples(staff)
    anna = await staff.person("office")
    async with chromium(staff) as window:
        await window.sign_in(anna)
        await window.goto("/office/lists")
        await look(window, "excel-1-datei")
        await window.page.set_input_files("#file", SAMPLES / "01-avatar-ausleihe.xlsx")
        await window.press("Prüfen")
        await window.says("Was steht in welcher Spalte?")
        await look(window, "excel-2-spalten")
        await window.press("Weiter zum Prüfen")
        await window.says("8 klare Zeilen übernehmen")
        await look(window, "excel-3-pruefen")
        await window.key("n", "1")
        answered = window.page.locator("[data-last]")
        await expect(answered).to_contain_text("H12 2026-11-30", timeout=WAIT_MS)
        await window.key("u")
        await expect(answered).to_have_count(0, timeout=WAIT_MS)
        await window.press("Alle Vorschläge bestätigen")
        await window.says("11 klare Zeilen übernehmen")
        await window.press("11 klare Zeilen übernehmen")
        await window.says("11 Zeilen sind übernommen.")
        await look(window, "excel-4-uebernommen")
        await window.goto("/office/lists/report")
        await look(window, "excel-5-bericht")


@pytest.mark.thorough
async def test_a_calendar_is_checked_row_by_row(staff: Staff) -> None:
    await as_of_the_samples(staff)
    async with chromium(staff) as window:
        await window.sign_in(await staff.person("office"))
        await window.goto("/office/lists")
        file = SAMPLES / "03b-belegungskalender-libreoffice.ods"
        await window.page.set_input_files("#file", file)
        await window.press("Prüfen")
        await window.press("Weiter zum Prüfen")
        await window.says("Zwei Kinder in einem Balken")
        await look(window, "excel-6-kalender")
