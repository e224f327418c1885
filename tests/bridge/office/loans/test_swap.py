import pytest

from bridge.lending.permissions import COMMAND_LINE
from tests.bridge.office.loans.lent import LATER, reserve, running
from tests.bridge.office.staff import Staff


async def test_another_robot_goes_on_with_the_same_child_and_ticks(staff: Staff) -> None:
    await staff.robots("uwe")
    lent = await running(staff)
    office = await staff.signed_in("office")
    page = await office.get(f"{lent.page}/swap")
    assert 'value="uwe" checked' in page
    assert "otto" not in page.partition("robots-choice")[2].partition("</fieldset>")[0]
    told = await office.post(f"{lent.page}/swap", {"robot": "otto"}, status=409)
    assert "mit einem anderen Roboter" in told
    where = await office.post(f"{lent.page}/swap", {"robot": "uwe", "from": "heute"})
    old = await staff.register.loan_view(COMMAND_LINE, lent.loan)
    assert (old.state, old.return_reason) == ("returned", "swapped")
    new = await office.get(where.partition("?")[0])
    assert "Uwe für Kind 6" in new
    assert "5 von 5" in new


@pytest.mark.thorough
async def test_a_reservation_gets_another_robot(staff: Staff) -> None:
    await staff.robots("uwe")
    lent = await reserve(staff, "otto", span=LATER)
    other = await reserve(staff, "anna", lent.school, LATER, "R. D.")
    office = await staff.signed_in("office")
    told = await office.post(f"{lent.page}/swap", {"robot": "anna"}, status=409)
    assert "Anna ist vom 11.01. bis 25.03.2027 bei GemS Fördewind" in told
    await office.post(f"{lent.page}/swap", {"robot": "uwe"})
    view = await staff.register.loan_view(COMMAND_LINE, lent.loan)
    assert view.robot_id == "uwe"
    assert other.loan != lent.loan
