import asyncio
from pathlib import Path

import pytest

from hardware.__main__ import main
from hardware.body.body import Body
from hardware.body.events import RefuseIntent
from hardware.config.config import BodyConfig, ProcessSection
from hardware.contract import wire
from hardware.contract.wire import FaultCode
from tests.hardware.bodies import connected
from tests.robot.bodies import body_at


async def test_what_happens_shows_as_a_fault_and_a_repair_ends_it(tmp_path: Path) -> None:
    socket = tmp_path / "b.sock"
    where = ["--socket", str(socket)]
    async with body_at(socket) as room, connected(socket) as agent:
        assert await asyncio.to_thread(main, ["poke", "unplug", "--part", "tilt", *where]) == 0
        state = await room.shows("fault")
        assert [fault.code for fault in state.faults] == ["servo_unplugged"]
        assert not state.attached
        room.loop.handle(wire.Poke(1, "repair"))
        agent.send(wire.Release)
        await room.shows("asleep")


@pytest.mark.parametrize(
    ("poke", "code"),
    [
        pytest.param(wire.Poke(1, "overheat", "hand"), "servo_hot", id="overheat"),
        pytest.param(wire.Poke(1, "brown_out"), "servo_brownout", id="brown_out"),
    ],
)
async def test_each_has_its_own_name(tmp_path: Path, poke: wire.Poke, code: FaultCode) -> None:
    async with body_at(tmp_path / "b.sock") as room:
        room.loop.handle(poke)
        state = await room.shows("fault")
        assert [fault.code for fault in state.faults] == [code]


def test_a_real_driver_refuses_it() -> None:
    body = Body(BodyConfig(body=ProcessSection(driver="gpio")), 0.0, has_hand=True)
    (refusal,) = body.handle(wire.Poke(1, "unplug"), 0.0)
    assert isinstance(refusal, RefuseIntent)
    assert refusal.report.code == "not_simulated"


async def test_a_blocked_axis_is_a_stall_when_somebody_looks(tmp_path: Path) -> None:
    socket = tmp_path / "b.sock"
    async with body_at(socket) as room, connected(socket) as agent:
        room.loop.handle(wire.Poke(1, "block"))

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
