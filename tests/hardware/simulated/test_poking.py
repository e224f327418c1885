import asyncio
from pathlib import Path

import pytest

from hardware import wire
from hardware.__main__ import main
from hardware.wire import FaultCode
from tests.hardware.bodies import connected
from tests.robot.bodies import body_at


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(["unplug", "--part", "tilt"], "servo_unplugged", id="unplug"),
        pytest.param(["overheat", "--part", "hand"], "servo_hot", id="overheat"),
        pytest.param(["brown_out"], "servo_brownout", id="brown_out"),
    ],
)
async def test_what_happens_shows_as_a_fault_and_a_repair_ends_it(
    tmp_path: Path, words: list[str], code: FaultCode
) -> None:
    socket = tmp_path / "b.sock"
    where = ["--socket", str(socket)]
    async with body_at(socket) as room, connected(socket) as agent:
        assert await asyncio.to_thread(main, ["poke", *words, *where]) == 0
        state = await room.shows("fault")
        assert [fault.code for fault in state.faults] == [code]
        assert not state.attached
        assert await asyncio.to_thread(main, ["poke", "repair", *where]) == 0
        agent.send(wire.Release)
        await room.shows("asleep")


async def test_a_blocked_axis_is_a_stall_when_somebody_looks(tmp_path: Path) -> None:
    socket = tmp_path / "b.sock"
    async with body_at(socket) as room, connected(socket) as agent:
        assert await asyncio.to_thread(main, ["poke", "block", "--socket", str(socket)]) == 0

        def look() -> None:
            agent.send(wire.Target, pan_deg=60.0, tilt_deg=0.0)

        look()
        state = await agent.state(lambda state: bool(state.faults), look)
        assert [fault.code for fault in state.faults] == ["servo_stalled"]
        assert abs(state.measured_pan_deg) < 5.0
        assert not (await room.shows("fault")).attached


def test_without_a_body_one_sentence_names_the_socket(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "b.sock"
    assert main(["poke", "block", "--socket", str(path)]) == 1
    assert str(path) in capsys.readouterr().err


def test_a_value_that_no_part_could_have_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["poke", "turn", "--value", "900", "--socket", str(tmp_path / "b.sock")]) == 1
    assert "180" in capsys.readouterr().err
