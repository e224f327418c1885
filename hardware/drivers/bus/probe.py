"""PURE. Diagnosis of ids and wires from the first answers of each servo. No I/O.

Two servos with the same id answer the same request. If their answers differ in
time, both can be read. If they overlap, both pull the same wire low, and the
answers are garbled for that id alone. Two servos that answer the same bytes at
the same time cannot be told apart. Each id is therefore asked for its position
several times.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hardware.contract.errors import BusError, HardwareError, NotConnected
from hardware.contract.wire import FaultCode

ENOUGH = 3
"""Clean answers that prove a single servo."""

MOST_SILENT = 5
"""Silences that prove a missing servo; a starting computer may miss the first answers."""

MOST_TRIES = 8
OWN_ID = "connect one servo at a time and give each its own id"


@dataclass(slots=True)
class Probe:
    """Answers counted under one id.

    Args:
        clean: Requests with one sound answer.
        doubled: Requests with two answers; a single one may come from a late answer.
        garbled: Requests with unreadable answers.
        silent: Requests without an answer.
        strangers: Ids that answered in its place.
    """

    clean: int = 0
    doubled: int = 0
    garbled: int = 0
    silent: int = 0
    strangers: set[int] = field(default_factory=set)

    @property
    def done(self) -> bool:
        """True once enough requests were made."""
        tries = self.clean + self.doubled + self.garbled + self.silent
        enough = ENOUGH in (self.clean, self.doubled) or self.silent >= MOST_SILENT
        return enough or tries >= MOST_TRIES


def other_rate(part: str, port: str, baud: int, found: int) -> BusError:
    """Return the error of a servo that answers at another baud rate than the configured one."""
    text = (
        f"answers at {found} baud and not at {baud}: set it to {baud} with the maker's tool, or, "
        f"if all servos of {port} answer at {found}, write baud = {found}"
    )
    return BusError(part, text, "servo_bus")


def verdict(
    probes: Mapping[int, Probe], parts: Mapping[int, str], baud: int
) -> HardwareError | None:
    """Return the first error with its remedy, or None.

    Args:
        probes: Counted answers, by id.
        parts: Name of each servo for the builder, by id.
        baud: Baud rate in use.
    """
    bus_answers = any(probe.clean for probe in probes.values())
    for servo, probe in probes.items():
        found = _wrong(servo, probe, bus_answers, baud)
        if found is None:
            continue
        code, text = found
        part = parts.get(servo, f"servo {servo}")
        return (NotConnected if code == "servo_silent" else BusError)(part, text, code)
    return None


def _wrong(servo: int, probe: Probe, bus_answers: bool, baud: int) -> tuple[FaultCode, str] | None:
    if probe.doubled > probe.clean:
        return "servo_id", f"two servos have the id {servo}: {OWN_ID}"
    if probe.clean > probe.garbled:
        return None
    if probe.garbled and bus_answers:
        text = f"answers collide, probably of two servos with the id {servo}: {OWN_ID}"
        return "servo_id", text
    if probe.garbled:
        text = f"answers arrive garbled: check that servos speak at {baud} baud, plugs and ground"
        return "servo_checksum", text
    if probe.strangers:
        others = ", ".join(str(other) for other in sorted(probe.strangers))
        return "servo_id", f"an answer came under the id {others} instead: {OWN_ID}"
    text = (
        f"does not answer at {baud} baud: check its power and plugs, that its id is {servo}, "
        "and its baud rate"
    )
    return "servo_silent", text
