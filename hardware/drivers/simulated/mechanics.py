"""PURE. Three simulated servos on one supply, with their faults. No I/O."""

import math
from dataclasses import dataclass

from hardware.contract.interfaces import BatteryReading, BoardReading, PartFailed
from hardware.contract.wire import AxisName, Poke, ServoHealth
from hardware.drivers.simulated.config import Simulated
from hardware.drivers.simulated.servo import WEAKEST, ServoTraits, SimulatedServo
from hardware.drivers.simulated.supply import NOMINAL_V, SimulatedSupply
from hardware.drivers.simulated.watch import ServoSample, Watch
from hardware.motion.config import Motion

OVERHEATED_C = 80.0
STOPS_DEG: dict[AxisName, tuple[float, float]] = {
    "pan": (-135.0, 135.0),
    "tilt": (-60.0, 60.0),
    "hand": (-180.0, 180.0),
}
"""Mechanical stops, beyond the limits of any sensible configuration."""

USUAL_C, WARM_C = 52.0, 79.0
"""Temperatures of the computer: as in a lesson, and too warm for the full picture."""


@dataclass
class Joint:
    """One servo with its judge and its plug."""

    servo: SimulatedServo
    watch: Watch
    plugged: bool = True


class Mechanics:
    """The simulated body without lights and buttons.

    Args:
        section: Traits of the servos.
        motion: Rest positions of the axes.
    """

    def __init__(self, section: Simulated, motion: Motion) -> None:
        self._supply = SimulatedSupply(section.battery_percent, section.battery_wh)
        self._starved = self._weak = False
        self._soc_c = USUAL_C
        self._joints: dict[AxisName, Joint] = {
            "pan": _joint("pan", motion.rest_pan_deg, section),
            "tilt": _joint("tilt", motion.rest_tilt_deg, section),
        }
        if section.has_hand:
            self._joints["hand"] = _joint("hand", motion.hand_down_deg, section)

    def target_deg(self, axis: AxisName) -> float | None:
        """Return the target of the servo; None while it is detached."""
        return self._joints[axis].servo.target_deg

    def angle_deg(self, axis: AxisName) -> float:
        """Return the angle at the last `advance`."""
        return self._joints[axis].servo.angle_deg

    def angle_at(self, axis: AxisName, now: float) -> float:
        """Return the angle now, without judging the servo."""
        return self._joints[axis].servo.advance(now)

    def drive(self, axis: AxisName, target_deg: float | None, now: float) -> None:
        """Set the target of a servo; None detaches it."""
        self._joints[axis].servo.drive(target_deg, now)

    def advance(self, now: float) -> list[PartFailed]:
        """Advance to now; return failures that were not returned before."""
        joints = self._joints.values()
        for joint in joints:
            joint.servo.advance(now)
        volts = self._supply.draw(sum(abs(joint.servo.load) for joint in joints), now)
        share = volts / NOMINAL_V
        for joint in joints:
            joint.servo.supply(share if joint.plugged else 0.0)
        found = [joint.watch.look(_seen(joint), now) for joint in joints]
        return [failure for failure in (self._starving(volts), *found) if failure is not None]

    def health(self) -> tuple[ServoHealth, ...]:
        """Return load, heat and supply of every servo that is plugged in."""
        volts = round(self._supply.volts, 1)
        return tuple(
            ServoHealth(
                axis, round(joint.servo.load, 2), float(round(joint.servo.temperature_c)), volts
            )
            for axis, joint in self._joints.items()
            if joint.plugged
        )

    def battery(self) -> BatteryReading:
        """Return the readings of a battery gauge."""
        supply = self._supply
        if supply.percent is None:
            return BatteryReading(volts=supply.volts, amps=supply.amps)
        return BatteryReading(
            supply.percent, supply.volts, supply.amps, supply.rate_percent_h, supply.charges
        )

    def board(self) -> BoardReading:
        """Return temperature and undervoltage of the computer."""
        return BoardReading(self._soc_c, undervoltage=self._weak or self._supply.gives_way)

    def forget(self) -> None:
        """Judge anew. Faults last until `repair`."""
        self._starved = False
        for joint in self._joints.values():
            joint.watch.forget()

    def poke(self, poke: Poke, now: float) -> None:
        """Apply a poke; it has no effect on an axis that is not built in."""
        if poke.what == "repair":
            self._repair(now)
        elif poke.what == "brown_out":
            self._supply.gives_way = True
        elif poke.what == "charge":
            self._supply.charges = True
        elif poke.what == "warm":
            self._soc_c = WARM_C if poke.value is None else poke.value
        elif poke.what == "weaken":
            self._weak = True
        elif poke.what == "drain":
            self._supply.percent = min(max(poke.value or 0.0, 0.0), 100.0)
        elif (joint := self._joints.get(poke.part)) is None:
            return
        elif poke.what == "block":
            joint.servo.block(True, now)
        elif poke.what == "unplug":
            joint.plugged = False
        elif poke.what == "overheat":
            joint.servo.warm(OVERHEATED_C if poke.value is None else poke.value)
        else:
            joint.servo.turn(poke.value or 0.0, now)

    def _repair(self, now: float) -> None:
        self._supply.gives_way = self._supply.charges = self._weak = False
        self._soc_c = USUAL_C
        for joint in self._joints.values():
            joint.plugged = True
            joint.servo.block(False, now)
            joint.servo.warm(joint.servo.traits.ambient_c)

    def _starving(self, volts: float) -> PartFailed | None:
        if volts >= WEAKEST * NOMINAL_V or self._starved:
            return None
        self._starved = True
        text = f"only {volts:.1f} V; check battery, cable and adapter"
        return PartFailed("servo_brownout", "servo supply", text)


def _joint(axis: AxisName, angle_deg: float, section: Simulated) -> Joint:
    lowest_deg, highest_deg = STOPS_DEG[axis]
    weight = {"pan": 0.0, "tilt": section.tilt_weight, "hand": section.hand_weight}[axis]

    def gravity(at_deg: float) -> float:
        turned = at_deg if axis == "tilt" else at_deg - angle_deg
        # The head pulls hardest while level, the hand while it is held out straight.
        part = math.cos if axis == "tilt" else math.sin
        return -weight * part(math.radians(turned))

    traits = ServoTraits(
        stiffness_hz=section.stiffness_hz,
        top_deg_s=section.speed_deg_s,
        backlash_deg=section.backlash_deg,
        ambient_c=section.ambient_c,
        lowest_deg=lowest_deg,
        highest_deg=highest_deg,
        gravity=gravity,
    )
    return Joint(SimulatedServo(angle_deg, traits), Watch(f"{axis} servo", section))


def _seen(joint: Joint) -> ServoSample:
    servo = joint.servo
    off_deg = None if servo.target_deg is None else servo.target_deg - servo.angle_deg
    return ServoSample(joint.plugged, servo.temperature_c, servo.load, servo.speed_deg_s, off_deg)
