"""Withdrawals by staff on the page of a loan: they take effect in the running lesson."""

import pytest

from bridge.office.frame.door import COOKIE
from bridge.protocol.channels import Ended
from bridge.protocol.openings import WelcomeRobot, WelcomeTeacher
from bridge.register.register import Register
from tests.bridge.lessons import in_lesson
from tests.bridge.people import ORIGIN, House

pytestmark = pytest.mark.usefixtures("impatient")


async def press(house: House, act: str, status: int = 303, **fields: str) -> None:
    """Press a button on the page of the loan."""
    register = Register(house.store.database, house.clock)
    anna = await register.add_person("Anna Beispiel", "office")
    cookie = await register.begin_session(anna.id)
    headers = {"Origin": ORIGIN, "Cookie": f"{COOKIE}={cookie}"}
    url = f"{house.url}/office/loans/{house.loan.id}/{act}"
    asked = house.http.post(url, data=fields, headers=headers, allow_redirects=False)
    async with asked as answer:
        assert answer.status == status, await answer.text()


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("devices/lock-out", {"device": "1"}),
        pytest.param("lock", {}, marks=pytest.mark.thorough),
        pytest.param("return", {"day": "heute"}, marks=pytest.mark.thorough),
    ],
)
async def test_the_child_is_out_at_once_and_stays_out(
    house: House, act: str, fields: dict[str, str]
) -> None:
    async with in_lesson(house) as one:
        await press(house, act, 303, **fields)
        assert (await one.pupil.hear(Ended)).reason == "revoked"


async def test_the_old_page_of_the_teacher_closes_when_its_link_is_renewed(house: House) -> None:
    async with house.robot_link() as robot, house.teacher() as teacher:
        await robot.hear(WelcomeRobot)
        await teacher.hear(WelcomeTeacher)
        await press(house, "links/renew", status=200)
        await teacher.closed()
    async with house.teacher() as again:
        await again.closed()
