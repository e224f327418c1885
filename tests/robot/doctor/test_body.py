from typing import get_args

import msgspec
import pytest

from hardware.contract.wire import BodyState, Fault, FaultCode, PowerReport, ServoHealth
from robot.doctor.body import (
    AXES,
    BUTTONS,
    REMEDIES,
    CalibrationReading,
    MoveReading,
    away,
    axis,
    battery,
    body,
    buttons,
    calibration,
    lights,
)
from robot.doctor.findings import Both, Finding

WELL = BodyState(
    *(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    moving=False,
    at_limit=False,
    held=False,
    attached=True,
    signal="present",
    hand_raised=False,
    paused=False,
    power=PowerReport(percent=80.0, gauge="known", charging=False),
    servos=(ServoHealth("pan", 0.1, 30.0, 7.4), ServoHealth("tilt", 0.2, 31.0, 7.4)),
)
PRESSED: dict[str, bool | None] = dict.fromkeys(BUTTONS, True)


def judged(
    state: BodyState, off_deg: float = 0.4, pressed: dict[str, bool | None] | None = None
) -> dict[str, Finding]:
    """Return every finding of a body of bus servos."""
    found = [
        body("feetech", state),
        *(axis(name, "feetech", state, MoveReading(off_deg)) for name in AXES[:2]),
        lights("feetech", state, True),
        *buttons("feetech", pressed or PRESSED),
        battery("feetech", state),
        calibration(CalibrationReading(12.0)),
    ]
    return {finding.check: finding for finding in found}


def but(**changes: object) -> BodyState:
    return msgspec.structs.replace(WELL, **changes)


def fault(part: str, code: FaultCode = "servo_silent") -> BodyState:
    return but(faults=(Fault(code, part, "does not answer"),))


def test_a_healthy_body_passes_everything() -> None:
    assert {one.outcome for one in judged(WELL).values()} == {"ok"}


@pytest.mark.parametrize(
    ("state", "check"),
    [
        (fault("pan servo"), "pan"),
        (fault("tilt servo", "servo_hot"), "tilt"),
        (fault("lights", "lights"), "lights"),
        (fault("battery", "battery"), "battery"),
        (fault("servo supply", "servo_brownout"), "body"),
        (but(servos=(ServoHealth("pan", 0.1, 30.0, 3.1),)), "pan"),
        (but(servos=(ServoHealth("tilt", 0.1, 66.0, 7.4),)), "tilt"),
        (but(servos=(ServoHealth("pan", 0.9, 30.0, 7.4),)), "pan"),
        (but(power=PowerReport(gauge="silent")), "battery"),
        (but(power=PowerReport(percent=8.0, gauge="known", level="very_low")), "battery"),
    ],
)
def test_what_is_broken_alone_is_named_alone(state: BodyState, check: str) -> None:
    found = judged(state)
    broken = found.pop(check)
    assert broken.outcome == "failed"
    assert broken.remedy
    assert {one.outcome for one in found.values()} == {"ok"}


def test_a_servo_that_misses_its_target_fails() -> None:
    found = axis("pan", "feetech", WELL, MoveReading(9.0))
    assert (found.outcome, found.text.en) == ("failed", "stands 9° beside its target")


def test_a_servo_that_cannot_tell_where_it_is_is_not_called_well() -> None:
    found = axis("pan", "gpio", but(servos=()), MoveReading(0.0))
    assert found.outcome == "skipped"
    assert found.remedy
    assert "karlsson-body test" in found.remedy.en
    assert axis("hand", "feetech", WELL, MoveReading(0.0)).outcome == "skipped"


def test_a_servo_that_was_not_moved_says_why_and_shows_its_readings() -> None:
    found = axis("pan", "feetech", WELL, None, Both("Dienst", "service"), Both("x", "stop it"))
    assert found.outcome == "skipped"
    assert found.text.en == "service, 7.4 V, 30 °C, 10%"
    assert axis("pan", "feetech", fault("pan servo"), None).outcome == "failed"


@pytest.mark.parametrize("name", AXES)
def test_simulated_parts_are_named_so(name: str) -> None:
    state = but(servos=())
    assert axis(name, "simulated", state, MoveReading(0.3)).outcome == "simulated"  # type: ignore[arg-type]
    assert body("simulated", state).outcome == "simulated"
    assert lights("simulated", state, True).outcome == "simulated"
    assert {one.outcome for one in buttons("simulated", PRESSED)} == {"simulated"}
    assert battery("simulated", WELL).outcome == "simulated"
    assert calibration(CalibrationReading(None, needed=False)).outcome == "simulated"


def test_lights_that_do_not_follow_fail_and_those_not_told_are_left_open() -> None:
    assert lights("gpio", WELL, False).outcome == "failed"
    assert lights("gpio", WELL, None).outcome == "skipped"


@pytest.mark.parametrize("check", BUTTONS)
def test_a_button_that_is_not_pressed_fails_alone(check: str) -> None:
    found = judged(WELL, pressed=PRESSED | {check: False})
    assert found.pop(check).outcome == "failed"
    assert {one.outcome for one in found.values()} == {"ok"}


def test_a_button_for_which_nobody_was_asked_is_left_open() -> None:
    (pause, _) = buttons("gpio", dict.fromkeys(BUTTONS))
    assert pause.outcome == "skipped"
    assert pause.remedy
    assert "--buttons" in pause.remedy.en


@pytest.mark.parametrize(
    ("power", "outcome"),
    [
        (PowerReport(), "absent"),
        (PowerReport(percent=15.0, gauge="known", level="low"), "weak"),
        (PowerReport(percent=15.0, gauge="known", level="low", charging=True), "ok"),
    ],
)
def test_the_battery(power: PowerReport, outcome: str) -> None:
    assert battery("gpio", but(power=power)).outcome == outcome


@pytest.mark.parametrize(
    ("days", "outcome"),
    [(12.0, "ok"), (0.1, "ok"), (500.0, "weak"), (None, "weak"), (-30.0, "weak")],
)
def test_the_age_of_the_calibration(days: float | None, outcome: str) -> None:
    assert calibration(CalibrationReading(days)).outcome == outcome


def test_every_fault_has_a_remedy_and_a_body_that_is_away_too() -> None:
    assert set(REMEDIES) == set(get_args(FaultCode))
    silent = away("/run/b.sock: no body runs there")
    assert silent.outcome == "failed"
    assert silent.text.de == "antwortet nicht: /run/b.sock"
    assert silent.text.en == "does not answer: /run/b.sock: no body runs there"
