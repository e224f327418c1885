import pytest

from tests.bridge.office.lists.uploads import as_of_the_samples, hand_in
from tests.bridge.office.staff import Staff
from tests.bridge.tables.books import xlsx

ROWS = [
    ("Gerät", "Schule", "Diagnose", "X", "von", "bis"),
    ("KRL-0001", "GS Hain", "geheim", "Mia", "07.09.2026", "28.01.2027"),
]


async def test_columns_are_shown_with_what_is_never_read(staff: Staff) -> None:
    await as_of_the_samples(staff)
    visit = await staff.signed_in("office")
    await hand_in(visit, xlsx(ROWS), "liste.xlsx")
    page = await visit.get("/office/lists/columns")
    assert "wird nie gelesen" in page
    assert "Diagnose" in page
    assert "geheim" not in page


async def test_a_person_says_what_a_column_holds_and_which_sheets_are_read(staff: Staff) -> None:
    await as_of_the_samples(staff)
    visit = await staff.signed_in("office")
    await hand_in(visit, xlsx(ROWS), "liste.xlsx")
    fields = {"sheet": "0", "role": "3:child", "use": "true", "onward": "true"}
    assert await visit.post("/office/lists/columns", fields) == "/office/lists/check"
    assert "→ Kind" in await visit.get("/office/lists/check")
    # A column that was never handed over stays empty, whatever somebody says of it.
    await visit.post("/office/lists/columns", {"sheet": "0", "role": "2:note", "use": "true"})
    assert "geheim" not in await visit.get("/office/lists/check")
    where = await visit.post("/office/lists/columns", {"sheet": "0"})
    assert where == "/office/lists/columns?sheet=0"
    assert "0 klare Zeilen übernehmen" in await visit.get("/office/lists/check")


@pytest.mark.thorough
async def test_a_sheet_that_is_not_there_is_no_page(staff: Staff) -> None:
    await as_of_the_samples(staff)
    visit = await staff.signed_in("office")
    await hand_in(visit, xlsx(ROWS), "liste.xlsx")
    await visit.get("/office/lists/columns", status=404, sheet="7")
