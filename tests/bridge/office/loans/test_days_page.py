from datetime import date

import pytest

from bridge.lending.permissions import COMMAND_LINE
from tests.bridge.office.loans.lent import LATER, Lent, reserve, running
from tests.bridge.office.staff import Staff


async def days(staff: Staff, lent: Lent) -> tuple[date, date]:
    view = await staff.register.loan_view(COMMAND_LINE, lent.loan)
    return view.first, view.last


async def test_days_are_typed_read_back_and_saved(staff: Staff) -> None:
    lent = await running(staff)
    office = await staff.signed_in("office")
    page = await office.get(f"{lent.page}/days")
    assert 'value="18.12.2026"' in page
    read = await office.get(
        f"{lent.page}/days/reading", 200, **{"from": "2.11.2026", "until": "8.1."}
    )
    assert "Fr, 08.01.2027" in read
    assert "17 Tage davon sind Ferien." in read
    stepped = await office.get(f"{lent.page}/days", step="day")
    assert 'value="07.01.2027"' in stepped  # the first school day after the holidays
    typed = {"from": "2.11.2026", "until": "8.1.", "version": "2", "back": "/office/loans?span=6"}
    where = await office.post(f"{lent.page}/days", typed)
    assert where.startswith("/office/loans?span=6&undo=")
    assert (await days(staff, lent))[1] == date(2027, 1, 8)


async def test_what_cannot_be_is_said_and_what_was_typed_stays(staff: Staff) -> None:
    lent = await running(staff)
    await reserve(staff, "otto", lent.school, LATER, "R. D.")
    office = await staff.signed_in("office")
    for until, words in (
        ("31.11.", "Den 31.11. gibt es nicht. Der November hat 30 Tage."),
        ("15.1.", "Otto ist vom 11.01. bis 25.03.2027 bei GemS Fördewind."),
        ("1.10.2026", "liegt vor dem Anfang"),
        ("1.1.2030", "13 Monate"),
    ):
        typed = {"from": "2.11.2026", "until": until}
        told = await office.post(f"{lent.page}/days", typed, status=409)
        assert words in told, until
        assert f'value="{until}"' in told
    begun = await office.post(
        f"{lent.page}/days", {"from": "9.11.2026", "until": "18.12.2026"}, status=409
    )
    assert "Nur das Ende lässt sich ändern." in begun


async def test_whoever_was_slower_sees_both_and_chooses(staff: Staff) -> None:
    lent = await running(staff)
    version = (await staff.register.loan_view(COMMAND_LINE, lent.loan)).version
    tom, anna = await staff.signed_in("office"), await staff.signed_in("lead")
    seen = {"from": "2.11.2026", "version": str(version)}
    await tom.post(f"{lent.page}/days", {**seen, "until": "11.12.2026"})
    staff.clock.now_s += 120
    told = await anna.post(f"{lent.page}/days", {**seen, "until": "8.1.2027"}, status=409)
    assert "Anna office hat das vor 2 Minuten geändert" in told
    assert "bis Fr, 11.12.2026" in told
    assert "Meine Tage nehmen" in told
    mine = {**seen, "until": "8.1.2027", "version": str(version + 1)}
    await anna.post(f"{lent.page}/days", mine)
    assert (await days(staff, lent))[1] == date(2027, 1, 8)


@pytest.mark.thorough
async def test_a_school_changes_no_days(staff: Staff) -> None:
    lent = await running(staff)
    school = await staff.signed_in("school", lent.school)
    await school.get(f"{lent.page}/days", 404)
    await school.post(f"{lent.page}/days", {"from": "2.11.", "until": "8.1."}, status=404)
