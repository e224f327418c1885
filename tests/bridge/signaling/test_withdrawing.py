"""A child takes a right back in its app."""

import pytest

from bridge.protocol.channels import Refused
from bridge.protocol.openings import LoanRights, WelcomePupil, WelcomeRobot
from bridge.protocol.signaling import LoanStatus, OwnRights, WithdrawRight
from bridge.register.register import Register
from bridge.signaling import revocation
from bridge.signaling.withdrawing import BURST
from tests.bridge.people import House


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revocation, "INTERVAL_S", 0.02)


async def test_a_right_that_the_child_takes_back_is_gone_for_the_robot_too(house: House) -> None:
    device = await house.paired_device()
    async with house.robot_link() as robot, house.pupil(device) as pupil:
        await robot.hear(WelcomeRobot)
        assert (await pupil.hear(WelcomePupil)).rights == LoanRights()
        await pupil.say(WithdrawRight("still"))
        left = LoanRights(still=False)
        assert (await pupil.hear(OwnRights)).rights == left
        assert (await robot.hear(LoanStatus)).rights == left
        # Once more changes nothing, and is answered alike.
        await pupil.say(WithdrawRight("still"))
        assert (await pupil.hear(OwnRights)).rights == left
    async with house.pupil(device) as pupil:
        assert (await pupil.hear(WelcomePupil)).rights == left


async def test_the_office_reads_who_took_it_back(house: House) -> None:
    async with house.pupil(await house.paired_device()) as pupil:
        await pupil.hear(WelcomePupil)
        await pupil.say(WithdrawRight("sheets"))
        await pupil.hear(OwnRights)
    register = Register(house.store.database, house.clock)
    loan = await register.child_loan(house.loan.id)
    assert loan.allowed == {"zoom", "still", "speech"}


async def test_an_app_that_asks_again_and_again_is_held_up(house: House) -> None:
    async with house.pupil(await house.paired_device()) as pupil:
        await pupil.hear(WelcomePupil)
        for _ in range(BURST):
            await pupil.say(WithdrawRight("zoom"))
            await pupil.hear(OwnRights)
        await pupil.say(WithdrawRight("zoom"))
        assert (await pupil.hear(Refused)).code == "too_fast"
