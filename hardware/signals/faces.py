"""PURE. Eyes and ring at a moment of a signal. No I/O.

For drawings of the robot; the body itself also limits fast changes between signals.
"""

from bridge.protocol.vocabulary import SignalName
from hardware.signals.drawings import Face
from hardware.signals.shapes import Colour
from hardware.signals.table import SIGNAL_TABLE


def eye_frames(
    name: SignalName, t_s: float, has_hand: bool = True, look: tuple[int, int] = (0, 0)
) -> Face:
    """Return the lit LEDs of both eyes.

    Args:
        name: The signal.
        t_s: Seconds since it began.
        has_hand: True if a hand is built in; otherwise the eyes draw it.
        look: Number of LEDs that the pupils move right and down, as the class sees them.
    """
    return SIGNAL_TABLE[name].drawing_at(t_s, has_hand).looking(*look)


def ring(name: SignalName, t_s: float, level: float = 0.0) -> Colour:
    """Return red, green and blue of the ring, each 0..1.

    Args:
        name: The signal.
        t_s: Seconds since it began.
        level: Loudness of the child's voice, 0..1, for `speaking`.
    """
    signal = SIGNAL_TABLE[name]
    brightness = signal.brightness_at(t_s, level)
    red, green, blue = signal.colour
    return red * brightness, green * brightness, blue * brightness
