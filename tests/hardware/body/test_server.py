import asyncio
import os
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hardware.__main__ import run
from hardware.body.body import Body
from hardware.body.loop import BodyLoop
from hardware.body.server import LINES_BURST, MOST_CONNECTIONS, MOST_UNSENT_BYTES, serve
from hardware.config.open import open_hardware
from hardware.contract import wire
from hardware.contract.errors import NotConnected
from tests.deadline import WAIT_S
from tests.hardware.bodies import (
    Agent,
    connected,
    simulated_config,
)

pytestmark = pytest.mark.long


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "b.sock"


@pytest.fixture
async def body(path: Path) -> AsyncIterator[None]:
    """The whole body in this process, with numbers for servos."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(run(simulated_config(str(path)), stop), name="body")
        async with asyncio.timeout(WAIT_S):
            while not path.exists():  # noqa: ASYNC110  (a file notifies nobody)
                await asyncio.sleep(0)
        yield
        stop.set()


@pytest.mark.usefixtures("body")
async def test_everybody_is_greeted_and_told_the_state(path: Path) -> None:
    async with connected(path) as agent:
        assert isinstance(await agent.report(), wire.Greeting)
        assert (await agent.state(lambda _: True)).signal == "asleep"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        pytest.param(b"{", "malformed", id="no-json"),
        pytest.param(b"\xff\xfe", "malformed", id="no-text"),
        pytest.param(b"[]", "malformed", id="no-object"),
        pytest.param(b"{}", "malformed", id="no-type"),
        pytest.param(b'{"type":"explode","seq":1}', "unknown_type", id="unknown-type"),
        pytest.param(b'{"type":"keep"}', "malformed", id="no-seq"),
        pytest.param(b'{"type":"keep","seq":0}', "malformed", id="seq-out-of-bounds"),
        pytest.param(b'{"type":"keep","seq":1,"x":1}', "malformed", id="unknown-field"),
        pytest.param(
            b'{"type":"target","seq":1,"pan_deg":1e9,"tilt_deg":0}', "malformed", id="far"
        ),
        pytest.param(b"[" * 4000, "malformed", id="deep"),
        pytest.param(b"x" * (wire.LINE_BYTES + 1), "too_large", id="long"),
        pytest.param(b"x" * 1_000_000, "too_large", id="very-long"),
    ],
)
@pytest.mark.usefixtures("body")
async def test_what_is_no_intent_is_refused_and_counted_and_the_body_lives(
    path: Path, line: bytes, code: str
) -> None:
    async with connected(path) as agent:
        agent.raw(line + b"\n")
        refused = await agent.until(lambda r: isinstance(r, wire.RefusedIntent))
        assert isinstance(refused, wire.RefusedIntent)
        assert refused.code == code
        agent.send(wire.Show, signal="present")
        state = await agent.state(lambda s: s.signal == "present")
        assert state.dropped == 1


@pytest.mark.usefixtures("body")
async def test_whoever_speaks_last_is_the_agent_and_the_one_before_is_disconnected(
    path: Path,
) -> None:
    async with connected(path) as first, connected(path) as second:
        first.send(wire.Show, signal="present")
        await second.state(lambda s: s.signal == "present")
        second.send(wire.Show, signal="resting")
        await second.state(lambda s: s.signal == "resting")
        with pytest.raises(ConnectionResetError):
            await first.until(lambda _: False)


@pytest.mark.usefixtures("body")
async def test_watching_and_pressing_disconnect_nobody(path: Path) -> None:
    async with connected(path) as agent, connected(path) as watching:
        agent.send(wire.Show, signal="present")
        watching.send(wire.Press, button="volume_up")
        await agent.until(lambda r: r == wire.Pressed("volume_up"))
        agent.send(wire.RaiseHand, raised=True)
        await watching.state(lambda s: s.hand_raised)


@pytest.mark.long
@pytest.mark.usefixtures("body")
async def test_without_its_agent_the_body_goes_to_sleep(path: Path) -> None:
    async with connected(path) as watching:
        async with connected(path) as agent:
            agent.send(wire.Show, signal="present")
            agent.send(wire.Keep)
            await watching.state(lambda s: s.attached)
        await watching.state(lambda s: s.signal == "asleep" and not s.attached)


@pytest.mark.usefixtures("body")
async def test_connections_are_bounded_and_the_agent_is_kept(path: Path) -> None:
    async with connected(path) as agent:
        agent.send(wire.Show, signal="present")
        await agent.state(lambda s: s.signal == "present")
        others = [await asyncio.open_unix_connection(path) for _ in range(MOST_CONNECTIONS + 3)]
        ended = [Agent(reader, writer) for reader, writer in others[:3]]
        for other in ended:
            with pytest.raises(ConnectionResetError):
                await other.until(lambda _: False)
        agent.send(wire.Show, signal="resting")
        await agent.state(lambda s: s.signal == "resting")
        for _, writer in others:
            writer.close()


@pytest.mark.parametrize("line", [b"x\n", b'{"type":"press","seq":1,"button":"volume_up"}\n'])
@pytest.mark.usefixtures("body")
async def test_whoever_floods_is_disconnected_before_the_button_has_to_wait(
    path: Path, line: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with connected(path) as watching, connected(path) as flooding:
        flooding.raw(line * (2 * int(LINES_BURST)))
        with pytest.raises(ConnectionResetError):
            await flooding.until(lambda _: False)
        watching.send(wire.Press, button="pause")
        state = await watching.state(lambda s: s.paused)
        assert state.dropped <= LINES_BURST
    assert "sends too much" in caplog.text


async def test_a_reader_that_does_not_read_is_disconnected(path: Path) -> None:
    config, clock = simulated_config(str(path)), time.monotonic
    loop = BodyLoop(Body(config, clock(), has_hand=True), clock, lambda _: None)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sleeping:
        sleeping.setblocking(False)
        async with open_hardware(config, loop.report, clock) as hardware, serve(loop, path) as hub:
            loop.hardware = hardware
            await asyncio.get_running_loop().sock_connect(sleeping, str(path))
            async with asyncio.timeout(WAIT_S):
                while not hub.count:  # noqa: ASYNC110  (a connection notifies the hub only)
                    await asyncio.sleep(0)
                sent = 0
                while hub.count:
                    hub.tell(wire.Pressed("volume_up"))
                    sent += 40
                    await asyncio.sleep(0)
            assert sent > MOST_UNSENT_BYTES


async def test_a_stale_socket_is_replaced(path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
        dead.bind(str(path))
    stop = asyncio.Event()
    stop.set()
    await run(simulated_config(str(path)), stop)
    assert not path.exists()


@pytest.mark.usefixtures("body")
async def test_the_socket_of_a_living_body_is_left_alone(path: Path) -> None:
    with pytest.raises(NotConnected, match="another body"):
        await run(simulated_config(str(path)), asyncio.Event())
    async with connected(path) as agent:
        assert isinstance(await agent.report(), wire.Greeting)


async def test_a_place_without_room_for_a_socket_is_an_error_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(NotConnected, match="socket"):
        await run(simulated_config(str(tmp_path / "none" / "b.sock")), asyncio.Event())


@pytest.mark.usefixtures("body")
async def test_the_socket_is_for_owner_and_group_only(path: Path) -> None:
    assert os.stat(path).st_mode & 0o777 == 0o660  # noqa: PTH116  (as the kernel says it)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.binary(max_size=300), max_size=10))
async def test_any_bytes_leave_the_body_alive(path: Path, chunks: list[bytes]) -> None:
    config, clock = simulated_config(str(path)), time.monotonic
    loop = BodyLoop(Body(config, clock(), has_hand=True), clock, lambda _: None)
    async with open_hardware(config, loop.report, clock) as hardware, serve(loop, path):
        loop.hardware = hardware
        async with connected(path) as agent:
            for chunk in chunks:
                agent.raw(chunk)
            agent.raw(b"\n")
            agent.send(wire.Press, button="volume_up")
            await agent.until(lambda r: r == wire.Pressed("volume_up"))
