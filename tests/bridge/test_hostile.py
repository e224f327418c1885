"""Whatever is said at the WebSocket door, it is named or dropped, and the bridge lives."""

import asyncio
import json
import logging
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bridge.base.allowances import OFFER_BURST
from bridge.protocol import codec
from bridge.protocol.channels import Hand, Refused
from bridge.protocol.errors import REFUSALS
from bridge.protocol.openings import WelcomePupil, WelcomeRobot, WelcomeTeacher
from bridge.protocol.presence import Power, Snapshot
from bridge.protocol.signaling import Leave, RelayUp, TeacherAction, TrickledCandidate
from tests.bridge.lessons import invited
from tests.bridge.people import (
    ORIGIN,
    House,
    house_config,
    new_nonce,
    offer,
    open_house,
    raw_socket,
    snapshot,
    with_limits,
)
from tests.deadline import WAIT_S

pytestmark = pytest.mark.long

STAY = "S" * 22
HONEST = [
    codec.encode(message)
    for message in (
        offer(STAY),
        Leave(presence=STAY),
        RelayUp(presence=STAY, message=Hand(seq=1, raised=True)),
        TrickledCandidate(presence=STAY, attempt=1, candidate="candidate:1 1 udp 1 192.0.2.1 9"),
    )
]

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text()
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """An honest message with one value, key or byte changed."""
    text = draw(st.sampled_from(HONEST))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(text) - 1))
        return text[:at] + draw(st.text(max_size=3)) + text[at + 1 :]
    message: dict[str, Any] = json.loads(text)
    key = draw(st.sampled_from(sorted(message)))
    if draw(st.booleans()):
        del message[key]
    message[draw(st.sampled_from([key, "extra", "type"]))] = draw(JSON)
    return json.dumps(message)


NOISE = st.text(max_size=200) | JSON.map(json.dumps) | mutated() | st.binary(max_size=200)


@pytest.fixture
async def busy_house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(house_config(tmp_path)) as house:
        yield house


async def lesson_goes_on(house: House) -> None:
    """Introduce a pupil to the robot from the first message to the invitation."""
    async with invited(house):
        pass


def run(coroutine: Any) -> None:
    """Run in a loop of its own, as each of hypothesis' examples needs."""
    with asyncio.Runner() as runner:
        runner.run(coroutine)


async def shout(folder: Path, noises: list[str | bytes], opened: bool) -> None:
    async with open_house(house_config(folder)) as house:
        device = await house.paired_device()
        async with house.robot_link() as robot:
            await robot.hear(WelcomeRobot)
            async with house.pupil(device) if opened else house.peer() as pupil:
                if opened:
                    await pupil.hear(WelcomePupil)
                for noise in noises:
                    try:
                        if isinstance(noise, bytes):
                            await pupil.socket.send_bytes(noise)
                        else:
                            await pupil.socket.send_str(noise)
                    except (ConnectionError, UnicodeEncodeError):
                        break
                await pupil.socket.close()
        await lesson_goes_on(house)
        assert await house.metric('karlsson_bridge_refusals_total{code="internal"}') == 0


@pytest.mark.long
@pytest.mark.parametrize("opened", [False, True], ids=["before opening", "after opening"])
def test_noise_is_survived(tmp_path_factory: pytest.TempPathFactory, opened: bool) -> None:
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(noises=st.lists(NOISE, min_size=1, max_size=25))
    def many(noises: list[str | bytes]) -> None:
        run(shout(tmp_path_factory.mktemp("house"), noises, opened))

    many()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("", "malformed", id="nothing"),
        pytest.param("[]", "malformed", id="a list"),
        pytest.param('{"type":"leave"}', "malformed", id="a field missing"),
        pytest.param('{"type":"leave","presence":"short"}', "malformed", id="a short id"),
        pytest.param(
            '{"type":"leave","presence":"STAY","more":1}', "malformed", id="a field too many"
        ),
        pytest.param('{"type":"destroy"}', "unknown_type", id="an unknown type"),
        pytest.param("[" * 10_000, "too_deep", id="deep"),
        pytest.param(
            '{"type":"offer","presence":"STAY","attempt":1e999}', "malformed", id="infinite"
        ),
        pytest.param('{"type":"leave","presence":"\\ud800"}', "malformed", id="half a character"),
        pytest.param('{"type":"done","id":"STAY"}', "unknown_type", id="robots only"),
        pytest.param('{"type":"teacher","id":"STAY"}', "unknown_type", id="teachers only"),
    ],
)
async def test_each_mistake_has_its_name(busy_house: House, text: str, code: str) -> None:
    device = await busy_house.paired_device()
    async with busy_house.pupil(device) as pupil:
        await pupil.hear(WelcomePupil)
        await pupil.socket.send_str(text.replace("STAY", STAY))
        refused = await pupil.hear(Refused)
        assert refused.code == code
        assert refused.text.startswith(REFUSALS[code])


async def test_a_frame_that_is_not_text_ends_only_its_own_connection(busy_house: House) -> None:
    device = await busy_house.paired_device()
    async with busy_house.pupil(device) as pupil:
        await pupil.hear(WelcomePupil)
        # A text frame of one byte that is no UTF-8, masked with zeros.
        writer = pupil.socket._writer.transport
        assert writer
        writer.write(b"\x81\x81\0\0\0\0\xff")
        await pupil.closed()
    await lesson_goes_on(busy_house)


async def test_a_crowd_of_silent_sockets_keeps_nobody_out(busy_house: House) -> None:
    async with AsyncExitStack() as crowd:
        for _ in range(50):
            await crowd.enter_async_context(busy_house.peer())
        await lesson_goes_on(busy_house)


async def test_a_silent_connection_is_ended(tmp_path: Path) -> None:
    config = with_limits(house_config(tmp_path), opening_timeout_s=0.05)
    async with open_house(config) as house, house.peer() as silent:
        assert await silent.closed() == 1008
        await house.counted('karlsson_bridge_dropped_total{reason="silent"}', 1)


async def test_silent_sockets_of_an_address_give_their_places_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.signaling.endpoint.SILENT_S", 0.0)
    config = with_limits(house_config(tmp_path), connections_per_address=4)
    async with open_house(config) as house, AsyncExitStack() as crowd:
        for _ in range(9):
            await crowd.enter_async_context(house.peer())
        robot = await crowd.enter_async_context(house.robot_link())
        await robot.hear(WelcomeRobot)
        teacher = await crowd.enter_async_context(house.teacher())
        await teacher.hear(WelcomeTeacher)
        for _ in range(9):
            await crowd.enter_async_context(house.peer())
        await robot.say(snapshot(None))
        await teacher.hear(Snapshot)


async def test_too_many_handshakes_are_put_off(tmp_path: Path) -> None:
    config = with_limits(house_config(tmp_path), handshakes_per_minute=3)
    async with open_house(config) as house:
        for _ in range(3):
            async with house.peer():
                pass
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await house.http.ws_connect(f"{house.url}/signal", headers={"Origin": ORIGIN})
        assert refused.value.status == 429
        async with house.robot_link() as robot:
            await robot.hear(WelcomeRobot)  # pages do not keep a robot of their address out
        house.clock.now_s += 20
        async with house.peer():
            pass


async def test_a_full_bridge_says_so(tmp_path: Path) -> None:
    config = with_limits(house_config(tmp_path), connections_per_address=2)
    async with open_house(config) as house, house.peer():
        with pytest.raises(aiohttp.ClientError):
            async with house.peer(), house.peer():
                pass


UPGRADE = (
    b"GET /signal HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
PING, PONG, EMPTY_FRAGMENT = b"\x89\x80mask", b"\x8a\x80mask", b"\x00\x80mask"
BEGINNING = b"\x01\x80mask"


@asynccontextmanager
async def challenged(
    house: House, early: bytes = b""
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A bare WebSocket, up to the challenge."""
    async with raw_socket(house) as (reader, writer):
        writer.write(UPGRADE + early)
        async with asyncio.timeout(WAIT_S):
            await reader.readuntil(b'"challenge"')
        yield reader, writer


async def test_forty_strangers_who_ping_and_hang_up_leave_no_line_in_the_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for _ in range(40):
        async with challenged(house) as (_, writer):
            writer.write(PING * 100)
            await writer.drain()
            sock = writer.get_extra_info("socket")
            # Hang up at once, with a reset: the pongs have nowhere to go.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
    await house.counted('karlsson_bridge_connections{role="robot"}', 0)
    async with house.teacher() as teacher:
        await teacher.hear(WelcomeTeacher)
    told = [r for r in caplog.records if r.name.split(".")[0] in ("bridge", "aiohttp", "asyncio")]
    assert [r.getMessage() for r in told if "teacher" not in r.getMessage()] == []
    assert await house.metric('karlsson_bridge_refusals_total{code="internal"}') == 0


@pytest.mark.parametrize(
    "flood",
    [
        pytest.param(PING, id="pings"),
        pytest.param(PONG, id="pongs"),
        pytest.param(EMPTY_FRAGMENT, id="empty fragments"),
    ],
)
@pytest.mark.parametrize("early", [False, True], ids=["after the upgrade", "with the upgrade"])
async def test_frames_that_are_no_messages_are_limited_as_well(
    house: House, flood: bytes, early: bool
) -> None:
    sent = (BEGINNING if flood is EMPTY_FRAGMENT else b"") + flood * 100_000
    async with raw_socket(house) as (reader, writer), asyncio.timeout(WAIT_S):
        writer.write(UPGRADE + (sent if early else b""))
        if not early:
            await reader.readuntil(b'"challenge"')
            writer.write(sent)
        with suppress(ConnectionError):
            while await reader.read(65536):
                pass
    await house.counted('karlsson_bridge_dropped_total{reason="frames"}', 1)
    async with house.teacher() as teacher:
        await teacher.hear(WelcomeTeacher)


async def test_a_peer_that_only_keeps_its_line_alive_is_left_alone(house: House) -> None:
    async with house.teacher() as teacher:
        await teacher.hear(WelcomeTeacher)
        for _ in range(100):
            await teacher.socket.ping()
        await teacher.say(TeacherAction(id=new_nonce(), action="seen"))
        assert (await teacher.hear(Refused)).code == "robot_away"


async def test_who_asks_for_another_language_on_the_socket_is_not_quoted(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await house.http.ws_connect(f"{house.url}/signal", protocols=("canary",))
    assert refused.value.status == 400
    assert caplog.text == ""


async def test_new_connections_bring_no_new_offers(busy_house: House) -> None:
    device = await busy_house.paired_device()
    codes: list[str] = []
    for _ in range(3):
        async with busy_house.pupil(device) as pupil:
            await pupil.hear(WelcomePupil)
            for _ in range(OFFER_BURST):
                await pupil.say(offer(new_nonce()))
            # What was refused comes before what the robot says to the rest.
            await pupil.say(Leave(presence=new_nonce()))
            await pupil.socket.send_str("{")
            while (refused := await pupil.hear(Refused)).code != "malformed":
                codes.append(refused.code)
    assert codes.count("too_fast") == 2 * OFFER_BURST


async def test_a_robot_that_flaps_fills_no_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for _ in range(60):
        async with house.robot_link() as robot:
            await robot.hear(WelcomeRobot)
    flapping = [r for r in caplog.records if "robot of robot" in r.getMessage()]
    assert 0 < len(flapping) <= 12


async def test_a_hostile_robot_that_toggles_its_news_fills_no_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with house.robot_link() as robot, house.teacher() as teacher:
        await robot.hear(WelcomeRobot)
        await teacher.hear(WelcomeTeacher)
        for seq in range(1, 51):
            weak = Power(level="low" if seq % 2 else "ok", gauge="known", weak_supply=seq % 2 == 0)
            told = snapshot(None, seq, power=weak)
            signal = "identify" if seq % 2 else "asleep"
            await robot.say(msgspec.structs.replace(told, signal=signal))
            await teacher.hear(Snapshot)
    assert 0 < len([r for r in caplog.records if "robot karlsson-1:" in r.getMessage()]) <= 12
