import logging
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.journal import Journal
from bridge.base.records import Robot
from bridge.protocol import PROTOCOL_VERSION, keys
from bridge.protocol.enrolment import enrol_bytes, make_token, plain, token_key
from bridge.protocol.errors import ProtocolError
from bridge.protocol.openings import Enrol, Enrolled
from bridge.signaling.enrolling import WRONG_AT_ONCE, Enrolling
from bridge.store import Store
from tests.bridge.people import TurnedClock, new_nonce
from tests.bridge.ready import ready_store

NONCE = new_nonce()
SCHOOL = "192.0.2.7"


def a_token() -> keys.PrivateKey:
    return token_key(plain(make_token(secrets.choice)))


def enrol(
    token: keys.PrivateKey, own: Ed25519PrivateKey, nonce: str = NONCE, **changes: str
) -> Enrol:
    """Return what a robot says that has a token."""
    token_public, robot_public = keys.public_text(token), keys.public_text(own)
    signed = enrol_bytes(nonce, token_public, robot_public)
    values = {
        "token_key": token_public,
        "robot_key": robot_public,
        "proof": keys.sign(token, signed),
        "signature": keys.sign(own, signed),
    }
    return Enrol(version=PROTOCOL_VERSION, **(values | changes))


class Office:
    """A bridge's enrolling, with one open token for a new robot."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = TurnedClock()
        journal = Journal(logging.getLogger(__name__), self.clock)
        self.enrolling = Enrolling(store, self.clock, journal)
        self.token = a_token()
        self.robot = Ed25519PrivateKey.generate()

    async def hand_out(self, life_s: int = 3600) -> None:
        now = int(self.clock.unix_s())
        token_hash = keys.fingerprint(keys.public_text(self.token))
        robot = Robot("karlsson-9", "Karlsson 9", "", now)
        await self.store.add_enrolment(robot, token_hash, now + life_s)

    async def refusal(self, message: Enrol, address: str = SCHOOL) -> str:
        with pytest.raises(ProtocolError) as refused:
            await self.enrolling.enrol(message, NONCE, address)
        return refused.value.code


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with ready_store(tmp_path / "b.sqlite") as store:
        opened = Office(store)
        await opened.hand_out()
        yield opened


async def test_a_robot_with_a_token_makes_its_own_key_known(office: Office) -> None:
    message = enrol(office.token, office.robot)
    answer = await office.enrolling.enrol(message, NONCE, SCHOOL)
    assert answer == Enrolled("karlsson-9", "Karlsson 9", office.clock.unix_s())
    robot = await office.store.robot("karlsson-9")
    assert robot
    assert robot.public_key == keys.public_text(office.robot)


async def test_a_robot_that_got_no_answer_asks_again_and_nobody_else_does(office: Office) -> None:
    message = enrol(office.token, office.robot)
    first = await office.enrolling.enrol(message, NONCE, SCHOOL)
    assert await office.enrolling.enrol(message, NONCE, SCHOOL) == first
    other = enrol(office.token, Ed25519PrivateKey.generate())
    assert await office.refusal(other) == "token_used"
    # Set up again meanwhile: the old answer does not hold any more.
    key = keys.public_text(Ed25519PrivateKey.generate())
    await office.store.put_robot(Robot("karlsson-9", "Karlsson 9", key, 1), replace_key=True)
    assert await office.refusal(message) == "token_used"


async def test_a_token_and_a_key_have_to_be_held_and_not_only_named(office: Office) -> None:
    """Somebody who reads the database, or listens on the way, has neither."""
    stranger = Ed25519PrivateKey.generate()
    good = enrol(office.token, office.robot)
    forged = enrol(office.token, office.robot, robot_key=keys.public_text(stranger))
    assert await office.refusal(forged) == "signature"
    by_stranger = enrol(stranger, office.robot, token_key=keys.public_text(office.token))
    assert await office.refusal(by_stranger) == "signature"
    without_key = enrol(office.token, office.robot, signature=good.proof)
    assert await office.refusal(without_key) == "signature"
    replayed = enrol(office.token, office.robot, nonce=new_nonce())
    assert await office.refusal(replayed) == "signature"
    assert await office.store.robots() == []


async def test_why_a_token_is_no_good_is_told_to_its_holder_and_to_the_office(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    other_name = enrol(office.token, office.robot, robot="karlsson-8")
    assert await office.refusal(other_name) == "token_other_robot"
    office.clock.now_s += 3600
    assert await office.refusal(enrol(office.token, office.robot)) == "token_expired"
    await office.store.withdraw_enrolments("karlsson-9", 1)
    assert await office.refusal(enrol(office.token, office.robot)) == "token_withdrawn"
    office.token = a_token()
    await office.hand_out()
    await office.store.put_robot(Robot("karlsson-1", "Karlsson", keys.public_text(office.robot), 1))
    assert await office.refusal(enrol(office.token, office.robot)) == "key_taken"
    assert [r.message.split(":")[0] for r in caplog.records] == [
        "robot karlsson-9 was not enrolled"
    ] * 4
    assert caplog.text.count("`karlsson-bridge robot enrol karlsson-9` makes a new one") == 4
    assert SCHOOL not in caplog.text
    assert keys.public_text(office.token) not in caplog.text


async def test_who_tries_tokens_is_stopped_and_locks_out_nobody(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    async def guess(address: str) -> str:
        return await office.refusal(enrol(a_token(), office.robot), address)

    told = [await guess(SCHOOL) for _ in range(WRONG_AT_ONCE + 3)]
    assert told == ["token_unknown"] * WRONG_AT_ONCE + ["locked"] * 3
    assert await guess("192.0.2.8") == "token_unknown"
    assert await guess("") == "token_unknown"
    # The twenty robots of the same school have one address.
    assert await office.enrolling.enrol(enrol(office.token, office.robot), NONCE, SCHOOL)
    assert SCHOOL not in caplog.text
