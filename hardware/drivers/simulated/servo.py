"""PURE. Physical model of a servo with a load. No I/O.

The motor weakens with its speed. The gear has play and friction. The load has
inertia, and weight where it hangs off the axis. Torque heats the winding. It is
counted in shares of the stall torque at nominal supply.

Time advances in equal steps of STEP_S, and missed steps are caught up. The same
commands at the same times therefore end in the same state, however often the
servo is read in between.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

STEP_S = 0.005
MOST_STEPS = 1000
"""Most steps computed at once. Any movement ends within 5 s; for the rest only heat is computed."""

WEAKEST = 0.7
"""Share of the nominal supply below which the servo's own circuit resets and torque ends."""

EQUAL_VOLTS = 0.02

STICKS_DEG_S = 0.1
"""Speed below which friction stops the motor."""


def weightless(_angle_deg: float) -> float:
    """Return the gravity of a balanced axis: none."""
    return 0.0


@dataclass(frozen=True, slots=True)
class ServoTraits:
    """Traits of a servo and its load.

    Args:
        stiffness_hz: Stiffness of the position control; the servo lags by about
            2/stiffness seconds.
        top_deg_s: Speed without load.
        reach_speed_s: Time constant with which full torque brings the load to its top speed.
        backlash_deg: Play of the load while the motor stands still.
        friction: Torque that movement costs while the servo is powered.
        gear_friction: Torque that it takes to turn the unpowered servo.
        heat_c: Rise of temperature under lasting full torque.
        cooling_s: Time constant of heating and cooling.
        ambient_c: Temperature around the servo, inside a head.
        lowest_deg: Lower mechanical stop.
        highest_deg: Upper mechanical stop.
        gravity: Returns the torque of the load's weight at an angle.
    """

    stiffness_hz: float = 45.0
    top_deg_s: float = 400.0
    reach_speed_s: float = 0.045
    backlash_deg: float = 0.3
    friction: float = 0.01
    gear_friction: float = 0.35
    heat_c: float = 90.0
    cooling_s: float = 120.0
    ambient_c: float = 25.0
    lowest_deg: float = -120.0
    highest_deg: float = 120.0
    gravity: Callable[[float], float] = weightless

    @property
    def strength_deg_s2(self) -> float:
        """Angular acceleration of the load under full torque."""
        return self.top_deg_s / self.reach_speed_s


class SimulatedServo:
    """One servo; `angle_deg` is the angle of its load.

    Args:
        angle_deg: Angle at the start.
        traits: Of servo and load.
    """

    def __init__(self, angle_deg: float, traits: ServoTraits | None = None) -> None:
        self.traits = traits or ServoTraits()
        self.angle_deg = angle_deg
        self.target_deg: float | None = None
        self.speed_deg_s = 0.0
        self.temperature_c = self.traits.ambient_c
        self.load = 0.0
        """Signed share of its torque, which also determines current and heat."""
        self._motor_deg = angle_deg
        self._volts = 1.0
        self._blocked = False
        self._resting = False
        self._started_s: float | None = None
        self._steps = 0
        self._strength = self.traits.strength_deg_s2
        self._pull = self.traits.stiffness_hz**2 / self._strength
        # Part of the damping comes from the motor itself, which weakens with speed.
        self._lag = 1.0 / self.traits.reach_speed_s
        damping = max(2.0 * self.traits.stiffness_hz - self._lag, 0.0)
        self._damping = damping / self._strength
        self._cooled = -math.expm1(-STEP_S / self.traits.cooling_s)

    @property
    def powered(self) -> bool:
        """True if it has a target and enough supply for torque."""
        return self.target_deg is not None and self._volts >= WEAKEST

    def drive(self, target_deg: float | None, now: float) -> None:
        """Set the target; None detaches the servo."""
        self.advance(now)
        self._resting = self._resting and target_deg == self.target_deg
        self.target_deg = target_deg

    def block(self, blocked: bool, now: float) -> None:
        """Block or release the load."""
        self.advance(now)
        self._blocked = blocked
        self._resting = False

    def turn(self, angle_deg: float, now: float) -> None:
        """Turn the load by hand; has no effect on a powered or blocked servo."""
        self.advance(now)
        if self.powered or self._blocked:
            return
        self.angle_deg = self._motor_deg = self._between_stops(angle_deg)
        self._resting = False

    def warm(self, temperature_c: float) -> None:
        """Set the temperature."""
        self.temperature_c = temperature_c

    def supply(self, share: float) -> None:
        """Set the supply, as a share of the nominal one."""
        if abs(share - self._volts) > EQUAL_VOLTS or (share < WEAKEST) != (self._volts < WEAKEST):
            self._volts = share
            self._resting = False

    def advance(self, now: float) -> float:
        """Advance to now; return the angle. A clock that runs backwards has no effect."""
        if self._started_s is None:
            self._started_s = now
        due = int((now - self._started_s) / STEP_S + 1e-6) - self._steps
        if due <= 0:
            return self.angle_deg
        self._steps += due
        for passed in range(min(due, MOST_STEPS)):
            if self._resting:
                self._cool(due - passed)
                return self.angle_deg
            self._step()
        if due > MOST_STEPS:
            self._cool(due - MOST_STEPS)
        return self.angle_deg

    def _step(self) -> None:
        traits, before_deg, before_deg_s = self.traits, self._motor_deg, self.speed_deg_s
        self.load = self._effort()
        weight = traits.gravity(self.angle_deg)
        powered = self.powered
        change = self._strength * STEP_S
        speed = before_deg_s + (self.load + weight) * change
        friction = (traits.friction if powered else traits.gear_friction) * change
        speed = math.copysign(max(abs(speed) - friction, 0.0), speed)
        if powered:
            speed /= 1.0 + self._lag * STEP_S
        motor_deg = self._between_stops(before_deg + speed * STEP_S)
        if abs(speed) < STICKS_DEG_S or self._blocked or motor_deg == before_deg:
            motor_deg, speed = before_deg, 0.0
        self._motor_deg, self.speed_deg_s = motor_deg, speed
        if not self._blocked:
            self._follow(weight)
        self._cool(1)
        # The step must also have begun at rest: an overshoot stands still for one step.
        self._resting = before_deg_s == speed == 0.0 and self.load == self._effort()

    def _effort(self) -> float:
        """Return the torque that the servo's position control applies."""
        if self.target_deg is None or not self.powered:
            return 0.0
        wanted = self._pull * (self.target_deg - self.angle_deg) - self._damping * self.speed_deg_s
        return min(max(wanted, -1.0), 1.0) * min(self._volts, 1.0)

    def _follow(self, weight: float) -> None:
        """Move the load with the motor, through the play of the gear."""
        play = self.traits.backlash_deg / 2
        low, high = self._motor_deg - play, self._motor_deg + play
        if abs(weight) > self.traits.friction:
            # Its weight rests on one flank of the teeth.
            self.angle_deg = high if weight > 0 else low
        else:
            self.angle_deg = min(max(self.angle_deg, low), high)

    def _cool(self, steps: int) -> None:
        """Heat or cool the winding for a number of steps under the same load."""
        traits = self.traits
        end_c = traits.ambient_c + traits.heat_c * self.load * self.load
        passed = self._cooled if steps == 1 else -math.expm1(-steps * STEP_S / traits.cooling_s)
        self.temperature_c += (end_c - self.temperature_c) * passed

    def _between_stops(self, angle_deg: float) -> float:
        return min(max(angle_deg, self.traits.lowest_deg), self.traits.highest_deg)
