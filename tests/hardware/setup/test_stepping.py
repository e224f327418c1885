from pathlib import Path

import pytest

from hardware.contract import wire
from hardware.contract.errors import HardwareError
from hardware.setup.listening import connected
from hardware.setup.stepping import ends, record_step
from tests.hardware.setup.running import running_body


@pytest.mark.long
async def test_a_simulated_head_steps_and_is_let_go_again(tmp_path: Path) -> None:
    async with running_body(tmp_path, rest_tilt_deg=-10) as path:
        recorded = await record_step(path, "tilt", record_s=2.0)
        async with connected(path) as (line, _):
            while True:
                report = await line.report()
                if isinstance(report, wire.BodyState) and not report.attached:
                    break
    assert (recorded.start_deg, recorded.goal_deg) == (-8, 8)
    assert recorded.samples[0].t_s == 0
    assert recorded.samples[-1].commanded_deg == 8
    assert recorded.response.rise_s is not None
    assert abs(recorded.response.rest_deg) < 2


async def test_nobody_is_turned_away_by_a_step(tmp_path: Path) -> None:
    async with running_body(tmp_path) as path, connected(path) as (line, _):
        line.send(wire.Show, signal="present")
        while True:
            report = await line.report()
            if isinstance(report, wire.BodyState) and report.signal == "present":
                break
        with pytest.raises(HardwareError, match="somebody is in the robot"):
            await record_step(path, "pan")


async def test_a_paused_body_does_not_step(tmp_path: Path) -> None:
    async with running_body(tmp_path) as path, connected(path) as (line, _):
        line.send(wire.Press, button="pause")
        while True:
            report = await line.report()
            if isinstance(report, wire.BodyState) and report.paused:
                break
        with pytest.raises(HardwareError, match="paused"):
            await record_step(path, "pan")


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        pytest.param(-90, 90, (-15, 15), id="wide"),
        pytest.param(-10, 10, (-8, 8), id="narrow"),
        pytest.param(20, 90, (20, 50), id="beside-the-middle"),
    ],
)
def test_a_step_stays_within_the_limits(
    low: float, high: float, expected: tuple[float, float]
) -> None:
    greeting = wire.Greeting(2, "simulated", low, high, -30, 30, False)
    assert ends(greeting, "pan") == pytest.approx(expected)
