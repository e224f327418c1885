"""Driver of the simulated body: servos with inertia, buttons that software presses.

It refuses the same values as a real body, and fails like one when it is poked.
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
    """A part that fails on demand: once, or until it is reset."""

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
        """End the failure."""
        self._next = self._lasting = None

    def _check(self) -> None:
        error, self._next = self._next or self._lasting, None
        if error is not None:
            raise error


class SimulatedHead(_Failing):
    """Pan and tilt; the measured pose lags behind the commanded one.

    Args:
        mechanics: The servos.
        motion: The limits.
        clock: Monotonic seconds.
        report: Called with each failure.
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
        """Target of the servos; None while one is detached."""
        pan, tilt = self._mechanics.target_deg("pan"), self._mechanics.target_deg("tilt")
        return None if pan is None or tilt is None else Pose(pan, tilt)

    def move(self, pose: Pose) -> Pose:
        """Set the target; return what was commanded, after limits."""
        self._check()
        sent = Pose(self._pan.clamp(pose.pan_deg), self._tilt.clamp(pose.tilt_deg))
        self._drive(sent.pan_deg, sent.tilt_deg)
        return sent

    def measure(self) -> Pose | None:
        """Return the measured pose; report failures since the last call."""
        for failure in self._mechanics.advance(self._clock()):
            self._report(failure)
        return Pose(self._mechanics.angle_deg("pan"), self._mechanics.angle_deg("tilt"))

    def health(self) -> tuple[ServoHealth, ...]:
        """Return load, heat and supply of every servo, the hand too."""
        return self._mechanics.health()

    def relax(self, pan: bool, tilt: bool) -> None:
        """Detach these axes until the next move."""
        now = self._clock()
        if pan:
            self._mechanics.drive("pan", None, now)
        if tilt:
            self._mechanics.drive("tilt", None, now)

    def detach(self) -> None:
        """Detach both axes; they run out against the friction of their gears."""
        self._drive(None, None)

    def reset(self) -> None:
        """Judge anew; a fault that lasts is reported once more."""
        super().reset()
        self._mechanics.forget()

    def _drive(self, pan_deg: float | None, tilt_deg: float | None) -> None:
        now = self._clock()
        self._mechanics.drive("pan", pan_deg, now)
        self._mechanics.drive("tilt", tilt_deg, now)


class SimulatedHand(_Failing):
    """The hand."""

    def __init__(self, mechanics: Mechanics, motion: Motion, clock: Clock) -> None:
        super().__init__()
        ends = (motion.hand_down_deg, motion.hand_up_deg)
        self._mechanics = mechanics
        self._clock = clock
        self._limits = Axis(min(ends), max(ends), ends[0])

    @property
    def target_deg(self) -> float | None:
        """Target of the servo; None while detached."""
        return self._mechanics.target_deg("hand")

    def move(self, angle_deg: float) -> float:
        """Set the target; return what was commanded, after limits."""
        self._check()
        sent_deg = self._limits.clamp(angle_deg)
        self._mechanics.drive("hand", sent_deg, self._clock())
        return sent_deg

    def detach(self) -> None:
        """Detach the servo."""
        self._mechanics.drive("hand", None, self._clock())


class SimulatedLights(_Failing):
    """Lights that remember the state they show."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = DARK

    def show(self, state: LightState) -> None:
        """Show a state.

        Raises:
            OutOfRange: A brightness is outside 0..1.
        """
        self._check()
        parts = (state.red, state.green, state.blue, state.eyes, state.brightness)
        if not all(0 <= part <= 1 for part in parts):
            raise OutOfRange("lights", "brightness outside 0..1", "lights")
        self.shown = state


class SimulatedButtons:
    """Buttons that software presses."""

    def __init__(self, report: Reporter) -> None:
        self._report = report

    def press(self, button: ButtonName) -> bool:
        """Press and release a button."""
        self._report(ButtonPressed(button))
        self._report(ButtonReleased(button))
        return True


class SimulatedBattery:
    """Gauge of the simulated supply."""

    def __init__(self, mechanics: Mechanics) -> None:
        self._mechanics = mechanics

    def read(self) -> BatteryReading:
        """Return charge, voltage and current; on a mains adapter without the charge."""
        return self._mechanics.battery()


class SimulatedBoard:
    """Sensors of the computer inside the simulated body."""

    def __init__(self, mechanics: Mechanics) -> None:
        self._mechanics = mechanics

    def read(self) -> BoardReading:
        """Return temperature and undervoltage."""
        return self._mechanics.board()


class SimulatedAxis:
    """One axis for a technician's tuning; raw values are degrees."""

    raw_unit = "deg"
    can_be_moved_by_hand = True

    def __init__(self, axis: AxisName, mechanics: Mechanics, clock: Clock) -> None:
        self.raw_limits = STOPS_DEG[axis]
        self._axis = axis
        self._mechanics = mechanics
        self._clock = clock

    def torque(self, on: bool) -> None:
        """Hold the servo where it stands, or detach it."""
        now = self._clock()
        target_deg = self._mechanics.angle_at(self._axis, now) if on else None
        self._mechanics.drive(self._axis, target_deg, now)

    def read_raw(self) -> float | None:
        """Return the measured angle."""
        return self._mechanics.angle_at(self._axis, self._clock())

    def drive_raw(self, value: float) -> None:
        """Set the target, within the mechanical stops.

        Raises:
            OutOfRange: It is beyond a stop.
        """
        low, high = self.raw_limits
        if not low <= value <= high:
            raise OutOfRange(f"{self._axis} servo", f"{value:g} deg is outside {low:g}..{high:g}")
        self._mechanics.drive(self._axis, value, self._clock())


@asynccontextmanager
async def open_simulated(
    section: Simulated, motion: Motion, report: Reporter, clock: Clock, header: Any = None
) -> AsyncIterator[Hardware]:
    """Build the simulated body; leaving detaches its servos.

    Args:
        section: Traits of its servos.
        motion: Limits and rest.
        report: Called with failures and presses.
        clock: Monotonic seconds.
        header: Unused: no pins.
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
