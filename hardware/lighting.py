"""PURE. What eyes and light show at each moment of a signal. No I/O."""

from hardware.interfaces import LightState
from hardware.signals import SIGNAL_TABLE, Colour, FlashGuard
from hardware.wire import SignalName

VISIBLE = 1 / 255
"""Smaller changes are not sent to the lights."""


class Lighting:
    """The signal that is shown, and since when.

    Args:
        now: Monotonic seconds.
        has_arm: Whether a raised hand is an arm; else the eyes draw it.
    """

    def __init__(self, now: float, has_arm: bool = True) -> None:
        self.name: SignalName = "asleep"
        self.since_s = now
        self.level = 0.0
        self.lux: float | None = None
        self._has_arm = has_arm
        self._light = FlashGuard()
        self._eyes = FlashGuard()
        self._sent: LightState | None = None

    def show(self, name: SignalName, level: float, now: float) -> bool:
        """Show this from now on; return whether the signal is another one than before."""
        self.level = level
        if name == self.name:
            return False
        self.name = name
        self.since_s = now
        return True

    def tilt_offset_at(self, now: float) -> float:
        """Return what the signal adds to the tilt now."""
        return SIGNAL_TABLE[self.name].tilt_offset_at(now - self.since_s)

    def tick(self, now: float) -> LightState | None:
        """Return what to show from now on, or None if that did not change."""
        signal, t_s = SIGNAL_TABLE[self.name], max(now - self.since_s, 0.0)
        weight = _luminance(signal.colour)
        # Guarded by luminance, since a change of colour alone can flash too.
        shown = self._light.limit(signal.brightness_at(t_s, self.level) * weight, now) / weight
        red, green, blue = (part * min(shown, 1.0) for part in signal.colour)
        state = LightState(red, green, blue, self._eyes.limit(signal.eyes_at(t_s), now))
        if self._sent is not None and _alike(state, self._sent):
            return None
        self._sent = state
        return state

    def measure(self, lux: float | None, now: float) -> None:
        """Learn how bright the room is."""
        self.lux = lux

    def forget(self) -> None:
        """Send everything anew: the lights were reset."""
        self._sent = None


def _luminance(colour: Colour) -> float:
    red, green, blue = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _alike(one: LightState, other: LightState) -> bool:
    pairs = (
        (one.red, other.red),
        (one.green, other.green),
        (one.blue, other.blue),
        (one.eyes, other.eyes),
    )
    # Dark must become quite dark.
    return all(abs(a - b) < VISIBLE and (a == 0.0) == (b == 0.0) for a, b in pairs)
