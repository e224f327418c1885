"""PURE. Lights of the signal that is shown. No I/O."""

from bridge.protocol.vocabulary import MarkName, SignalName
from hardware.contract.interfaces import LightState
from hardware.signals.dimming import Brightness, Dimming
from hardware.signals.drawings import MOST_LOOK
from hardware.signals.flash_guard import FlashGuard, Lamps
from hardware.signals.modifiers import modified
from hardware.signals.shapes import Colour
from hardware.signals.table import SIGNAL_TABLE

VISIBLE = 1 / 255
"""Smaller changes are not sent to the lights."""

LOOK_DEG = 15.0
"""Remaining angle of the head for which the pupils lead by one LED."""


class Lighting:
    """The signal that is shown, and its start.

    Args:
        now: Monotonic seconds.
        has_hand: True if a hand is built in; otherwise the eyes draw it.
        brightness: Share of full light, or "ambient"; see `hardware.signals.dimming`.
    """

    def __init__(self, now: float, has_hand: bool = True, brightness: Brightness = 1.0) -> None:
        self.name: SignalName = "asleep"
        self.since_s = now
        self.level = 0.0
        self.near = False
        """Eyes that look are narrow."""
        self.mark: MarkName | None = None
        """Answer that stands in one eye."""
        self.told: SignalName = "asleep"
        """The signal that the lights really tell. One that says that somebody is inside
        counts only once it is lit in full: cameras wait for it."""
        self._has_hand = has_hand
        self._look = (0, 0)
        self._dimming = Dimming(brightness)
        self._guard = FlashGuard()
        self._sent: LightState | None = None

    def show(self, name: SignalName, level: float, now: float) -> bool:
        """Show this from now on; return whether the signal changed."""
        self.level = level
        if name == self.name:
            return False
        self.name = name
        self.since_s = now
        return True

    def measure(self, lux: float | None) -> None:
        """Take a measurement of the light in the room."""
        self._dimming.measure(lux)

    def look(self, pan_deg: float, tilt_deg: float) -> None:
        """Let the pupils lead the head by its remaining way, positive to its left and up.

        The robot's left is on the right of those who see it.
        """
        self._look = (_leds(pan_deg), _leds(-tilt_deg))

    def tilt_offset_at(self, now: float) -> float:
        """Return the signal's current offset to the tilt."""
        return SIGNAL_TABLE[self.name].tilt_offset_at(now - self.since_s)

    def tick(self, now: float) -> LightState | None:
        """Return the lights to show from now on, or None if they did not change."""
        signal, t_s = SIGNAL_TABLE[self.name], max(now - self.since_s, 0.0)
        weight = _luminance(signal.colour)
        # Limited by luminance, since a change of colour alone can flash too.
        drawing = modified(signal.drawing_at(t_s, self._has_hand), self.near, self.mark)
        look = self._look if signal.posture == "follow" else (0, 0)
        asked = Lamps(
            signal.brightness_at(t_s, self.level) * weight, drawing.open, drawing.looking(*look)
        )
        lamps = self._guard.limit(asked, now)
        if lamps == asked or not signal.watched or SIGNAL_TABLE[self.told].watched:
            self.told = self.name
        red, green, blue = (part * min(lamps.ring / weight, 1.0) for part in signal.colour)
        state = LightState(
            red,
            green,
            blue,
            lamps.eyes,
            self._dimming.brightness_at(now),
            lamps.face.left,
            lamps.face.right,
        )
        if self._sent is not None and _alike(state, self._sent):
            return None
        self._sent = state
        return state

    def forget(self) -> None:
        """Send everything again after the lights were reset."""
        self._sent = None


def _leds(ahead_deg: float) -> int:
    return max(-MOST_LOOK, min(round(ahead_deg / LOOK_DEG), MOST_LOOK))


def _luminance(colour: Colour) -> float:
    red, green, blue = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _alike(one: LightState, other: LightState) -> bool:
    pairs = (
        (one.red, other.red),
        (one.green, other.green),
        (one.blue, other.blue),
        (one.eyes, other.eyes),
        (one.brightness, other.brightness),
    )
    if (one.left_eye, one.right_eye) != (other.left_eye, other.right_eye):
        return False
    # A lamp that goes dark must go fully dark.
    return all(abs(a - b) < VISIBLE and (a == 0.0) == (b == 0.0) for a, b in pairs)
