"""A right that ends puts its owner out, whichever process writes the database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.errors import StoreError
from bridge.base.rights import Right
from bridge.protocol import codec, keys
from bridge.protocol.channels import Ended, Refused
from bridge.protocol.errors import ProtocolError
from bridge.protocol.openings import WelcomePupil, WelcomeRobot, WelcomeTeacher
from bridge.protocol.signaling import Inside, Leave, LoanStatus, Revoke
from bridge.signaling import access, revocation
from bridge.signaling.connection import REVOKED
from bridge.signaling.reception import Reception
from tests.bridge.lessons import PupilInClass, in_lesson
from tests.bridge.people import House, Peer, new_nonce

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revocation, "INTERVAL_S", 0.02)


class Lesson:
    """A robot with a child in it, and its teacher."""

    def __init__(self, child: PupilInClass, teacher: Peer) -> None:
        self.robot = child.robot
        self.pupil = child.pupil
        self.teacher = teacher
        self.key = keys.public_text(child.device)
        self.presence = child.presence


@asynccontextmanager
async def lesson(house: House) -> AsyncIterator[Lesson]:
    async with in_lesson(house) as child, house.teacher() as teacher:
        await teacher.hear(WelcomeTeacher)
        await teacher.hear_text()
        yield Lesson(child, teacher)


async def end_the_loan(house: House) -> None:
    """End it as the command line does on its second day: yesterday was the last."""
    house.clock.day += DAY
    await house.store.end_loan(house.loan.id, house.clock.day - DAY)


async def revoked(robot: Peer) -> Revoke:
    """Return what the robot is told about the child, behind news of the loan."""
    while isinstance(found := codec.to_robot.decode(await robot.hear_text()), LoanStatus):
        pass
    assert isinstance(found, Revoke), found
    return found


async def put_out(peer: Peer) -> str:
    """Return the code with which a peer is put out."""
    code = (await peer.hear(Refused)).code
    assert await peer.closed() == REVOKED
    return code


async def test_a_loan_that_ends_puts_child_and_teacher_out_and_tells_the_robot(
    house: House,
) -> None:
    async with lesson(house) as one:
        await end_the_loan(house)
        assert await revoked(one.robot) == Revoke(one.key, "no_loan")
        assert await one.pupil.hear(Ended) == Ended(one.presence, "revoked")
        assert await put_out(one.teacher) == "no_loan"
        # Said again until the robot has done it.
        assert await revoked(one.robot) == Revoke(one.key, "no_loan")
        await one.robot.say(Ended(one.presence, "revoked"))
        await house.counted('karlsson_bridge_dropped_total{reason="revoked"}', 2)


async def test_midnight_ends_a_loan_for_those_who_are_inside(house: House) -> None:
    async with lesson(house) as one:
        house.clock.day = house.loan.until_date + DAY
        assert (await revoked(one.robot)).code == "no_loan"
        assert (await one.pupil.hear(Ended)).reason == "revoked"
        assert await put_out(one.teacher) == "no_loan"


async def test_a_teachers_new_link_ends_the_old_one_and_not_the_lesson(house: House) -> None:
    async with lesson(house) as one:
        await house.store.replace_links(house.loan.id, access.token_hash(new_nonce()))
        assert await put_out(one.teacher) == "unknown_token"
        await one.pupil.say(Leave(one.presence))
        await one.robot.hear(Leave)


async def test_a_buddy_is_put_out_with_the_links_and_told_the_day_with_the_loan(
    house: House,
) -> None:
    async with house.buddy() as buddy, house.teacher() as teacher:
        await buddy.hear(WelcomeTeacher)
        await teacher.hear(WelcomeTeacher)
        hashes = access.token_hash(house.token), access.buddy_hash(new_nonce())
        await house.store.replace_links(house.loan.id, *hashes)
        assert await put_out(buddy) == "unknown_token"
        await house.store.end_loan(house.loan.id, house.loan.from_date)
        house.clock.day = house.loan.from_date + DAY
        refused = await teacher.hear(Refused)
        assert (refused.code, refused.day) == ("no_loan", house.loan.from_date.isoformat())


async def test_a_robot_with_a_new_key_takes_nothing_of_the_old_one_along(house: House) -> None:
    async with lesson(house) as one:
        new = replace(house.robot, public_key=keys.public_text(Ed25519PrivateKey.generate()))
        await house.store.put_robot(new, replace_key=True)
        assert (await revoked(one.robot)).pupil_key == one.key
        assert (await one.pupil.hear(Ended)).reason == "revoked"
        assert await one.robot.closed() == REVOKED
    async with house.robot_link() as old:
        assert (await old.hear(Refused)).code == "signature"


async def test_a_child_whose_page_is_gone_is_still_taken_out_of_the_robot(house: House) -> None:
    async with lesson(house) as one:
        await one.pupil.socket.close()
        await house.counted('karlsson_bridge_connections{role="pupil"}', 0)
        await end_the_loan(house)
        assert await revoked(one.robot) == Revoke(one.key, "no_loan")


async def test_a_robot_whose_link_was_down_hears_of_it_when_it_is_back(house: House) -> None:
    device = await house.paired_device()
    await end_the_loan(house)
    async with house.robot_link() as robot:
        await robot.hear(WelcomeRobot)
        key = keys.public_text(device)
        await robot.say(Inside(new_nonce(), key))
        assert await revoked(robot) == Revoke(key, "no_loan")


async def test_a_device_that_was_never_bound_is_taken_out_as_well(house: House) -> None:
    key = keys.public_text(Ed25519PrivateKey.generate())
    async with house.robot_link() as robot:
        await robot.hear(WelcomeRobot)
        await robot.say(Inside(new_nonce(), key))
        assert await revoked(robot) == Revoke(key, "unknown_device")


async def test_whoever_is_still_lent_the_robot_notices_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with lesson(house) as one, house.peer() as other:
        looks = 0
        ask = house.store.still_holds

        async def asked(*arguments: object) -> object:
            nonlocal looks
            looks += 1
            return await ask(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(house.store, "still_holds", asked)
        await house.store.end_loan(house.loan.id, house.clock.day)  # its last day
        while looks < 3:
            await house.metric("karlsson_bridge_presences")
        await one.pupil.say(Leave(one.presence))
        await one.robot.hear(Leave)
        assert other.nonce


@pytest.mark.long
async def test_a_database_that_does_not_answer_puts_nobody_out(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with lesson(house) as one:
        looks = 0

        async def broken(*_: object) -> object:
            nonlocal looks
            looks += 1
            raise StoreError("the database cannot be used")

        monkeypatch.setattr(house.store, "still_holds", broken)
        while looks < 30:
            await house.metric("karlsson_bridge_presences")
        await one.pupil.say(Leave(one.presence))
        await one.robot.hear(Leave)
    assert len([r for r in caplog.records if "who is inside" in r.getMessage()]) <= 12


@pytest.mark.long
async def test_a_database_too_slow_for_all_still_puts_one_out(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many loans end at midnight; what was found out before the deadline counts."""
    why_not = Reception.why_not
    answered: list[Right] = []

    async def slow(reception: Reception, right: Right) -> ProtocolError | None:
        if answered:
            await asyncio.Event().wait()
        refusal = await why_not(reception, right)
        answered.append(right)
        return refusal

    device = await house.paired_device()
    async with house.teacher() as teacher, house.pupil(device) as pupil:
        await teacher.hear(WelcomeTeacher)
        await pupil.hear(WelcomePupil)
        monkeypatch.setattr(Reception, "why_not", slow)
        await end_the_loan(house)
        await house.counted('karlsson_bridge_dropped_total{reason="revoked"}', 1)
