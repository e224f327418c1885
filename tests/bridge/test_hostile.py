"""Whatever is said at the WebSocket door, it is named or dropped, and the bridge lives."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bridge.protocol import codec
from bridge.protocol.channels import Hand, Refused
from bridge.protocol.errors import REFUSALS
from bridge.protocol.signaling import (
    Invite,
    Leave,
    RelayUp,
    TrickledCandidate,
    WelcomePupil,
    WelcomeRobot,
)
from tests.bridge.people import House, house_config, new_nonce, offer, open_house, with_limits

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
    device = await house.paired_device()
    presence = new_nonce()
    async with house.robot_link() as robot, house.pupil(device) as pupil:
        await robot.hear(WelcomeRobot)
        await pupil.hear(WelcomePupil)
        await pupil.say(offer(presence))
        assert (await robot.hear(Invite)).presence == presence


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


async def test_too_many_handshakes_are_put_off(tmp_path: Path) -> None:
    config = with_limits(house_config(tmp_path), handshakes_per_minute=3)
    async with open_house(config) as house:
        for _ in range(3):
            async with house.peer():
                pass
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await house.http.ws_connect(f"{house.url}/signal")
        assert refused.value.status == 429
        house.clock.now_s += 20
        async with house.peer():
            pass


async def test_a_full_bridge_says_so(tmp_path: Path) -> None:
    config = with_limits(house_config(tmp_path), connections_per_address=2)
    async with open_house(config) as house, house.peer():
        with pytest.raises(aiohttp.ClientError):
            async with house.peer(), house.peer():
                pass
