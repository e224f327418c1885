"""PURE. Faults of a simulated servo: unplugged, hot or blocked. No I/O."""

from dataclasses import dataclass

from hardware.contract.interfaces import PartFailed
from hardware.drivers.simulated.config import Simulated

FAR_DEG = 3.5
"""Distance from the target within which a loaded servo is holding and not blocked."""

STANDING_DEG_S = 2.0


@dataclass(frozen=True, slots=True)
class ServoSample:
    """State of a servo at one moment.

    Args:
        answers: Whether it is plugged in.
        temperature_c: Of its winding.
        load: Share of its torque, with sign.
        speed_deg_s: Of its motor.
        off_deg: Distance to its target, with sign; None while it is detached.
    """

    answers: bool
    temperature_c: float
    load: float
    speed_deg_s: float
    off_deg: float | None


class Watch:
    """Judges one servo; returns one failure, once, until `forget`.

    Args:
        part: Its name.
        section: Thresholds of heat and stall.
    """

    def __init__(self, part: str, section: Simulated) -> None:
        self._part = part
        self._section = section
        self._standing_since_s: float | None = None
        self._said = False

    def forget(self) -> None:
        """Forget earlier states and failures."""
        self._standing_since_s = None
        self._said = False

    def look(self, seen: ServoSample, now: float) -> PartFailed | None:
        """Judge a state; return a failure that was not returned before."""
        failure = self._judge(seen, now)
        if failure is None or self._said:
            return None
        self._said = True
        return failure

    def _judge(self, seen: ServoSample, now: float) -> PartFailed | None:
        if not seen.answers:
            return PartFailed("servo_unplugged", self._part, "does not answer; check its plug")
        if seen.temperature_c >= self._section.hot_c:
            text = f"{seen.temperature_c:.0f} degrees hot; let it cool down"
            return PartFailed("servo_hot", self._part, text)
        return self._stalled(seen, now)

    def _stalled(self, seen: ServoSample, now: float) -> PartFailed | None:
        standing = (
            seen.off_deg is not None
            and abs(seen.off_deg) > FAR_DEG
            and abs(seen.load) >= self._section.stall_load
            and abs(seen.speed_deg_s) <= STANDING_DEG_S
        )
        if not standing:
            self._standing_since_s = None
            return None
        if self._standing_since_s is None:
            self._standing_since_s = now
        if now - self._standing_since_s < self._section.stall_s:
            return None
        return PartFailed("servo_stalled", self._part, "is blocked; check what is in its way")
