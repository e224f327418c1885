"""Requests as staff, schools and readers meet them."""

from datetime import date, timedelta

import pytest
from playwright._impl._api_structures import SetCookieParam
from playwright.async_api import async_playwright, expect

from bridge.lending.asked import AskedFor
from bridge.lending.permissions import COMMAND_LINE
from bridge.office.frame.door import COOKIE
from bridge.register.requests import FORM
from bridge.register.schools import SchoolRecord
from bridge.store.office_tables import robot_facts
from tests.bridge.office.requests.test_form import WAIT_MS, check_with_axe
from tests.bridge.office.staff import Staff
from tests.chromium import ARGUMENTS, HEADLESS_SHELL

ASKED = AskedFor(
    "family",
    "Gymnasium Schlosssee, Schwerin",
    class_name="8b",
    town="Schwerin",
    state="MV",
    from_date=date(2026, 11, 23),
    weeks=8,
    contact_name="Frau Muster",
    email="familie@beispiel.example",
    school_knows=True,
    note="<i>Gutes</i> WLAN",
)


async def depot(staff: Staff) -> None:
    """Take in a robot at Rostock, one in Hamburg, and one that has to be checked."""
    await staff.robots("nele", "ole", "luzi")
    async with staff.register.change(COMMAND_LINE, "undo") as change:
        await change.insert(robot_facts, robot_id="nele", home="Lager Rostock")
        await change.insert(robot_facts, robot_id="ole", home="Büro Hamburg")
        await change.insert(robot_facts, robot_id="luzi", check_since=1, check_note="Ladegerät")


async def test_the_list_and_a_request_with_the_robots_that_fit(staff: Staff) -> None:
    await depot(staff)
    office = await staff.signed_in("office")
    assert "Niemand wartet" in await office.get("/office/requests")
    number, _ = await staff.register.add_request(FORM, ASKED)
    page = await office.get("/office/requests")
    assert "Klasse 8b, ab sofort, etwa 8 Wochen" in page
    assert "&lt;i&gt;Gutes&lt;/i&gt; WLAN" in page
    assert page.index(">Nele<") < page.index(">Ole<") < page.index(">Luzi<")
    assert "70 km" in page
    assert "gleiches Land, gleiche Papiere" in page
    assert "1 neu, 0 auf der Warteliste" in page
    assert await office.get(f"/office/requests/{number}")
    await office.get("/office/requests/999", 404)


async def test_readers_see_counts_and_schools_their_own(staff: Staff) -> None:
    school = await staff.register.add_school(
        COMMAND_LINE, SchoolRecord(0, "Gymnasium Schlosssee", "Schwerin", state="MV")
    )
    number, _ = await staff.register.add_request(FORM, ASKED)
    reader = await staff.signed_in("reader")
    for path in ("/office/requests", f"/office/requests/{number}"):
        page = await reader.get(path)
        assert "<dd>1</dd>" in page
        assert "Schlosssee" not in page
    contact = await staff.signed_in("school", school.id)
    assert "Schlosssee" not in await contact.get("/office/requests")
    await contact.get(f"/office/requests/{number}", 404)
    await staff.register.name_request_school(COMMAND_LINE, number, school.id)
    page = await contact.get(f"/office/requests/{number}")
    assert "Schlosssee" in page
    assert "Reservieren" not in page
    await contact.post(f"/office/requests/{number}/wait", status=404)
    await contact.get("/office/requests/new", 404)


async def test_a_reservation_is_one_press_and_one_undo(staff: Staff) -> None:
    await depot(staff)
    office = await staff.signed_in("office")
    number, _ = await staff.register.add_request(FORM, ASKED)
    today = staff.clock.today()
    span = {"robot": "nele", "first": str(today), "last": str(today + timedelta(days=55))}
    where = await office.post(f"/office/requests/{number}/robot", span, version=1)
    page = await office.get(where)
    assert "ein Roboter ist reserviert" in page
    assert "Rückgängig" in page
    other, _ = await staff.register.add_request(FORM, ASKED)
    refused = await office.post(f"/office/requests/{other}/robot", span, status=409)
    assert "Nele ist vom" in refused
    await office.post(f"/office/undo/{where.rpartition('=')[2]}")
    assert "Nele reservieren" in await office.get(f"/office/requests/{number}")
    await office.post(f"/office/requests/{other}/robot", span)


async def test_requests_wait_move_up_end_and_come_back(staff: Staff) -> None:
    await depot(staff)
    office = await staff.signed_in("office")
    number, _ = await staff.register.add_request(FORM, ASKED, is_aside=True)
    at = f"/office/requests/{number}"
    assert "Das ist echt" in await office.get("/office/requests?show=aside")
    await office.post(f"{at}/take-in", version=1)
    await office.post(f"{at}/wait", version=2)
    assert "Platz 1" in await office.get(at)
    assert "Bitte schreiben Sie dazu, warum" in await office.post(f"{at}/up", status=409)
    await office.post(f"{at}/up", why="Das Kind zieht um.")
    today = str(staff.clock.today())
    await office.post(f"{at}/robot", robot="nele", first=today, last=today, act="pencil")
    view = await staff.register.request(COMMAND_LINE, number)
    assert "nele".title() in await office.get(at)
    await office.post(f"{at}/rub-out/{view.pencils[0].id}")
    await office.post(f"{at}/rub-out/{view.pencils[0].id}", status=404)
    assert "gerade geändert" in await office.post(f"{at}/finish", status=409, version=1)
    await office.post(f"{at}/finish", outcome="withdrawn")
    assert "nicht mehr nötig" in await office.get("/office/requests?show=done")
    await office.post(f"{at}/reopen")
    assert (await staff.register.request(COMMAND_LINE, number)).state == "waiting"


async def test_staff_write_down_what_they_hear_and_change_it(staff: Staff) -> None:
    office = await staff.signed_in("office")
    heard = {"asker": "school", "school": "GS Heidekamp, Lüneburg", "when": "11.1. bis 25.3."}
    heard |= {"how_long": "unknown", "school_knows": "yes"}
    wrong = await office.post("/office/requests/new", heard, status=422, when="31.11.")
    assert "Den 31.11. gibt es nicht" in wrong
    assert "GS Heidekamp" in wrong
    where = await office.post("/office/requests/new", heard, urgent="true")
    page = await office.get(where)
    assert "ab 11.01. bis 25.03.2027" in page
    assert "dringend" in page
    number = where.split("?")[0].rpartition("/")[2]
    assert "11.01.2027 bis 25.03.2027" in await office.get(f"/office/requests/{number}/edit")
    at = f"/office/requests/{number}/edit"
    told = await office.post(at, heard, note="Gutes WLAN. Sie hat Leukämie.", version=1)
    page = await office.get(told)
    assert "Ein Satz der Notiz ist nicht gespeichert" in page
    assert "Leukämie" not in page
    assert "Gutes WLAN." in page
    await office.post(at, heard, class_name="3a", version=2)
    assert "gerade geändert" in await office.post(at, heard, status=409, version=1)


async def test_schools_are_proposed_and_remembered(staff: Staff) -> None:
    office = await staff.signed_in("office")
    school = await staff.register.add_school(
        COMMAND_LINE, SchoolRecord(0, "Grundschule Heidekamp", "Lüneburg", state="NI")
    )
    asked = AskedFor("school", "GS Heidekamp, Lüneburg", town="Lüneburg", state="NI")
    number, _ = await staff.register.add_request(FORM, asked)
    page = await office.get(f"/office/requests/{number}")
    assert "Grundschule Heidekamp, Lüneburg</button>" in page
    await office.post(f"/office/requests/{number}/school", school=str(school.id))
    assert "Welche Schule ist das" not in await office.get(f"/office/requests/{number}")
    other, _ = await staff.register.add_request(FORM, ASKED)
    await office.post(f"/office/requests/{other}/school", school="new")
    view = await staff.register.request(COMMAND_LINE, other)
    assert view.school_called == "Gymnasium Schlosssee"


@pytest.mark.browser
@pytest.mark.thorough
async def test_a_request_becomes_a_reservation_in_the_browser(staff: Staff) -> None:
    await depot(staff)
    number, _ = await staff.register.add_request(FORM, ASKED)
    office = await staff.signed_in("office")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=HEADLESS_SHELL, args=list(ARGUMENTS)
        )
        try:
            context = await browser.new_context(
                viewport={"width": 1360, "height": 880}, locale="de-DE"
            )
            url = staff.url.replace("http:", "https:")
            cookie = SetCookieParam(
                name=COOKIE, value=office.token, url=url, secure=True, httpOnly=True
            )
            await context.add_cookies([cookie])
            page = await context.new_page()
            await page.goto(f"{staff.url}/office/requests/{number}")
            await check_with_axe(page)
            await page.get_by_role("button", name="Nele reservieren").click()
            await expect(page.get_by_role("link", name="Leihe öffnen")).to_be_visible(
                timeout=WAIT_MS
            )
            await page.get_by_role("button", name="Rückgängig").click()
            await expect(page.get_by_role("button", name="Nele reservieren")).to_be_visible(
                timeout=WAIT_MS
            )
        finally:
            await browser.close()
