import asyncio
import signal
import socket as socket_module
from pathlib import Path

import pytest

from hardware.contract import wire
from tests.deadline import WAIT_S
from tests.hardware.bodies import (
    Agent,
    body_process,
    connected,
)

pytestmark = pytest.mark.long


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "body.toml"
    path.write_text(f'[body]\ndriver = "simulated"\nsocket = "{tmp_path / "b.sock"}"\n')
    return path


async def ended(process: asyncio.subprocess.Process) -> int:
    async with asyncio.timeout(WAIT_S):
        return await process.wait()


@pytest.mark.long
async def test_a_look_moves_the_simulated_head_through_the_socket(
    config: Path, tmp_path: Path
) -> None:
    socket = tmp_path / "b.sock"
    async with body_process(["--config", str(config)], socket), connected(socket) as agent:
        greeting = await agent.report()
        assert isinstance(greeting, wire.Greeting)
        assert greeting.driver == "simulated"
        agent.send(wire.Show, signal="present")

        def look() -> None:
            agent.send(wire.Target, pan_deg=40.0, tilt_deg=5.0)

        look()
        there = await agent.state(lambda s: abs(s.measured_pan_deg - 40) < 0.1, look)
        assert there.attached
        assert there.commanded_pan_deg == 40.0
        held = await agent.state(lambda s: s.held)
        assert held.commanded_pan_deg == 40.0
        agent.send(wire.Park)
        await agent.state(lambda s: not s.attached)


async def test_sigterm_ends_it_cleanly_and_removes_the_socket(config: Path, tmp_path: Path) -> None:
    socket = tmp_path / "b.sock"
    async with body_process(["--config", str(config)], socket) as process:
        assert socket.stat().st_mode & 0o777 == 0o660
        process.send_signal(signal.SIGTERM)
        assert await ended(process) == 0
    assert not socket.exists()


async def test_a_running_body_loads_no_network_no_terminal_and_no_papers(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prove that what only a technician's command needs is not imported before that command."""
    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")
    socket = tmp_path / "b.sock"
    async with body_process(["--config", str(config)], socket) as process:
        async with connected(socket) as agent:
            await agent.state(lambda _: True)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(WAIT_S):
            _, said = await process.communicate()
    loaded = {line.rpartition("|")[2].strip().split(".")[0] for line in said.decode().splitlines()}
    assert "tomllib" in loaded
    assert not loaded & {"aiohttp", "prompt_toolkit", "typst"}


@pytest.mark.long
async def test_the_pause_button_can_be_pressed_from_the_command_line_beside_the_agent(
    config: Path, tmp_path: Path
) -> None:
    socket = tmp_path / "b.sock"
    async with body_process(["--config", str(config)], socket), connected(socket) as agent:
        agent.send(wire.Show, signal="present")
        await agent.state(lambda s: s.signal == "present")
        async with body_process(["press", "pause", "--socket", str(socket)]) as pressing:
            assert await ended(pressing) == 0
        assert (await agent.state(lambda s: s.paused)).signal == "paused"
        await still_the_agent(agent)


async def still_the_agent(agent: Agent) -> None:
    agent.send(wire.RaiseHand, raised=True)
    await agent.state(lambda s: s.hand_raised)


@pytest.mark.long
async def test_a_body_that_was_killed_starts_anew_still_paused(
    config: Path, tmp_path: Path
) -> None:
    socket = tmp_path / "b.sock"
    async with body_process(["--config", str(config)], socket) as process:
        async with connected(socket) as agent:
            agent.send(wire.Press, button="pause")
            await agent.state(lambda s: s.paused)
        process.kill()
        await ended(process)
    async with body_process(["--config", str(config)], socket), connected(socket) as agent:
        assert (await agent.state(lambda _: True)).paused
        agent.send(wire.Press, button="pause")
        await agent.state(lambda s: not s.paused)


async def test_systemd_hears_that_it_serves_and_then_of_every_real_tick(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = tmp_path / "notify"
    with socket_module.socket(socket_module.AF_UNIX, socket_module.SOCK_DGRAM) as systemd:
        systemd.bind(str(address))
        systemd.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(address))
        monkeypatch.setenv("WATCHDOG_USEC", "100000")
        running = asyncio.get_running_loop()
        async with body_process(["--config", str(config)]) as process:
            async with asyncio.timeout(WAIT_S):
                first = await running.sock_recv(systemd, 4096)
                assert b"READY=1" in first
                assert (tmp_path / "b.sock").is_socket()
                assert await running.sock_recv(systemd, 4096) == b"WATCHDOG=1"
                assert await running.sock_recv(systemd, 4096) == b"WATCHDOG=1"
            process.send_signal(signal.SIGINT)
            assert await ended(process) == 0


async def test_pressing_without_a_body_is_one_sentence_and_exit_1(tmp_path: Path) -> None:
    arguments = ["press", "pause", "--socket", str(tmp_path / "none")]
    async with body_process(arguments) as process:
        async with asyncio.timeout(WAIT_S):
            _, said = await process.communicate()
        assert process.returncode == 1
        assert len(said.decode().splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("", "body", id="empty"),
        pytest.param("[body]\n", "driver", id="no-driver"),
        pytest.param('[body]\ndriver = "mock"\n', "driver", id="unknown-driver"),
        pytest.param('[body]\ndriver = "simulated"\ncolour = 1\n', "colour", id="unknown-key"),
        pytest.param('[body]\ndriver = "gpio"\n', "needs [gpio]", id="no-section"),
    ],
)
async def test_a_wrong_configuration_is_one_sentence_and_exit_2(
    tmp_path: Path, text: str, why: str
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text)
    async with body_process(["--config", str(path)]) as process:
        async with asyncio.timeout(WAIT_S):
            _, said = await process.communicate()
        assert process.returncode == 2
        assert why in said.decode()
        assert len(said.decode().splitlines()) == 1


async def test_a_broken_calibration_is_one_sentence_and_exit_2(tmp_path: Path) -> None:
    path = tmp_path / "body.toml"
    path.write_text(f'[body]\ndriver = "simulated"\nserial = "r1"\nstate = "{tmp_path}"\n')
    (tmp_path / "calibration-r1.toml").write_text("serial = ")
    async with body_process(["--config", str(path)]) as process:
        async with asyncio.timeout(WAIT_S):
            _, said = await process.communicate()
        assert process.returncode == 2
        assert "calibration-r1.toml: line 1: " in said.decode()
        assert "karlsson-body calibrate" in said.decode()
        assert len(said.decode().splitlines()) == 1
