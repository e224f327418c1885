"""PURE. What the answers of a servo at the start say about ids and wires. No I/O.

Two servos with one id answer at the same time. Where their answers differ in
time, both can be read; where they do not, they pull the same wire low and what
is read is neither: garbled, and only for that id. Two that say exactly the same
at the same time cannot be told apart, so they are asked for their position,
again and again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hardware.contract.errors import BusError, HardwareError, NotConnected
from hardware.contract.wire import FaultCode

ENOUGH = 3
"""So many clean answers are believed."""

MOST_SILENT = 5
"""So many silences are: a computer that just starts may be too busy to listen in time."""

MOST_TRIES = 8
OWN_ID = "connect one servo at a time and give each its own id"


@dataclass(slots=True)
class Probe:
    """How one servo answered.

    Args:
        doubled: Two answers came under its id; once alone, the first may have been late.
        strangers: Ids that answered in its place.
    """

    clean: int = 0
    doubled: int = 0
    garbled: int = 0
    silent: int = 0
    strangers: set[int] = field(default_factory=set)

    @property
    def done(self) -> bool:
        """Whether to ask no more."""
        tries = self.clean + self.doubled + self.garbled + self.silent
        enough = ENOUGH in (self.clean, self.doubled) or self.silent >= MOST_SILENT
        return enough or tries >= MOST_TRIES


def verdict(
    probes: Mapping[int, Probe], parts: Mapping[int, str], baud: int
) -> HardwareError | None:
    """Return the first thing that is wrong, with its remedy, or None.

    Args:
        probes: By id.
        parts: What the builder calls each servo.
        baud: What was spoken.
    """
    somebody = any(probe.clean for probe in probes.values())
    for servo, probe in probes.items():
        found = _wrong(servo, probe, somebody, baud)
        if found is None:
            continue
        code, text = found
        part = parts.get(servo, f"servo {servo}")
        return (NotConnected if code == "servo_silent" else BusError)(part, text, code)
    return None


def _wrong(servo: int, probe: Probe, somebody: bool, baud: int) -> tuple[FaultCode, str] | None:
    if probe.doubled > probe.clean:
        return "servo_id", f"two servos have the id {servo}: {OWN_ID}"
    if probe.clean > probe.garbled:
        return None
    if probe.garbled and somebody:
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
