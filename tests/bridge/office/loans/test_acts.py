import pytest

from bridge.lending.permissions import COMMAND_LINE, Member
from tests.bridge.office.loans.lent import Lent, reserve, running
from tests.bridge.office.staff import Staff, Visit


async def state(staff: Staff, lent: Lent) -> str:
    return (await staff.register.loan_view(COMMAND_LINE, lent.loan)).state


async def undo(visit: Visit, where: str) -> None:
    """Press the button of the toast."""
    number = where.partition("undo=")[2].partition("#")[0]
    await visit.post(f"/office/undo/{number}", {"back": "/office/loans"})


async def test_ticks_are_set_counted_and_taken_away(staff: Staff) -> None:
    lent = await reserve(staff)
    office = await staff.signed_in("office")
    page = await office.get(lent.page)
    assert "0 von 5, es fehlt: Schulaufsicht hat zugestimmt" in page
    few = await office.post(
        f"{lent.page}/tick", {"line": "parents", "counted": "21", "of_all": "22"}, status=409
    )
    assert "Das Häkchen geht erst bei 22 von 22." in few
    for counts in ({"counted": "x", "of_all": "22"}, {"counted": "²", "of_all": "22"}, {}):
        told = await office.post(f"{lent.page}/tick", {"line": "parents", **counts}, status=409)
        assert "22 von 22" in told
    ahead = {"line": "authority", "done_on": "1.12."}
    assert "Zukunft" in await office.post(f"{lent.page}/tick", ahead, status=409)
    where = await office.post(f"{lent.page}/tick", {"line": "authority", "done_on": "20.11."})
    assert where.startswith(f"{lent.page}?undo=")
    assert where.endswith("#ticks")
    page = await office.get(lent.page)
    assert "1 von 5" in page
    assert "Fr, 20.11., Anna office" in page
    await office.post(f"{lent.page}/untick", {"line": "authority"})
    assert "0 von 5" in await office.get(lent.page)
    await office.post(f"{lent.page}/tick", {"line": "nothing"}, status=404)


async def test_a_school_ticks_and_locks_but_opens_nothing(staff: Staff) -> None:
    lent = await running(staff)
    school = await staff.signed_in("school", lent.school)
    await school.post(f"{lent.page}/untick", {"line": "authority"})
    told = await school.post(f"{lent.page}/untick", {"line": "contract"}, status=409)
    assert "setzt das Büro" in told
    await school.post(f"{lent.page}/tick", {"line": "authority"})
    await school.post(f"{lent.page}/lock")
    assert await state(staff, lent) == "locked"
    await school.post(f"{lent.page}/unlock", status=404)
    await school.post(f"{lent.page}/cancel", status=404)
    office = await staff.signed_in("office")
    assert "Gesperrt" in await office.get(lent.page)
    await office.post(f"{lent.page}/unlock")
    assert await state(staff, lent) == "running"


@pytest.mark.thorough
async def test_after_a_stop_by_the_family_the_office_asks_it_first(staff: Staff) -> None:
    lent = await running(staff)
    await staff.register.lock(Member(0, "", "office"), lent.loan, "family")
    office = await staff.signed_in("office")
    assert "Die Familie möchte weitermachen." in await office.get(lent.page)
    assert "fragen Sie die Familie" in await office.post(f"{lent.page}/unlock", status=409)
    await office.post(f"{lent.page}/unlock", {"family_agrees": "true"})
    assert await state(staff, lent) == "running"


async def test_rights_follow_their_boxes_and_can_be_taken_back(staff: Staff) -> None:
    lent = await running(staff)
    office = await staff.signed_in("office")
    where = await office.post(f"{lent.page}/rights", {"zoom": "true", "speech": "true"})
    rights = (await staff.register.loan_view(COMMAND_LINE, lent.loan)).rights
    assert (rights.zoom, rights.still, rights.sheets, rights.speech) == (True, False, False, True)
    school = await staff.signed_in("school", lent.school)
    told = await school.post(f"{lent.page}/rights", {"zoom": "true", "still": "true"}, status=409)
    assert "zurückgeben kann sie das Büro" in told
    await undo(office, where)
    assert (await staff.register.loan_view(COMMAND_LINE, lent.loan)).rights.still


@pytest.mark.thorough
async def test_a_reservation_is_cancelled_from_the_version_that_was_seen(staff: Staff) -> None:
    lent = await reserve(staff)
    office = await staff.signed_in("office")
    await office.post(f"{lent.page}/cancel", {"version": "7"}, status=409)
    where = await office.post(f"{lent.page}/cancel", {"version": "1"})
    assert await state(staff, lent) == "cancelled"
    assert "Abgesagt" in await office.get(lent.page)
    await undo(office, where)
    assert await state(staff, lent) == "reserved"


@pytest.mark.thorough
async def test_the_class_can_be_corrected(staff: Staff) -> None:
    lent = await running(staff)
    office = await staff.signed_in("office")
    await office.post(f"{lent.page}/class", {"class_name": "7c"})
    assert "Klasse 7c" in await office.get(lent.page)


@pytest.mark.thorough
async def test_a_loan_without_a_child_asks_for_whom_it_is(staff: Staff) -> None:
    lent = await reserve(staff, child="")
    office = await staff.signed_in("office")
    assert "Für wen?" in await office.get(lent.page)
    told = await office.post(f"{lent.page}/child", {"short_name": "x" * 41}, status=409)
    assert "höchstens 40 Zeichen" in told
    await office.post(f"{lent.page}/child", {"short_name": "J. B."})
    page = await office.get(lent.page)
    assert "Otto für J. B." in page
    assert "Für wen?" not in page


async def test_boxes_that_somebody_else_has_changed_are_not_overwritten(staff: Staff) -> None:
    lent = await running(staff)
    version = str((await staff.register.loan_view(COMMAND_LINE, lent.loan)).version)
    tom, anna = await staff.signed_in("office"), await staff.signed_in("office")
    everything = dict.fromkeys(("zoom", "still", "sheets", "speech"), "true")
    no_zoom, no_still = (
        {name: on for name, on in everything.items() if name != left_out}
        for left_out in ("zoom", "still")
    )
    await tom.post(f"{lent.page}/rights", {**no_zoom, "version": version})
    told = await anna.post(f"{lent.page}/rights", {**no_still, "version": version}, status=409)
    assert "Jemand hat das gerade geändert." in told
    rights = (await staff.register.loan_view(COMMAND_LINE, lent.loan)).rights
    assert (rights.zoom, rights.still) == (False, True)
