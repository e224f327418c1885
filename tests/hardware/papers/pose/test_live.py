import asyncio
from pathlib import Path

import pytest

from hardware.__main__ import main
from hardware.contract import wire
from hardware.papers.pose.live import write_pictures
from hardware.papers.pose.sheet import PICTURES
from tests.hardware.bodies import connected
from tests.robot.bodies import body_at


async def test_the_body_that_runs_is_drawn_as_it_stands(tmp_path: Path) -> None:
    socket, out = tmp_path / "b.sock", tmp_path / "pose.svg"
    arguments = ["draw", "--socket", str(socket), "--out", str(out)]
    async with body_at(socket), connected(socket) as agent:
        assert await asyncio.to_thread(main, arguments) == 0
        asleep = out.read_text(encoding="utf-8")
        agent.send(wire.Show, signal="present")

        def look() -> None:
            agent.send(wire.Target, pan_deg=50.0, tilt_deg=0.0)

        look()
        await agent.state(lambda state: state.measured_pan_deg > 20.0, look)
        assert await asyncio.to_thread(main, arguments) == 0
    awake = out.read_text(encoding="utf-8")
    assert awake.startswith("<svg")
    assert awake != asleep


def test_without_a_body_one_sentence_names_the_socket(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["draw", "--socket", str(tmp_path / "b.sock")]) == 1
    said = capsys.readouterr().err
    socket = tmp_path / "b.sock"
    assert said == (
        f"karlsson-body: {socket}: no body runs there; start it: sudo systemctl start "
        "karlsson-body\n"
    )


def test_the_pictures_of_the_handbook_are_written(tmp_path: Path) -> None:
    write_pictures(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(PICTURES)
