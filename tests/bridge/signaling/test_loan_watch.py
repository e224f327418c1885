"""A connected robot follows its loan, whichever process writes the database."""

from datetime import timedelta

import pytest

from bridge.protocol.board import Crop
from bridge.protocol.channels import Refused
from bridge.protocol.openings import LoanRights, WelcomePupil, WelcomeRobot, WelcomeTeacher
from bridge.protocol.sealed import Sealed, SealedAck, SessionSealed, SessionSealedAck
from bridge.protocol.signaling import Invite, LoanStatus, RelayUp
from bridge.signaling import access, revocation
from tests.bridge.lessons import invited
from tests.bridge.people import House, new_nonce, offer

SEALED = "A" * 86


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revocation, "INTERVAL_S", 0.02)


async def test_a_robot_is_told_what_its_loan_allows_and_each_change_once(house: House) -> None:
    await house.store.set_rights(house.loan.id, {"still"}, allowed=False)
    async with house.robot_link() as robot:
        welcome = await robot.hear(WelcomeRobot)
        assert welcome.rights == LoanRights(still=False)
        assert welcome.sealed_class_key is None
        await house.store.set_rights(house.loan.id, {"sheets", "still"}, allowed=False)
        mark = access.loan_mark(house.loan)
        rights = LoanRights(still=False, sheets=False)
        assert await robot.hear(LoanStatus) == LoanStatus(mark, rights)
        await house.store.set_rights(house.loan.id, {"sheets", "still"}, allowed=True)
        assert await robot.hear(LoanStatus) == LoanStatus(mark)
        await house.store.replace_links(house.loan.id, "hash", None, SEALED)
        assert await robot.hear(LoanStatus) == LoanStatus(mark, LoanRights(), SEALED)
        house.clock.day = house.loan.until_date + timedelta(days=1)
        assert await robot.hear(LoanStatus) == LoanStatus()


async def test_a_robot_knows_its_loan_before_a_child_asks_to_come_in(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revocation, "INTERVAL_S", 3600)
    device, presence = await house.paired_device(), new_nonce()
    async with house.robot_link() as robot, house.pupil(device) as pupil:
        await robot.hear(WelcomeRobot)
        await pupil.hear(WelcomePupil)
        await house.store.set_rights(house.loan.id, {"zoom"}, allowed=False)
        await pupil.say(offer(presence))
        assert not (await robot.hear(LoanStatus)).rights.zoom
        await robot.hear(Invite)


async def test_a_child_is_refused_what_the_loan_does_not_allow_any_more(house: House) -> None:
    async with invited(house) as one:
        crop = RelayUp(one.presence, Crop(1, 1.0, 2.0, 0.5, 0.5))
        await one.pupil.say(crop)
        assert await one.robot.hear(RelayUp) == crop
        await house.store.set_rights(house.loan.id, {"zoom"}, allowed=False)
        await one.robot.hear(LoanStatus)
        for _ in range(30):  # no mistake of the child, which does not know it yet
            await one.pupil.say(crop)
            refused = await one.pupil.hear(Refused)
            assert (refused.code, refused.re) == ("not_allowed", "crop")


async def test_a_sheet_crosses_while_the_loan_allows_it(house: House) -> None:
    part = Sealed(new_nonce(), 0, 1, "A" * 24 * 1024)
    async with house.robot_link() as robot, house.teacher() as teacher:
        await robot.hear(WelcomeRobot)
        await teacher.hear(WelcomeTeacher)
        await teacher.say(part)
        heard = await robot.hear(SessionSealed)
        assert (heard.transfer, heard.part, heard.data) == (part.transfer, 0, part.data)
        await robot.say(SessionSealedAck(heard.session, part.transfer, 0))
        assert await teacher.hear(SealedAck) == SealedAck(part.transfer, 0)
        await robot.say(heard)
        assert await teacher.hear(Sealed) == part
        await house.store.set_rights(house.loan.id, {"sheets"}, allowed=False)
        await robot.hear(LoanStatus)
        await teacher.say(part)
        refused = await teacher.hear(Refused)
        assert (refused.code, refused.re) == ("not_allowed", "sealed")
