"""PURE. Results of a test of the body: one line per check, with its remedy. No I/O."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from hardware.contract.interfaces import BatteryReading, BoardReading
from hardware.contract.wire import FaultCode, ServoHealth
from hardware.setup.axes import Sentence, sentence
from hardware.setup.dial import GREEN, RED, YELLOW, Style
from hardware.setup.screen import plain
from hardware.setup.words import say, word

Outcome = Literal["ok", "failed", "skipped"]
OUTCOME_COLUMNS = 8
NAME_COLUMNS = 32

WARM_C = 60.0
COLD_C = -10.0
VOLTS = (4.4, 15.0)
"""Allowed supply: hobby and bus servos on two to three lithium cells."""

REST_LOAD = 0.6
BOARD_C = 75.0
LOW_PERCENT = 20.0
OFF_DEG = 3.0


@dataclass(frozen=True, slots=True)
class Check:
    """Result of one check.

    Args:
        name: Name of the check.
        outcome: ok, failed or skipped.
        detail: Finding.
        remedy: Advice to the technician.
    """

    name: Sentence
    outcome: Outcome
    detail: Sentence
    remedy: Sentence | None = None


def good(name: Sentence, detail: Sentence) -> Check:
    """Return a check that succeeded."""
    return Check(name, "ok", detail)


def fault_check(name: Sentence, code: FaultCode, text: str) -> Check:
    """Return the check for a failure that a driver reported."""
    return Check(name, "failed", sentence("found", text=text), remedy_for(code))


def remedy_for(code: FaultCode) -> Sentence:
    """Return the remedy for a fault."""
    assert code in get_args(FaultCode)
    return sentence("do_calibration_fault" if code == "calibration" else f"do_{code}")


def health_check(part: str, health: ServoHealth) -> Check:
    """Judge the readings of a servo that stands still."""
    name = sentence("check_servo", part=part)
    parts, strange = [], False
    if health.volts is not None:
        parts.append(f"{health.volts:.1f} V")
        strange |= not VOLTS[0] <= health.volts <= VOLTS[1]
    if health.temperature_c is not None:
        parts.append(f"{health.temperature_c:.0f} °C")
        strange |= not COLD_C <= health.temperature_c <= WARM_C
    if health.load is not None:
        parts.append(f"{abs(health.load):.0%}")
        strange |= abs(health.load) > REST_LOAD
    text = ", ".join(parts)
    if strange:
        return Check(name, "failed", sentence("unhealthy", text=text), sentence("do_health"))
    return good(name, sentence("found", text=text))


@dataclass(frozen=True, slots=True)
class Reached:
    """Result of one target of a small movement.

    Args:
        target_deg: Target.
        measured_deg: Angle that was reached.
        settled_s: Time until the axis stood there, or until the wait ended.
    """

    target_deg: float
    measured_deg: float
    settled_s: float


def move_check(part: str, reached: Iterable[Reached], senses: bool) -> Check:
    """Judge a small movement to both sides and back."""
    name = sentence("check_move", part=part)
    stops = list(reached)
    low, high = min(s.target_deg for s in stops), max(s.target_deg for s in stops)
    if not senses:
        return Check(
            name, "skipped", sentence("moved_unseen", low=low, high=high), sentence("do_look")
        )
    worst = max(stops, key=lambda stop: abs(stop.measured_deg - stop.target_deg))
    off = abs(worst.measured_deg - worst.target_deg)
    if off > OFF_DEG:
        detail = sentence("off_target", off=off, target=worst.target_deg)
        return Check(name, "failed", detail, sentence("do_servo_stalled"))
    settled = max(stop.settled_s for stop in stops)
    return good(name, sentence("moved", low=low, high=high, settled=settled, off=off))


def answered_check(name: Sentence, yes: bool | None, remedy: Sentence) -> Check:
    """Judge the answer to a question about what can be seen; None if nobody was asked."""
    if yes is None:
        return Check(name, "skipped", sentence("nobody_asked"), sentence("do_look"))
    if yes:
        return good(name, sentence("shown"))
    return Check(name, "failed", sentence("said_no"), remedy)


def battery_check(reading: BatteryReading | None) -> Check:
    """Judge the gauge; None if none is built in."""
    name = sentence("check_battery")
    if reading is None:
        return Check(name, "skipped", sentence("not_built_in"))
    parts = []
    if reading.percent is not None:
        parts.append(f"{reading.percent:.0f} %")
    if reading.volts is not None:
        parts.append(f"{reading.volts:.2f} V")
    if reading.amps is not None:
        parts.append(f"{reading.amps:.2f} A")
    if not parts:
        return Check(name, "failed", sentence("not_told"), sentence("do_battery"))
    text = sentence("found", text=", ".join(parts))
    low = reading.percent is not None and reading.percent <= LOW_PERCENT
    return Check(name, "failed", text, sentence("do_battery")) if low else good(name, text)


def board_check(reading: BoardReading | None) -> Check:
    """Judge the computer's temperature and supply; None if nothing reports them."""
    name = sentence("check_board")
    if reading is None or (reading.soc_c is None and not reading.undervoltage):
        return Check(name, "skipped", sentence("not_told"))
    parts = [] if reading.soc_c is None else [f"{reading.soc_c:.0f} °C"]
    hot = reading.soc_c is not None and reading.soc_c > BOARD_C
    if reading.undervoltage:
        parts.append("undervoltage")
    if reading.throttled:
        parts.append("throttled")
    text = sentence("found", text=", ".join(parts))
    if hot or reading.undervoltage or reading.throttled:
        return Check(name, "failed", text, sentence("do_board"))
    return good(name, text)


def exit_code(checks: Iterable[Check]) -> int:
    """Return 1 if anything failed; a skipped check does not count."""
    return int(any(check.outcome == "failed" for check in checks))


def line_of(check: Check, style: Style, language: str) -> str:
    """Return the check as a technician reads it."""
    colour = {"ok": GREEN, "failed": RED, "skipped": YELLOW}[check.outcome]
    outcome = style.paint(colour, f"{word(check.outcome, language):<{OUTCOME_COLUMNS}}")
    name = plain(say(check.name, language), style)
    detail = plain(say(check.detail, language), style)
    text = f"{outcome} {name:<{NAME_COLUMNS}} {detail}"
    if check.remedy is None:
        return text
    return f"{text}\n{' ' * OUTCOME_COLUMNS} -> {plain(say(check.remedy, language), style)}"


def data_of(check: Check, language: str) -> dict[str, str]:
    """Return the check as data; `check` and `outcome` are the same in every language."""
    found = {
        "check": check.name.key.removeprefix("check_"),
        "name": say(check.name, language),
        "outcome": check.outcome,
        "detail": say(check.detail, language),
    }
    return found if check.remedy is None else {**found, "remedy": say(check.remedy, language)}
