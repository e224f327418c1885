from datetime import timedelta
from pathlib import Path

import aiohttp
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.config import BridgeConfig
from bridge.protocol import codec, keys, proofs
from bridge.protocol.channels import Refused
from bridge.protocol.openings import WelcomePupil, WelcomeRobot, WelcomeTeacher
from bridge.protocol.signaling import (
    FreshServers,
    Invite,
    OfferNonce,
    RobotStatus,
    TeacherAction,
)
from bridge.relay import credentials
from bridge.relay.config import IceSection, IceServer
from bridge.signaling import access
from tests.bridge.people import (
    ROBOT_NAME,
    House,
    hello_robot,
    new_nonce,
    offer,
    open_house,
    pair,
)


@pytest.fixture
def with_a_relay(config: BridgeConfig, tmp_path: Path) -> BridgeConfig:
    (tmp_path / "secret").write_text("a secret of the relay")
    shared = IceServer("turn:turn.example", secret_file=str(tmp_path / "secret"))
    return msgspec.structs.replace(config, ice=IceSection((shared,)))


async def test_a_robot_that_proves_its_key_is_welcome(house: House) -> None:
    async with house.robot_link() as robot:
        welcome = await robot.hear(WelcomeRobot)
        assert (welcome.robot, welcome.robot_name) == ("karlsson-1", ROBOT_NAME)
        assert welcome.ice_servers == ()
        assert welcome.loan == access.loan_mark(house.loan)
    house.clock.day = house.loan.until_date + timedelta(days=1)
    async with house.robot_link() as robot:
        assert (await robot.hear(WelcomeRobot)).loan is None


async def test_a_pairing_proves_both_sides_and_lasts(house: House) -> None:
    secret = b"sixteen bytes ok"
    await house.invent_pairing(secret)
    device = Ed25519PrivateKey.generate()
    async with house.peer() as pupil:
        await pupil.say(pair(device, pupil.nonce, secret))
        welcome = await pupil.hear(WelcomePupil)
        expected = proofs.bridge_proof(
            proofs.mac_key(secret), pupil.nonce, house.robot.public_key, keys.public_text(device)
        )
        assert welcome.proof == expected
        assert welcome.robot_key == house.robot.public_key
        assert welcome.unix_s == house.clock.unix_s()
        assert not welcome.robot_online
    async with house.pupil(device) as pupil:
        assert (await pupil.hear(WelcomePupil)).proof is None


async def test_a_used_code_grants_nothing_to_another_device(house: House) -> None:
    secret = b"sixteen bytes ok"
    await house.invent_pairing(secret)
    async with house.peer() as first:
        await first.say(pair(Ed25519PrivateKey.generate(), first.nonce, secret))
        await first.hear(WelcomePupil)
    async with house.peer() as second:
        await second.say(pair(Ed25519PrivateKey.generate(), second.nonce, secret))
        assert (await second.hear(Refused)).code == "pairing_used"
        assert await second.closed() == aiohttp.WSCloseCode.POLICY_VIOLATION


async def test_the_same_device_may_repeat_its_pairing(house: House) -> None:
    secret = b"sixteen bytes ok"
    await house.invent_pairing(secret)
    device = Ed25519PrivateKey.generate()
    for _ in range(2):
        async with house.peer() as pupil:
            await pupil.say(pair(device, pupil.nonce, secret))
            assert (await pupil.hear(WelcomePupil)).proof


async def test_five_wrong_words_lock_the_address(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofs, "WORD_ROUNDS", 2)
    await house.invent_pairing(proofs.word_secret("rowefusu"), "word")
    for _ in range(5):
        async with house.peer() as pupil:
            await pupil.say(pair(Ed25519PrivateKey.generate(), pupil.nonce, b"wrongword"))
            assert (await pupil.hear(Refused)).code == "pairing"
    right = proofs.word_secret("Rowe-Fusu")
    async with house.peer() as pupil:
        await pupil.say(pair(Ed25519PrivateKey.generate(), pupil.nonce, right))
        assert (await pupil.hear(Refused)).code == "locked"
    house.clock.now_s += 16 * 60
    async with house.peer() as pupil:
        await pupil.say(pair(Ed25519PrivateKey.generate(), pupil.nonce, right))
        await pupil.hear(WelcomePupil)


async def test_a_lock_does_not_keep_a_scanned_code_out(house: House) -> None:
    for _ in range(6):
        async with house.peer() as pupil:
            await pupil.say(pair(Ed25519PrivateKey.generate(), pupil.nonce, b"wrongword"))
            await pupil.hear(Refused)
    await house.invent_pairing(b"sixteen bytes ok")
    async with house.peer() as pupil:
        await pupil.say(pair(Ed25519PrivateKey.generate(), pupil.nonce, b"sixteen bytes ok"))
        await pupil.hear(WelcomePupil)


@pytest.mark.parametrize(
    ("off_s", "words"),
    [(-7200.0, "its clock is 2 hours behind"), (180.0, "its clock is 3 minutes ahead"), (5.0, "")],
)
async def test_a_robot_whose_clock_is_far_off_is_welcome_and_named(
    house: House, caplog: pytest.LogCaptureFixture, off_s: float, words: str
) -> None:
    async with house.peer(origin=None) as robot:
        hello = hello_robot(house.robot_key, robot.nonce, house.robot.id)
        unix_s = house.clock.unix_s() + off_s
        await robot.say(msgspec.structs.replace(hello, unix_s=unix_s))
        assert (await robot.hear(WelcomeRobot)).unix_s == house.clock.unix_s()
    told = [record.getMessage() for record in caplog.records if "clock" in record.getMessage()]
    assert told == ([f"robot {house.robot.id}: {words}"] if words else [])


async def test_a_pupil_always_knows_what_its_offer_replies_to(house: House) -> None:
    device = await house.paired_device()
    first, second, third = new_nonce(), new_nonce(), new_nonce()
    async with house.pupil(device) as pupil:
        assert (await pupil.hear(WelcomePupil)).offer_nonce is None
        async with house.peer(origin=None) as robot:
            hello = hello_robot(house.robot_key, robot.nonce, house.robot.id)
            await robot.say(msgspec.structs.replace(hello, offer_nonce=first))
            await robot.hear(WelcomeRobot)
            assert (await pupil.hear(RobotStatus)).offer_nonce == first
            await robot.say(OfferNonce(second))
            assert (await pupil.hear(OfferNonce)).nonce == second
            async with house.pupil(device) as again:
                assert (await again.hear(WelcomePupil)).offer_nonce == second
        assert not (await pupil.hear(RobotStatus)).online
        async with house.peer(origin=None) as robot:
            hello = hello_robot(house.robot_key, robot.nonce, house.robot.id)
            await robot.say(msgspec.structs.replace(hello, offer_nonce=third))
            assert (await pupil.hear(RobotStatus)).offer_nonce == third


async def test_each_attempt_has_fresh_credentials(with_a_relay: BridgeConfig) -> None:
    async with open_house(with_a_relay) as house:
        device = await house.paired_device()
        async with house.robot_link() as robot, house.pupil(device) as pupil:
            welcomes = await robot.hear(WelcomeRobot), await pupil.hear(WelcomePupil)
            assert welcomes[0].ice_servers == welcomes[1].ice_servers
            house.clock.now_s += 60
            await pupil.say(offer(new_nonce()))
            told = await robot.hear(FreshServers)
            assert (await robot.hear(Invite)).attempt == 1
            assert told == await pupil.hear(FreshServers)
            (before,), (after,) = welcomes[0].ice_servers, told.ice_servers
            assert after["urls"] == before["urls"]
            assert int(after["username"].partition(":")[0]) == (
                int(before["username"].partition(":")[0]) + 60
            )


async def test_credentials_are_renewed_for_who_stays_connected(
    with_a_relay: BridgeConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credentials, "RENEW_S", 0.01)
    async with (
        open_house(with_a_relay) as house,
        house.robot_link() as robot,
        house.teacher() as teacher,
    ):
        await robot.hear(WelcomeRobot)
        assert (await robot.hear(FreshServers)).ice_servers
        await teacher.hear(WelcomeTeacher)
        await teacher.say(TeacherAction(id=new_nonce(), action="seen"))
        while isinstance(message := codec.to_robot.decode(await robot.hear_text()), FreshServers):
            pass
        assert isinstance(message, TeacherAction)
