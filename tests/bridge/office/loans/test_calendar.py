import re

import pytest

from tests.bridge.office.loans.lent import LATER, add_school, reserve, running
from tests.bridge.office.staff import Staff


async def test_loans_stand_in_the_calendar_and_lead_to_their_pages(staff: Staff) -> None:
    await staff.robots("uwe")
    one = await running(staff, "otto")
    next_one = await reserve(staff, "otto", one.school, LATER, "R. D.")
    office = await staff.signed_in("office")
    page = await office.get("/office/loans")
    assert "1 läuft, 1 reserviert" in page
    assert re.search(rf'href="{one.page}" aria-label="Otto: GemS Fördewind · Kind 6, ', page)
    assert f'data-loan="{next_one.loan}" data-from="2027-01-11" data-until="2027-03-25"' in page
    assert "Noch ohne Ort" in page  # Uwe has no home yet
    free = await office.get("/office/loans", free="true")
    assert "Uwe" in free
    assert "Otto" not in free
    assert "Kein Roboter passt" in await office.get("/office/loans", state="MV")
    for span in ("6", "year"):
        assert one.page in await office.get("/office/loans", span=span)
    assert one.page not in await office.get("/office/loans", begins="2028-05-01")
    assert one.page in await office.get("/office/loans", begins="1900-01-01")


@pytest.mark.thorough
async def test_a_school_sees_its_own_and_a_reader_no_child(staff: Staff) -> None:
    one = await running(staff, "otto")
    other = await reserve(staff, "uwe", await add_school(staff, "GS Seerosenweg"), LATER, "R. D.")
    school = await staff.signed_in("school", one.school)
    page = await school.get("/office/loans")
    assert "Otto" in page
    assert "Uwe" not in page
    assert "data-loan" not in page  # days are changed by the office
    assert other.page not in page
    reader = await (await staff.signed_in("reader")).get("/office/loans")
    assert "GemS Fördewind" in reader
    assert "Kind 6" not in reader


@pytest.mark.thorough
async def test_many_robots_come_in_pages(staff: Staff) -> None:
    await staff.robots(*(f"krl-{number:03}" for number in range(65)))
    office = await staff.signed_in("office")
    first = await office.get("/office/loans")
    assert first.count('class="cal-row"') == 60
    assert "page=1" in first
    assert (await office.get("/office/loans", page="1")).count('class="cal-row"') == 5
