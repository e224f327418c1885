"""Refusals and limits of /signal."""

import asyncio
from contextlib import AsyncExitStack

import aiohttp
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.errors import StoreError
from bridge.config import BridgeConfig
from bridge.protocol.channels import Beat, Refused
from bridge.protocol.limits import MESSAGE_BYTES, SIGNAL_BURST
from bridge.protocol.openings import WelcomePupil, WelcomeRobot, WelcomeTeacher
from bridge.protocol.signaling import (
    Invite,
    Leave,
    RelayUp,
    RobotStatus,
    TeacherAction,
    TrickledCandidate,
)
from tests.bridge.lessons import invited
from tests.bridge.people import (
    ORIGIN,
    SDP,
    House,
    Peer,
    hello_pupil,
    hello_robot,
    new_nonce,
    offer,
    open_house,
    raw_socket,
    snapshot,
    with_limits,
)
from tests.deadline import WAIT_S


@pytest.mark.parametrize(
    "origin",
    [
        pytest.param("https://evil.example", id="stranger"),
        pytest.param(ORIGIN + ":8443", id="other port"),
        pytest.param(ORIGIN.replace("https", "http"), id="other scheme"),
        pytest.param("null", id="sandboxed frame"),
        pytest.param("", id="empty"),
    ],
)
async def test_a_page_from_elsewhere_gets_no_socket(house: House, origin: str) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await house.http.ws_connect(f"{house.url}/signal", headers={"Origin": origin})
    assert refused.value.status == 403
    assert await house.metric('karlsson_bridge_refusals_total{code="origin"}') == 1


async def test_a_pupil_without_origin_is_refused(house: House) -> None:
    device = await house.paired_device()
    async with house.peer(origin=None) as pupil:
        await pupil.say(hello_pupil(device, pupil.nonce))
        assert (await pupil.hear(Refused)).code == "origin"


async def test_a_page_cannot_pose_as_a_robot(house: House) -> None:
    async with house.peer() as page:
        await page.say(hello_robot(house.robot_key, page.nonce, house.robot.id))
        assert (await page.hear(Refused)).code == "origin"


async def test_another_key_cannot_pose_as_the_robot(house: House) -> None:
    async with house.peer(origin=None) as robot:
        await robot.say(hello_robot(Ed25519PrivateKey.generate(), robot.nonce, "karlsson-1"))
        assert (await robot.hear(Refused)).code == "signature"


async def test_an_old_proof_does_not_open_a_new_connection(house: House) -> None:
    async with house.peer(origin=None) as first:
        recorded = hello_robot(house.robot_key, first.nonce, house.robot.id)
    async with house.peer(origin=None) as second:
        await second.say(recorded)
        assert (await second.hear(Refused)).code == "signature"


async def test_nobody_comes_in_after_the_loan(house: House) -> None:
    device = await house.paired_device()
    async with house.robot_link() as robot, house.pupil(device) as pupil:
        await robot.hear(WelcomeRobot)
        await pupil.hear(WelcomePupil)
        house.clock.day = house.loan.until_date.replace(year=2030)
        await pupil.say(offer(new_nonce()))
        assert (await pupil.hear(Refused)).code == "no_loan"
    async with house.pupil(device) as pupil:
        assert (await pupil.hear(Refused)).code == "no_loan"
    async with house.teacher() as teacher:
        assert (await teacher.hear(Refused)).code == "no_loan"


async def test_an_offer_with_video_never_reaches_the_robot(house: House) -> None:
    device = await house.paired_device()
    async with house.robot_link() as robot, house.pupil(device) as pupil:
        await robot.hear(WelcomeRobot)
        await pupil.hear(WelcomePupil)
        bad = offer(new_nonce(), sdp=SDP.replace("a=recvonly", "a=sendrecv"))
        await pupil.say(bad)
        refused = await pupil.hear(Refused)
        assert (refused.code, refused.re) == ("sdp_video_uplink", bad.presence)
        good = offer(new_nonce())
        await pupil.say(good)
        assert (await robot.hear(Invite)).presence == good.presence


async def test_a_flood_is_answered_then_ended(house: House) -> None:
    device = await house.paired_device()
    async with house.robot_link() as robot, house.pupil(device) as pupil:
        await robot.hear(WelcomeRobot)
        await pupil.hear(WelcomePupil)
        for _ in range(SIGNAL_BURST + 30):
            await pupil.say(Leave(presence="A" * 22))
        assert await pupil.closed() == aiohttp.WSCloseCode.POLICY_VIOLATION
    assert await house.metric('karlsson_bridge_refusals_total{code="too_fast"}') == 21


async def test_a_message_of_the_wrong_role_is_refused_and_the_talk_goes_on(house: House) -> None:
    device = await house.paired_device()
    async with house.robot_link() as robot, house.pupil(device) as pupil:
        await robot.hear(WelcomeRobot)
        await pupil.hear(WelcomePupil)
        await pupil.say(snapshot(None))
        assert (await pupil.hear(Refused)).code == "unknown_type"
        await pupil.say(hello_pupil(device, pupil.nonce))
        assert (await pupil.hear(Refused)).code == "out_of_order"
        await pupil.socket.send_bytes(b'{"type":"leave"}')
        assert (await pupil.hear(Refused)).code == "malformed"
        await pupil.say(offer(new_nonce()))
        await robot.hear(Invite)


async def test_a_conversation_before_the_opening_is_out_of_order(house: House) -> None:
    async with house.peer() as pupil:
        await pupil.say(offer(new_nonce()))
        assert (await pupil.hear(Refused)).code == "out_of_order"


async def test_an_enormous_message_ends_the_socket(house: House) -> None:
    async with house.robot_link() as robot:
        await robot.hear(WelcomeRobot)
        await robot.socket.send_str("x" * (MESSAGE_BYTES + 1))
        assert await robot.closed() == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
    await house.counted('karlsson_bridge_refusals_total{code="too_large"}', 1)


async def test_another_version_is_told_so(house: House) -> None:
    async with house.peer(origin=None) as robot:
        text = '{"type":"hello_robot","version":2,"robot":"karlsson-1","signature":"%s"}'
        await robot.socket.send_str(text % ("A" * 86))
        assert (await robot.hear(Refused)).code == "version"


async def test_a_candidate_that_nobody_can_reach_is_not_passed_on(house: House) -> None:
    async with invited(house) as one:
        useless = ("8c6f0a6e-0000-4000-8000-000000000000.local", "stun.example.org", "0.0.0.0")
        for host in (*useless, "192.0.2.7"):
            text = f"candidate:1 1 udp 2122260223 {host} 50000 typ host"
            late = TrickledCandidate(presence=one.presence, attempt=1, candidate=text)
            await one.pupil.say(late)
        assert "192.0.2.7" in (await one.robot.hear(TrickledCandidate)).candidate
        text = "candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host"
        late = TrickledCandidate(presence=new_nonce(), attempt=1, candidate=text)
        await one.robot.socket.close()
        await one.pupil.hear(RobotStatus)
        await one.pupil.say(late)
        refused = await one.pupil.hear(Refused)
        assert (refused.code, refused.re) == ("robot_away", "candidate")


async def test_offers_have_a_rate_of_their_own(house: House) -> None:
    device = await house.paired_device()
    async with house.robot_link() as robot, house.pupil(device) as pupil:
        await robot.hear(WelcomeRobot)
        await pupil.hear(WelcomePupil)
        for attempt in range(1, 12):
            await pupil.say(offer("S" * 22, attempt))
        for _ in range(10):
            await robot.hear(Invite)
        refused = await pupil.hear(Refused)
        assert (refused.code, refused.re) == ("too_fast", "S" * 22)


async def test_an_offer_that_cannot_be_checked_is_not_passed_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: str) -> None:
        raise StoreError("the disk is full")

    device = await house.paired_device()
    async with house.robot_link() as robot, house.pupil(device) as pupil:
        await robot.hear(WelcomeRobot)
        await pupil.hear(WelcomePupil)
        with monkeypatch.context() as broken:
            broken.setattr(house.store, "device_loans", fail)
            await pupil.say(offer("S" * 22))
            assert (await pupil.hear(Refused)).code == "internal"
        await pupil.say(offer("T" * 22))
        assert (await robot.hear(Invite)).presence == "T" * 22


async def test_an_action_that_finds_no_robot_is_named_by_its_id(house: House) -> None:
    async with house.teacher() as teacher:
        await teacher.hear(WelcomeTeacher)
        act = TeacherAction(id=new_nonce(), action="seen")
        await teacher.say(act)
        refused = await teacher.hear(Refused)
        assert (refused.code, refused.re) == ("robot_away", act.id)


async def test_behind_a_proxy_each_person_has_a_share(config: BridgeConfig) -> None:
    config = msgspec.structs.replace(
        with_limits(config, connections_per_address=1),
        server=msgspec.structs.replace(config.server, trusted_proxies=("127.0.0.1",)),
    )
    one, other = {"X-Forwarded-For": "192.0.2.1"}, {"X-Forwarded-For": "6.6.6.6, 192.0.2.2"}
    async with open_house(config) as house, house.peer(None, **one), house.peer(None, **other):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await house.http.ws_connect(f"{house.url}/signal", headers=one)
        assert refused.value.status == 503
        assert await house.metric('karlsson_bridge_refusals_total{code="full"}') == 1


async def test_a_peer_that_ignores_the_farewell_is_cut_off(
    config: BridgeConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.signaling.endpoint.CLOSE_TIMEOUT_S", 0.05)
    async with AsyncExitStack() as outside, open_house(config) as house:
        reader, writer = await outside.enter_async_context(raw_socket(house))
        writer.write(
            b"GET /signal HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        async with asyncio.timeout(WAIT_S):
            await reader.readuntil(b'"challenge"')


async def test_silence_of_the_network_is_noticed(config: BridgeConfig) -> None:
    config = with_limits(config, heartbeat_s=0.1)
    async with open_house(config) as house, house.teacher() as teacher:
        await teacher.hear(WelcomeTeacher)
        async with house.http.ws_connect(f"{house.url}/signal", autoping=False) as deaf:
            robot = Peer(deaf)
            await robot.challenged()
            await robot.say(hello_robot(house.robot_key, robot.nonce, house.robot.id))
            assert (await teacher.hear(RobotStatus)).online
            assert not (await teacher.hear(RobotStatus)).online


async def test_children_who_say_much_at_once_do_not_cost_the_robot_its_link(house: House) -> None:
    device = await house.paired_device()
    async with house.robot_link() as robot, house.teacher() as teacher, AsyncExitStack() as stack:
        await robot.hear(WelcomeRobot)
        await teacher.hear(WelcomeTeacher)
        pupils = [await stack.enter_async_context(house.pupil(device)) for _ in range(6)]
        for pupil in pupils:
            await pupil.hear(WelcomePupil)
        for pupil in pupils:
            relayed = RelayUp(new_nonce(), Beat(1, 1.0))
            left = Leave(relayed.presence)
            for _ in range(SIGNAL_BURST // 2):
                await pupil.say(relayed)
                await pupil.say(left)
        action = TeacherAction(new_nonce(), "pause")
        await teacher.say(action)
        while msgspec.json.decode(await robot.hear_text()).get("id") != action.id:
            pass  # each turn waits for a message of the robot's link
    assert await house.metric('karlsson_bridge_dropped_total{reason="slow_reader"}') == 0


async def test_a_pause_is_carried_although_its_page_has_said_too_much(house: House) -> None:
    async with house.robot_link() as robot, house.teacher() as teacher:
        await robot.hear(WelcomeRobot)
        await teacher.hear(WelcomeTeacher)
        for _ in range(SIGNAL_BURST + 5):
            await teacher.say(TeacherAction(new_nonce(), "louder"))
        await teacher.say(TeacherAction(new_nonce(), "pause"))
        for _ in range(SIGNAL_BURST):
            assert (await robot.hear(TeacherAction)).action == "louder"
        assert (await robot.hear(TeacherAction)).action == "pause"


@pytest.mark.long
async def test_an_offer_whose_right_cannot_be_asked_for_in_time_is_refused(
    config: BridgeConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_house(with_limits(config, opening_timeout_s=3.0)) as house:
        device = await house.paired_device()
        async with house.robot_link() as robot, house.pupil(device) as pupil:
            await robot.hear(WelcomeRobot)
            await pupil.hear(WelcomePupil)

            async def never(*_: object) -> None:
                await asyncio.Event().wait()

            monkeypatch.setattr("bridge.signaling.reception.Reception.still_lent", never)
            asked = offer(new_nonce())
            await pupil.say(asked)
            refused = await pupil.hear(Refused)
            assert (refused.code, refused.re) == ("internal", asked.presence)
