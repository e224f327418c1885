import pytest

from bridge.lending.permissions import COMMAND_LINE
from tests.bridge.office.loans.lent import reserve, tick_all
from tests.bridge.office.staff import Staff


async def test_a_school_reports_arrival_and_sending_back(staff: Staff) -> None:
    lent = await reserve(staff)
    school = await staff.signed_in("school", lent.school)
    page = await school.get(f"{lent.page}/hand-over")
    assert "Noch fehlen Häkchen." in page
    told = await school.post(f"{lent.page}/hand-over", {"day": "morgen"}, status=409)
    assert "liegt in der Zukunft" in told
    await school.post(f"{lent.page}/hand-over", {"day": "20.11."})
    await tick_all(staff, lent.loan)
    again = await school.post(f"{lent.page}/hand-over", status=409)
    assert "schon übergeben" in again
    page = await school.get(f"{lent.page}/return")
    assert "abgeschickt" in page
    assert "früher beendet" in page
    given = {"day": "heute", "reason": "healthy", "note": "Kopf klemmt"}
    await school.post(f"{lent.page}/return", given)
    view = await staff.register.loan_view(COMMAND_LINE, lent.loan)
    assert (view.state, view.return_reason) == ("returned", "healthy")
    (robot,) = await staff.register.lent_robots(COMMAND_LINE)
    assert robot.check_note == "Zubehör fehlt. Kopf klemmt"
    assert "vorbei" in await school.post(f"{lent.page}/return", status=409)


@pytest.mark.thorough
async def test_a_robot_that_was_never_there_does_not_come_back(staff: Staff) -> None:
    lent = await reserve(staff)
    office = await staff.signed_in("office")
    assert "noch nicht übergeben" in await office.post(f"{lent.page}/return", status=409)
