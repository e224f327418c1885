"""A body of numbers: servos that take their time, buttons that software presses.

It refuses what a real one refuses, and fails as real ones do when it is poked.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from hardware.contract.errors import HardwareError, OutOfRange
from hardware.contract.interfaces import (
    DARK,
    BatteryReading,
    BoardReading,
    ButtonPressed,
    ButtonReleased,
    Hardware,
    LightState,
    Pose,
    Reporter,
)
from hardware.contract.wire import AxisName, ButtonName, Poke, ServoHealth
from hardware.drivers.simulated.config import Simulated
from hardware.drivers.simulated.mechanics import STOPS_DEG, Mechanics
from hardware.motion.config import Motion
from hardware.motion.trajectory import Axis

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
    """Pan and tilt; `measured` lags behind what is commanded.

    Args:
        mechanics: The servos.
        motion: The limits.
        clock: Monotonic seconds.
        report: Gets what fails meanwhile.
    """

    senses = True

    def __init__(
        self, mechanics: Mechanics, motion: Motion, clock: Clock, report: Reporter
    ) -> None:
        super().__init__()
        self._mechanics = mechanics
        self._clock = clock
        self._report = report
        self._pan = Axis(motion.pan_min_deg, motion.pan_max_deg, motion.rest_pan_deg)
        self._tilt = Axis(motion.tilt_min_deg, motion.tilt_max_deg, motion.rest_tilt_deg)

    @property
    def target(self) -> Pose | None:
        """What the servos are told; None while detached."""
        pan, tilt = self._mechanics.target_deg("pan"), self._mechanics.target_deg("tilt")
        return None if pan is None or tilt is None else Pose(pan, tilt)

    def move(self, pose: Pose) -> Pose:
        """Drive there; return what was commanded, after limits."""
        self._check()
        sent = Pose(self._pan.clamp(pose.pan_deg), self._tilt.clamp(pose.tilt_deg))
        self._drive(sent.pan_deg, sent.tilt_deg)
        return sent

    def measure(self) -> Pose | None:
        """Return where the head is; reports what failed since the last look."""
        for failure in self._mechanics.advance(self._clock()):
            self._report(failure)
        return Pose(self._mechanics.angle_deg("pan"), self._mechanics.angle_deg("tilt"))

    def health(self) -> tuple[ServoHealth, ...]:
        """Return load, heat and supply of every servo, the arm's too."""
        return self._mechanics.health()

    def relax(self, pan: bool, tilt: bool) -> None:
        """Let go of these axes until the next move."""
        now = self._clock()
        if pan:
            self._mechanics.drive("pan", None, now)
        if tilt:
            self._mechanics.drive("tilt", None, now)

    def detach(self) -> None:
        """Let go: what moves runs out against the friction of its gear."""
        self._drive(None, None)

    def reset(self) -> None:
        """Judge anew; what is still broken is reported once more."""
        super().reset()
        self._mechanics.forget()

    def _drive(self, pan_deg: float | None, tilt_deg: float | None) -> None:
        now = self._clock()
        self._mechanics.drive("pan", pan_deg, now)
        self._mechanics.drive("tilt", tilt_deg, now)


class SimulatedHand(_Failing):
    """The arm."""

    def __init__(self, mechanics: Mechanics, motion: Motion, clock: Clock) -> None:
        super().__init__()
        ends = (motion.hand_down_deg, motion.hand_up_deg)
        self._mechanics = mechanics
        self._clock = clock
        self._limits = Axis(min(ends), max(ends), ends[0])

    @property
    def target_deg(self) -> float | None:
        """What the servo is told; None while detached."""
        return self._mechanics.target_deg("hand")

    def move(self, angle_deg: float) -> float:
        """Drive there; return what was commanded, after limits."""
        self._check()
        sent_deg = self._limits.clamp(angle_deg)
        self._mechanics.drive("hand", sent_deg, self._clock())
        return sent_deg

    def detach(self) -> None:
        """Let go."""
        self._mechanics.drive("hand", None, self._clock())


class SimulatedLights(_Failing):
    """Remembers what is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = DARK

    def show(self, state: LightState) -> None:
        """Show this; refuse what no lamp can."""
        self._check()
        parts = (state.red, state.green, state.blue, state.eyes, state.brightness)
        if not all(0 <= part <= 1 for part in parts):
            raise OutOfRange("lights", "brightness outside 0..1", "lights")
        self.shown = state


class SimulatedButtons:
    """Buttons without fingers."""

    def __init__(self, report: Reporter) -> None:
        self._report = report

    def press(self, button: ButtonName) -> bool:
        """Press and release it."""
        self._report(ButtonPressed(button))
        self._report(ButtonReleased(button))
        return True


class SimulatedBattery:
    """What a gauge would tell of the simulated supply."""

    def __init__(self, mechanics: Mechanics) -> None:
        self._mechanics = mechanics

    def read(self) -> BatteryReading:
        """Return charge, voltage and current; all but the charge even on a mains adapter."""
        return self._mechanics.battery()


class SimulatedBoard:
    """The computer inside of a simulated body."""

    def __init__(self, mechanics: Mechanics) -> None:
        self._mechanics = mechanics

    def read(self) -> BoardReading:
        """Return its temperature, and whether its supply gives way."""
        return self._mechanics.board()


class SimulatedAxis:
    """One axis as a technician tunes it: raw values are degrees."""

    raw_unit = "deg"
    can_be_moved_by_hand = True

    def __init__(self, axis: AxisName, mechanics: Mechanics, clock: Clock) -> None:
        self.raw_limits = STOPS_DEG[axis]
        self._axis = axis
        self._mechanics = mechanics
        self._clock = clock

    def torque(self, on: bool) -> None:
        """Hold where it stands, or let go."""
        now = self._clock()
        target_deg = self._mechanics.angle_at(self._axis, now) if on else None
        self._mechanics.drive(self._axis, target_deg, now)

    def read_raw(self) -> float | None:
        """Return where it stands."""
        return self._mechanics.angle_at(self._axis, self._clock())

    def drive_raw(self, value: float) -> None:
        """Drive there, within the mechanics' ends."""
        low, high = self.raw_limits
        if not low <= value <= high:
            raise OutOfRange(f"{self._axis} servo", f"{value:g} deg is outside {low:g}..{high:g}")
        self._mechanics.drive(self._axis, value, self._clock())


@asynccontextmanager
async def open_simulated(
    section: Simulated, motion: Motion, report: Reporter, clock: Clock, header: Any = None
) -> AsyncIterator[Hardware]:
    """Build it; leaving detaches.

    Args:
        section: What its servos are like.
        motion: Limits and rest.
        report: Gets failures and presses.
        clock: Monotonic seconds.
        header: Not needed: no pins.
    """
    mechanics = Mechanics(section, motion)
    head = SimulatedHead(mechanics, motion, clock, report)
    hand = SimulatedHand(mechanics, motion, clock) if section.has_hand else None
    lights = SimulatedLights()
    axes: list[AxisName] = ["pan", "tilt", "hand"] if hand else ["pan", "tilt"]

    def poke(given: Poke) -> None:
        mechanics.poke(given, clock())

    try:
        yield Hardware(
            "simulated",
            head,
            hand,
            lights,
            SimulatedButtons(report),
            SimulatedBattery(mechanics),
            SimulatedBoard(mechanics),
            axes={axis: SimulatedAxis(axis, mechanics, clock) for axis in axes},
            poke=poke,
        )
    finally:
        head.detach()
        if hand is not None:
            hand.detach()
        lights.shown = DARK
