import pytest

from bridge.lending.permissions import COMMAND_LINE
from bridge.office.frame.door import COOKIE
from tests.bridge.office.loans.lent import LATER, add_school, reserve, running
from tests.bridge.office.staff import Staff


async def test_a_running_loan_shows_all_that_belongs_to_it(staff: Staff) -> None:
    lent = await running(staff)
    office = await staff.signed_in("office")
    page = await office.get(lent.page)
    for words in (
        "Otto für Kind 6",
        "GemS Fördewind, Flensburg, Klasse 6c",
        "5 von 5, Unterricht ist frei",
        "Noch kein Tablet.",
        "jederzeit",
        "Was Kind 6 darf",
        "Herr Test",
        "30 Tage nach der Rückgabe, am 17.01.2027",
        "Rückgabe vorbereiten",
    ):
        assert words in page, words


@pytest.mark.thorough
async def test_another_school_reads_what_a_page_that_is_not_there_says(staff: Staff) -> None:
    lent = await running(staff)
    other = await staff.signed_in("school", await add_school(staff, "GS Seerosenweg"))
    missing = "/office/loans/999"
    told = (await other.get(lent.page, 404)).replace(lent.page, missing)
    assert told == await other.get(missing, 404)


@pytest.mark.thorough
async def test_a_reader_sees_no_child_no_device_and_no_button(staff: Staff) -> None:
    lent = await running(staff)
    reader = await staff.signed_in("reader")
    page = await reader.get(lent.page)
    assert "Kind 6" not in page
    assert "Geräte" not in page
    assert f'action="{lent.page}' not in page


@pytest.mark.thorough
async def test_a_loan_of_the_command_line_and_one_that_is_over_have_pages_too(
    staff: Staff,
) -> None:
    await staff.robots("uwe")
    made = await staff.store.add_loan("uwe", "Lena", (staff.clock.day, staff.clock.day), "a" * 64)
    office = await staff.signed_in("office")
    assert "Uwe für Lena" in await office.get(f"/office/loans/{made.id}")
    lent = await running(staff)
    await staff.register.give_back(COMMAND_LINE, lent.loan)
    page = await office.get(lent.page)
    assert "Zurück" in page
    assert "Aussperren" not in page
    reserved = await reserve(staff, "otto", lent.school, LATER)
    assert "Absagen" in await office.get(reserved.page)


@pytest.mark.thorough
async def test_a_page_in_english_is_english_throughout(staff: Staff) -> None:
    lent = await reserve(staff)
    office = await staff.signed_in("office")
    headers = {"Cookie": f"{COOKIE}={office.token}", "Accept-Language": "en-GB"}
    async with staff.http.get(staff.url + lent.page, headers=headers) as answer:
        page = await answer.text()
    for words in (
        "Otto for Kind 6",
        "class 6c",
        "0 of 5, missing: The school authority has agreed",
    ):
        assert words in page, words
    for words in ("Häkchen", "Klasse", "Leihe", "gesetzt", "Drucken"):
        assert words not in page, words
