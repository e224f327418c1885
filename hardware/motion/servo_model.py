"""PURE. Model of a servo that follows late and with a limited speed. No I/O.

A critically damped spring towards the commanded angle, solved in closed form, with
a bounded speed. It provides `measured` for servos that cannot report their position.
"""

import math


class ServoModel:
    """Model of one servo.

    Args:
        angle_deg: Initial angle.
        stiffness_hz: Stiffness; the delay is about 2/stiffness seconds.
        speed_deg_s: Largest speed.
    """

    def __init__(
        self, angle_deg: float, stiffness_hz: float = 45.0, speed_deg_s: float = 400.0
    ) -> None:
        self.angle_deg = angle_deg
        self.target_deg: float | None = None
        self._speed_deg_s = 0.0
        self._stiffness_hz = stiffness_hz
        self._most_deg_s = speed_deg_s
        self._at_s: float | None = None

    def drive(self, target_deg: float | None, now: float) -> None:
        """Pull towards this angle from now on; None detaches."""
        self.advance(now)
        self.target_deg = target_deg

    def advance(self, now: float) -> float:
        """Advance to now; return the angle of the servo."""
        passed_s = 0.0 if self._at_s is None else max(now - self._at_s, 0.0)
        self._at_s = now if self._at_s is None else max(now, self._at_s)
        if self.target_deg is None:
            self._speed_deg_s = 0.0
            return self.angle_deg
        off = self.angle_deg - self.target_deg
        hz = self._stiffness_hz
        slope = self._speed_deg_s + hz * off
        fade = math.exp(-hz * min(passed_s, 10.0))
        way = self.target_deg + (off + slope * passed_s) * fade - self.angle_deg
        most = self._most_deg_s * passed_s
        if abs(way) > most:
            self.angle_deg += math.copysign(most, way)
            self._speed_deg_s = math.copysign(self._most_deg_s, way)
        else:
            self.angle_deg += way
            self._speed_deg_s = (slope - hz * (off + slope * passed_s)) * fade
        return self.angle_deg
