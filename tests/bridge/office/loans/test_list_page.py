import pytest

from bridge.lending.permissions import COMMAND_LINE
from tests.bridge.office.loans.lent import LATER, add_school, reserve, running
from tests.bridge.office.staff import Staff


async def test_the_list_is_filtered_by_state_days_words_and_ticks(staff: Staff) -> None:
    one = await running(staff, "otto")
    hamburg = await add_school(staff, "GS Lindenkoppel", "HH")
    two = await reserve(staff, "uwe", hamburg, LATER, "R. D.")
    office = await staff.signed_in("office")
    page = await office.get("/office/loans/list")
    assert "Beginnt · 1" in page
    assert "Läuft · 1" in page
    for query, shown, hidden in (
        ({"state": "HH"}, two, one),
        ({"q": "förde"}, one, two),
        ({"days": "1.2. bis 5.2.2027"}, two, one),
        ({"days": "1.12."}, one, two),
        ({"show": "ticks"}, two, one),
    ):
        found = await office.get("/office/loans/list", 200, **query)
        assert shown.page in found, query
        assert hidden.page not in found, query
    assert "verstehen wir nicht" in await office.get("/office/loans/list", days="demnächst")
    assert "Keine Leihe passt" in await office.get("/office/loans/list", q="%")


@pytest.mark.thorough
async def test_what_is_over_is_shown_the_newest_first(staff: Staff) -> None:
    school = await add_school(staff)
    for robot in ("anna", "berta"):
        lent = await running(staff, robot, school)
        await staff.register.give_back(COMMAND_LINE, lent.loan)
    office = await staff.signed_in("office")
    assert "Noch keine Leihe" not in await office.get("/office/loans/list", show="over")
    page = await office.get("/office/loans/list", show="over")
    assert "Zurück und abgesagt · 2" in page
    assert "Rückgabe vorbereiten" not in page


@pytest.mark.thorough
async def test_an_empty_office_says_what_to_do(staff: Staff) -> None:
    office = await staff.signed_in("office")
    page = await office.get("/office/loans/list")
    assert "Noch keine Leihe." in page
    assert 'href="/office/loans/new"' in page
