"""PURE. Choice of the moment that is drawn for a signal or a body's state. No I/O."""

from bridge.protocol.vocabulary import MarkName, SignalName
from hardware.contract import wire
from hardware.contract.interfaces import LightState
from hardware.motion.config import Motion
from hardware.papers.pose.figure import Moment
from hardware.signals.faces import ring
from hardware.signals.modifiers import modified
from hardware.signals.table import SIGNAL_TABLE

RAISED: frozenset[SignalName] = frozenset({"hand", "hand_waiting", "seen"})
SEARCHED_S = 8.0
STEP_S = 0.05
MIDDLE_LEVEL = 0.6
"""Voice level in the middle of a sentence."""


def lights_at(
    name: SignalName,
    t_s: float,
    has_hand: bool = True,
    near: bool = False,
    mark: MarkName | None = None,
) -> LightState:
    """Return the lights of eyes and ring at this time after the signal began."""
    drawing = modified(SIGNAL_TABLE[name].drawing_at(t_s, has_hand), near, mark)
    face = drawing.looking()
    red, green, blue = ring(name, t_s, MIDDLE_LEVEL)
    return LightState(red, green, blue, drawing.open, 1.0, face.left, face.right)


def brightest_s(name: SignalName) -> float:
    """Return the time at which the signal is clearest: its ring shines, its eyes are open."""

    def clearness(t_s: float) -> tuple[float, float]:
        signal = SIGNAL_TABLE[name]
        return signal.eyes_at(t_s), signal.brightness_at(t_s, MIDDLE_LEVEL)

    moments = [step * STEP_S for step in range(round(SEARCHED_S / STEP_S))]
    return max(moments, key=clearness)


def of_signal(name: SignalName, t_s: float | None = None, motion: Motion | None = None) -> Moment:
    """Return a robot that shows this signal, by default at its clearest moment."""
    rest = motion or Motion()
    signal = SIGNAL_TABLE[name]
    if t_s is None:
        t_s = brightest_s(name)
    down = signal.posture == "down"
    return Moment(
        pan_deg=rest.rest_pan_deg if down else 0.0,
        tilt_deg=rest.rest_tilt_deg if down else signal.tilt_offset_deg,
        hand=1.0 if name in RAISED else 0.0,
        lights=lights_at(name, t_s),
    )


def of_state(state: wire.BodyState, has_hand: bool, t_s: float | None = None) -> Moment:
    """Return the robot in this state, at this time after its signal began."""
    if t_s is None:
        t_s = brightest_s(state.signal)
    return Moment(
        pan_deg=state.measured_pan_deg,
        tilt_deg=state.measured_tilt_deg,
        hand=1.0 if state.hand_raised else 0.0,
        lights=lights_at(state.signal, t_s, has_hand, state.near, state.mark),
        has_hand=has_hand,
    )
