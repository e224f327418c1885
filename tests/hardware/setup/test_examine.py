from pathlib import Path

import msgspec
import pytest

from hardware.config.config import BodyConfig, ProcessSection
from hardware.contract import wire
from hardware.drivers.simulated.config import Simulated
from hardware.setup.axes import Sentence
from hardware.setup.checks import Check
from hardware.setup.examine import (
    ExamineOptions,
    calibration_check,
    examine,
    latch_check,
    watchdog_check,
)
from hardware.setup.listening import connected
from tests.hardware.bodies import simulated_config
from tests.hardware.drivers.bus.feetech_emulator import emulated
from tests.hardware.drivers.bus.sections import PAN, TILT, feetech
from tests.hardware.setup.running import running_body

pytestmark = pytest.mark.long


class Desk:
    """Takes the checks, and answers every question alike."""

    def __init__(self, answer: bool | None = None, buttons: bool = True) -> None:
        self.checks: list[Check] = []
        self.said: list[Sentence] = []
        self._answer = answer
        self.options = ExamineOptions(
            self.checks.append, self.ask, self.said.append, buttons, 0.0, 0.05, 400.0
        )

    async def ask(self, question: Sentence) -> bool | None:
        self.said.append(question)
        return self._answer

    def outcomes(self, key: str) -> list[str]:
        return [check.outcome for check in self.checks if check.name.key == f"check_{key}"]


async def test_a_simulated_body_passes_everything_it_has(tmp_path: Path) -> None:
    desk = Desk(answer=True)
    await examine(simulated_config(str(tmp_path / "b.sock")), desk.options)
    assert {check.outcome for check in desk.checks} <= {"ok", "skipped"}
    assert desk.outcomes("servo") == ["ok"] * 3
    assert desk.outcomes("move") == ["ok"] * 3
    assert desk.outcomes("ring") == desk.outcomes("eyes") == ["ok"]
    assert desk.outcomes("button") == ["ok"] * 3


async def test_what_was_not_tried_is_said_to_be_open(tmp_path: Path) -> None:
    desk = Desk(buttons=False)
    await examine(simulated_config(str(tmp_path / "b.sock")), desk.options)
    assert desk.outcomes("ring") == ["skipped"]
    assert desk.outcomes("button") == ["skipped"] * 3


async def test_a_running_body_is_asked_and_not_driven_beside(tmp_path: Path) -> None:
    desk = Desk()
    async with running_body(tmp_path) as path, connected(path) as (line, _):
        await examine(simulated_config(str(path)), desk.options)
        assert desk.outcomes("socket") == ["ok"]
        assert desk.outcomes("move") == []
        assert desk.outcomes("battery") != []
        assert isinstance(await line.report(), wire.BodyState)


async def test_a_servo_that_is_missing_is_named_with_its_remedy(tmp_path: Path) -> None:
    desk = Desk()
    with emulated(PAN) as servos:
        body = ProcessSection(driver="feetech", socket=str(tmp_path / "b.sock"), serial="R7")
        section = feetech(servos.path, answer_s=0.04)
        await examine(BodyConfig(body=body, feetech=section), desk.options)
    assert desk.outcomes("devices") == ["failed"]
    failed = desk.checks[-1]
    assert f"tilt servo (id {TILT})" in str(failed.detail.values["text"])
    assert failed.remedy is not None


async def test_a_port_that_is_missing_is_named(tmp_path: Path) -> None:
    desk = Desk()
    body = ProcessSection(driver="feetech", socket=str(tmp_path / "b.sock"))
    await examine(BodyConfig(body=body, feetech=feetech("/dev/no-such-port")), desk.options)
    assert desk.outcomes("devices") == ["failed"]
    assert "/dev/no-such-port" in str(desk.checks[-1].detail.values["text"])


async def test_a_body_without_battery_and_hand_says_so(tmp_path: Path) -> None:
    config = msgspec.structs.replace(
        simulated_config(str(tmp_path / "b.sock")), simulated=Simulated(has_hand=False)
    )
    desk = Desk(answer=True, buttons=False)
    await examine(config, desk.options)
    assert desk.outcomes("move") == ["ok"] * 2


def test_the_pause_latch_is_tried_where_it_will_be(tmp_path: Path) -> None:
    assert latch_check(tmp_path / "b.paused").outcome == "ok"
    assert list(tmp_path.iterdir()) == []
    assert latch_check(tmp_path / "later" / "b.paused").outcome == "skipped"
    (tmp_path / "file").touch()
    assert latch_check(tmp_path / "file" / "b.paused").outcome == "failed"


@pytest.mark.parametrize(
    ("unit", "outcome"),
    [
        pytest.param("[Service]\nWatchdogSec=2s\n", "ok", id="watched"),
        pytest.param("[Service]\n", "failed", id="unwatched"),
        pytest.param(None, "skipped", id="not-installed"),
    ],
)
def test_the_watchdog_is_looked_for(tmp_path: Path, unit: str | None, outcome: str) -> None:
    if unit is not None:
        (tmp_path / "karlsson-body.service").write_text(unit)
    assert watchdog_check((tmp_path,)).outcome == outcome


def test_a_robot_that_was_never_calibrated_is_told_apart(tmp_path: Path) -> None:
    body = ProcessSection(driver="simulated", state=str(tmp_path), serial="R7")
    config = BodyConfig(body=body)
    assert calibration_check(config, "R7").outcome == "skipped"
    assert calibration_check(config, None).outcome == "skipped"
    real = msgspec.structs.replace(config, body=msgspec.structs.replace(body, driver="gpio"))
    assert calibration_check(real, None).outcome == "failed"
    assert calibration_check(real, None).name.key == "check_serial"
    (tmp_path / "calibration-R7.toml").touch()
    assert calibration_check(config, "R7").outcome == "ok"
