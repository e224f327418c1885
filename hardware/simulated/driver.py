"""A body of numbers: servos that take their time, buttons that software presses.

It refuses what a real one refuses, and fails when told to.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from hardware.config import Config, Motion
from hardware.errors import HardwareError, OutOfRange
from hardware.interfaces import (
    DARK,
    ButtonPressed,
    ButtonReleased,
    Hardware,
    LightState,
    Pose,
    Reporter,
)
from hardware.simulated.servo_model import ServoModel
from hardware.trajectory import Axis
from hardware.wire import ButtonName, ServoHealth

Clock = Callable[[], float]


class _Failing:
    """Fails on demand: once, or until it is reset."""

    def __init__(self) -> None:
        self._next: HardwareError | None = None
        self._lasting: HardwareError | None = None

    def fail_next(self, error: HardwareError) -> None:
        """Raise this at the next call."""
        self._next = error

    def fail_until_reset(self, error: HardwareError) -> None:
        """Raise this at every call until `reset`."""
        self._lasting = error

    def reset(self) -> None:
        """Work again."""
        self._next = self._lasting = None

    def _check(self) -> None:
        error, self._next = self._next or self._lasting, None
        if error is not None:
            raise error


class SimulatedHead(_Failing):
    """Two servo models; `measured` lags behind what is commanded."""

    senses = True

    def __init__(self, config: Config, clock: Clock) -> None:
        super().__init__()
        motion, servo = config.motion, config.simulated
        self._clock = clock
        self._limits = _limits(motion)
        rest = (motion.rest_pan_deg, motion.rest_tilt_deg)
        self._servos = [ServoModel(a, servo.stiffness_hz, servo.speed_deg_s) for a in rest]

    @property
    def goal(self) -> Pose | None:
        """What the servos are told; None while detached."""
        pan, tilt = (servo.goal_deg for servo in self._servos)
        return None if pan is None or tilt is None else Pose(pan, tilt)

    def move(self, pose: Pose) -> Pose:
        """Drive there; return what was commanded, after limits."""
        self._check()
        pan, tilt = self._limits
        sent = Pose(pan.clamp(pose.pan_deg), tilt.clamp(pose.tilt_deg))
        now = self._clock()
        for servo, goal in zip(self._servos, (sent.pan_deg, sent.tilt_deg), strict=True):
            servo.drive(goal, now)
        return sent

    def measure(self) -> Pose | None:
        """Return where the models are."""
        now = self._clock()
        pan, tilt = (servo.advance(now) for servo in self._servos)
        return Pose(pan, tilt)

    def health(self) -> tuple[ServoHealth, ...]:
        """Return nothing: numbers do not feel."""
        return ()

    def detach(self) -> None:
        """Let go: the models stop where they are."""
        now = self._clock()
        for servo in self._servos:
            servo.drive(None, now)


class SimulatedHand(_Failing):
    """One servo."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        ends = (config.motion.hand_down_deg, config.motion.hand_up_deg)
        self._limits = Axis(min(ends), max(ends), ends[0])
        self.angle_deg = config.motion.hand_down_deg
        self.attached = False

    def move(self, angle_deg: float) -> float:
        """Be there; return what was commanded, after limits."""
        self._check()
        self.attached = True
        self.angle_deg = self._limits.clamp(angle_deg)
        return self.angle_deg

    def detach(self) -> None:
        """Let go."""
        self.attached = False


class SimulatedLights(_Failing):
    """Remembers what is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = DARK

    def show(self, state: LightState) -> None:
        """Show this; refuse what no lamp can."""
        self._check()
        if not all(0 <= part <= 1 for part in (state.red, state.green, state.blue, state.eyes)):
            raise OutOfRange("lights", "brightness outside 0..1", "lights")
        self.shown = state


class SimulatedButtons:
    """Buttons without fingers."""

    def __init__(self, report: Reporter) -> None:
        self._report = report

    def press(self, button: ButtonName) -> bool:
        """Press it shortly."""
        self._report(ButtonPressed(button))
        self._report(ButtonReleased(button))
        return True


class SimulatedBattery:
    """Always as full as configured."""

    def __init__(self, percent: float | None) -> None:
        self._percent = percent

    def percent(self) -> float | None:
        """Return the configured charge."""
        return self._percent


@asynccontextmanager
async def open_simulated(config: Config, report: Reporter, clock: Clock) -> AsyncIterator[Hardware]:
    """Build it; leaving detaches."""
    head = SimulatedHead(config, clock)
    hand = SimulatedHand(config) if config.simulated.has_hand else None
    lights = SimulatedLights()
    try:
        yield Hardware(
            "simulated",
            head,
            hand,
            lights,
            SimulatedButtons(report),
            SimulatedBattery(config.simulated.battery_percent),
        )
    finally:
        head.detach()
        if hand is not None:
            hand.detach()
        lights.shown = DARK


def _limits(motion: Motion) -> tuple[Axis, Axis]:
    return (
        Axis(motion.pan_min_deg, motion.pan_max_deg, motion.rest_pan_deg),
        Axis(motion.tilt_min_deg, motion.tilt_max_deg, motion.rest_tilt_deg),
    )
