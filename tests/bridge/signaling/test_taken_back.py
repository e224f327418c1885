"""Withdrawals by the office: they take effect in the running lesson, whoever sends what."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from secrets import token_bytes

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.journal import Journal
from bridge.days.windows import read_windows
from bridge.lending.permissions import COMMAND_LINE
from bridge.protocol import keys
from bridge.protocol.channels import Refused
from bridge.protocol.openings import WelcomePupil, WelcomeRobot
from bridge.protocol.signaling import LoanStatus
from bridge.register.loan_wishes import GivenBack, LoanWish
from bridge.register.register import Register
from bridge.register.schools import SchoolRecord
from bridge.signaling import revocation
from bridge.signaling.reception import Guest, Reception
from tests.bridge.lessons import in_lesson
from tests.bridge.people import TODAY, House, new_nonce, offer, pair
from tests.bridge.register.lent import tick_all
from tests.deadline import WAIT_S

NOW = "Mo 12:00-13:00"
"""A lesson in which the clock of the tests stands still."""
LATER = "Mo 14:00-15:00, Di 08:00-08:45"
AN_HOUR_S = 3600


class Office:
    """A house whose one loan was made by the office, with ticks and lesson windows."""

    def __init__(self, house: House, loan: int) -> None:
        self.house = house
        self.register = Register(house.store.database, house.clock)
        self.loan = loan


@pytest.fixture
async def office(house: House, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(revocation, "INTERVAL_S", 0.02)
    register = Register(house.store.database, house.clock)
    await house.store.close_loan(house.loan.id, TODAY, 1)
    school = SchoolRecord(0, "GemS Fördewind", state="SH")
    school_id = (await register.add_school(COMMAND_LINE, school)).id
    wish = LoanWish(
        house.robot.id,
        TODAY,
        TODAY + timedelta(days=30),
        school_id,
        short_name="J. B.",
        policy="windows",
        windows=read_windows(NOW),
    )
    loan = (await register.reserve(COMMAND_LINE, wish)).id
    await register.hand_over(COMMAND_LINE, loan)
    await tick_all(register, loan)
    found = await house.store.loan(loan)
    assert found
    house.loan = found
    return Office(house, loan)


Act = Callable[[Office], Awaitable[object]]

TAKEN_BACK: dict[str, tuple[Act, str]] = {
    "lock": (lambda o: o.register.lock(COMMAND_LINE, o.loan, "family"), "loan_locked"),
    "untick": (lambda o: o.register.untick(COMMAND_LINE, o.loan, "parents"), "not_ready"),
    "other times": (
        lambda o: o.register.set_times(COMMAND_LINE, o.loan, "windows", read_windows(LATER)),
        "closed_now",
    ),
    "return": (lambda o: o.register.give_back(COMMAND_LINE, o.loan, GivenBack()), "no_loan"),
    "device": (lambda o: o.register.lock_out(COMMAND_LINE, o.loan, 1), "device_locked"),
}


MORE = [pytest.param(what, marks=pytest.mark.thorough) for what in ("untick", "return", "device")]


@pytest.mark.parametrize("what", ["lock", "other times", *MORE])
async def test_a_child_in_class_is_put_out_and_reads_why(office: Office, what: str) -> None:
    act, code = TAKEN_BACK[what]
    house = office.house
    async with in_lesson(house) as one:
        await act(office)
        refused = await one.pupil.hear_until(Refused)
        assert refused.code == code
    async with house.pupil(one.device) as again:
        assert (await again.hear(Refused)).code == code


async def test_the_next_lesson_is_named_to_whoever_comes_too_early(office: Office) -> None:
    device = await office.house.paired_device()
    await office.register.set_times(COMMAND_LINE, office.loan, "windows", read_windows(LATER))
    async with office.house.pupil(device) as pupil:
        refused = await pupil.hear(Refused)
    now_s = office.house.clock.unix_s()
    assert refused.opens_s
    assert (refused.code, refused.day) == ("closed_now", None)
    assert 0 < refused.opens_s - now_s < 2 * AN_HOUR_S


async def test_an_offer_is_refused_when_the_lesson_is_over(office: Office) -> None:
    device = await office.house.paired_device()
    async with office.house.robot_link() as robot, office.house.pupil(device) as pupil:
        await robot.hear(WelcomeRobot)
        await pupil.hear(WelcomePupil)
        office.house.clock.now_s += AN_HOUR_S
        await pupil.say(offer(new_nonce()))
        refused = await pupil.hear_until(Refused)
        assert refused.code == "closed_now"


async def test_a_device_pairs_in_the_evening_and_keeps_its_pairing(office: Office) -> None:
    office.house.clock.now_s += 6 * AN_HOUR_S
    device, secret = Ed25519PrivateKey.generate(), token_bytes(16)
    await office.house.invent_pairing(secret)
    async with office.house.peer() as peer:
        await peer.say(pair(device, peer.nonce, secret))
        assert (await peer.hear(WelcomePupil)).proof
        assert (await peer.hear_until(Refused)).code == "closed_now"
    assert len(await office.register.loan_devices(COMMAND_LINE, office.loan)) == 1


async def test_a_device_is_noted_while_it_is_here(office: Office) -> None:
    device = await office.house.paired_device()
    async with office.house.pupil(device) as pupil, asyncio.timeout(WAIT_S):
        await pupil.hear(WelcomePupil)
        while await seen(office) != int(office.house.clock.unix_s()):
            pass  # each turn asks the database


async def test_a_device_is_noted_once_a_minute(office: Office) -> None:
    house = office.house
    key = keys.public_text(await house.paired_device())
    guest = Guest("pupil", house.robot, house.loan, key)
    log = Journal(logging.getLogger(__name__), house.clock)
    reception = Reception(house.store, house.clock, log)
    came_s = int(house.clock.unix_s())
    for wait_s, noted_s in ((0, came_s), (30, came_s), (31, came_s + 61)):
        house.clock.now_s += wait_s
        await reception.note_seen([guest, guest])
        assert await seen(office) == noted_s


async def seen(office: Office) -> int | None:
    """Return when the one device of the loan was seen."""
    (device,) = await office.register.loan_devices(COMMAND_LINE, office.loan)
    return device.seen_at


async def test_a_device_stays_out_when_a_return_is_taken_back(office: Office) -> None:
    device = await office.house.paired_device()
    made = await office.register.give_back(COMMAND_LINE, office.loan)
    await office.register.undo(COMMAND_LINE, made.change_id)
    assert (await office.register.loan_view(COMMAND_LINE, office.loan)).state == "running"
    async with office.house.pupil(device) as pupil:
        assert (await pupil.hear(Refused)).code == "no_loan"
    another = await office.house.paired_device()
    async with office.house.pupil(another) as pupil:
        await pupil.hear(WelcomePupil)


async def test_the_robot_learns_the_times_and_each_change(office: Office) -> None:
    async with office.house.robot_link() as robot:
        welcome = await robot.hear(WelcomeRobot)
        assert welcome.openings is not None
        assert len(welcome.openings) == 2  # today, and a week from now
        await office.register.lock(COMMAND_LINE, office.loan)
        assert (await robot.hear_until(LoanStatus)).openings == ()
        await office.register.unlock(COMMAND_LINE, office.loan)
        assert (await robot.hear_until(LoanStatus)).openings == welcome.openings
        await office.register.set_times(COMMAND_LINE, office.loan, "teacher")
        status = await robot.hear_until(LoanStatus)
        assert status.by_teacher
