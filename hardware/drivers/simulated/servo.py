"""PURE. A servo with a weight on it, as a physical thing. No I/O.

A motor that gets weaker the faster it turns, a gear with play and friction, a
mass that must be sped up and slowed down, gravity where the mass hangs off the
axis, and a winding that every effort heats. Torque is counted in shares of what
the motor gives standing still at its nominal supply.

Time runs in equal steps of STEP_S and is made up for: the same commands at the
same times end in the same state, however often somebody looks in between.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

STEP_S = 0.005
MOST_STEPS = 1000
"""After 5 s any movement has ended; of a longer silence only the heat is worked out."""

WEAKEST = 0.7
"""Below this share of its nominal supply the servo's own circuit restarts: no torque."""

EQUAL_VOLTS = 0.02

STICKS_DEG_S = 0.1
"""Slower than this it does not creep, it stands."""


def weightless(_angle_deg: float) -> float:
    """Gravity of a balanced axis."""
    return 0.0


@dataclass(frozen=True, slots=True)
class Traits:
    """What kind of servo, and what it carries.

    Args:
        stiffness_hz: How hard it pulls to its target; it is late by about 2/stiffness seconds.
        top_deg_s: Its speed without any load.
        reach_speed_s: So long its full torque needs to bring what it carries near its top speed.
        backlash_deg: So far the mass can be moved while the motor stands still.
        friction: Torque that movement costs.
        gear_friction: Torque that moving it against the dead motor would take.
        heat_c: So much warmer than the room it would become under full torque.
        cooling_s: Two thirds of a difference in temperature are gone after this time.
        ambient_c: The room, inside of a head.
        lowest_deg: Here the mechanics end.
        highest_deg: And here.
        gravity: Torque of the mass at an angle.
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
        """How fast its full torque speeds up what it carries."""
        return self.top_deg_s / self.reach_speed_s


class Servo:
    """One servo; `angle_deg` is where the mass stands.

    Args:
        angle_deg: Where it stands at the start.
        traits: What kind.
    """

    def __init__(self, angle_deg: float, traits: Traits | None = None) -> None:
        self.traits = traits or Traits()
        self.angle_deg = angle_deg
        self.target_deg: float | None = None
        self.speed_deg_s = 0.0
        self.temperature_c = self.traits.ambient_c
        self.load = 0.0
        """Share of its torque, with sign; what it draws and what heats it."""
        self._motor_deg = angle_deg
        self._volts = 1.0
        self._blocked = False
        self._resting = False
        self._started_s: float | None = None
        self._steps = 0
        self._strength = self.traits.strength_deg_s2
        self._pull = self.traits.stiffness_hz**2 / self._strength
        # The motor's own resistance to speed does a part of the damping.
        self._lag = 1.0 / self.traits.reach_speed_s
        damping = max(2.0 * self.traits.stiffness_hz - self._lag, 0.0)
        self._damping = damping / self._strength
        self._cooled = -math.expm1(-STEP_S / self.traits.cooling_s)

    @property
    def powered(self) -> bool:
        """Whether it has a target and the supply to pull towards it."""
        return self.target_deg is not None and self._volts >= WEAKEST

    def drive(self, target_deg: float | None, now: float) -> None:
        """Pull towards this angle from now on; None lets go."""
        self.advance(now)
        self._resting = self._resting and target_deg == self.target_deg
        self.target_deg = target_deg

    def block(self, blocked: bool, now: float) -> None:
        """Hold the mass in an iron grip, or let it go."""
        self.advance(now)
        self._blocked = blocked
        self._resting = False

    def turn(self, angle_deg: float, now: float) -> None:
        """Turn the mass by hand; a servo that pulls wins."""
        self.advance(now)
        if self.powered or self._blocked:
            return
        self.angle_deg = self._motor_deg = self._between_stops(angle_deg)
        self._resting = False

    def warm(self, temperature_c: float) -> None:
        """Be this warm."""
        self.temperature_c = temperature_c

    def supply(self, share: float) -> None:
        """Get this share of the nominal supply from now on."""
        if abs(share - self._volts) > EQUAL_VOLTS or (share < WEAKEST) != (self._volts < WEAKEST):
            self._volts = share
            self._resting = False

    def advance(self, now: float) -> float:
        """Let time pass; return where the mass is. A clock that runs backwards does nothing."""
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
        # A step that began standing, too: an overshoot stands still for one step and turns round.
        self._resting = before_deg_s == speed == 0.0 and self.load == self._effort()

    def _effort(self) -> float:
        """Return the torque that the servo's own control asks for."""
        if self.target_deg is None or not self.powered:
            return 0.0
        wanted = self._pull * (self.target_deg - self.angle_deg) - self._damping * self.speed_deg_s
        return min(max(wanted, -1.0), 1.0) * min(self._volts, 1.0)

    def _follow(self, weight: float) -> None:
        """Let the mass follow the motor through the play of the gear."""
        play = self.traits.backlash_deg / 2
        low, high = self._motor_deg - play, self._motor_deg + play
        if abs(weight) > self.traits.friction:
            # It hangs on one flank of the teeth.
            self.angle_deg = high if weight > 0 else low
        else:
            self.angle_deg = min(max(self.angle_deg, low), high)

    def _cool(self, steps: int) -> None:
        """Let so many steps under the same load heat and cool the winding."""
        traits = self.traits
        end_c = traits.ambient_c + traits.heat_c * self.load * self.load
        passed = self._cooled if steps == 1 else -math.expm1(-steps * STEP_S / traits.cooling_s)
        self.temperature_c += (end_c - self.temperature_c) * passed

    def _between_stops(self, angle_deg: float) -> float:
        return min(max(angle_deg, self.traits.lowest_deg), self.traits.highest_deg)
