"""PURE. The [motion] section: limits of range, speed and smoothness. No I/O."""

from typing import Annotated, Literal

from msgspec import Meta

from bridge.process.config_file import Section
from hardware.contract.interfaces import Pose
from hardware.contract.wire import DEAD_MAN_S, DriverName
from hardware.motion.trajectory import TICK_S, window_steps
from hardware.motion.zones import MOST_ZONES, AngleRect, Zones

Limit = Annotated[float, Meta(ge=-180, le=180)]
Speed = Annotated[float, Meta(ge=1, le=720)]
Acceleration = Annotated[float, Meta(ge=10, le=10000)]
Jerk = Annotated[float, Meta(ge=100, le=1_000_000)]
Idle = Literal["detach", "hold"]

LEAST_FEED_S = 0.2
"""Interval of feeding that must allow full speed."""
SELF_HOLDING: frozenset[DriverName] = frozenset({"feetech", "dynamixel"})
"""Drivers whose servos hold silently: they get no pulses that could jitter."""


class NoView(Section, frozen=True):
    """Rectangle into which the head never looks; without tilt, a strip of all heights."""

    pan_min_deg: Limit
    pan_max_deg: Limit
    tilt_min_deg: Limit = -180.0
    tilt_max_deg: Limit = 180.0

    @property
    def rect(self) -> AngleRect:
        """The rectangle."""
        return AngleRect(self.pan_min_deg, self.pan_max_deg, self.tilt_min_deg, self.tilt_max_deg)


class Motion(Section, frozen=True):
    """Limits of range, speed and smoothness.

    Args:
        jerk_deg_s3: Largest change of the acceleration per second.
        stop_acceleration_deg_s2: Deceleration of the dead man's switch.
        park_speed_deg_s: Speed of going to rest, of rising from it, and after a fault.
        hand_down_deg: Angle of the hand while not raised.
        no_view: Zones that the head never looks into or through.
        tolerance_deg: Smallest change of target that moves a resting head.
        idle_after_s: Time at rest after which the next two settings apply.
        idle_pan: "detach" ends the drive until the next movement, "hold" keeps it. The
            default depends on the driver's servos.
        idle_tilt: Same for tilt; an axis that would drop must hold.
    """

    pan_min_deg: Limit = -90.0
    pan_max_deg: Limit = 90.0
    tilt_min_deg: Limit = -35.0
    tilt_max_deg: Limit = 35.0
    speed_deg_s: Speed = 180.0
    acceleration_deg_s2: Acceleration = 800.0
    jerk_deg_s3: Jerk = 16000.0
    stop_acceleration_deg_s2: Acceleration = 3600.0
    park_speed_deg_s: Speed = 45.0
    rest_pan_deg: Limit = 0.0
    rest_tilt_deg: Limit = -30.0
    hand_down_deg: Limit = 0.0
    hand_up_deg: Limit = 90.0
    no_view: tuple[NoView, ...] = ()
    tolerance_deg: Annotated[float, Meta(ge=0, le=5)] = 0.3
    idle_after_s: Annotated[float, Meta(ge=0.5, le=60)] = 1.0
    idle_pan: Idle | None = None
    idle_tilt: Idle | None = None

    @property
    def window(self) -> int:
        """Number of steps over which the limit of jerk smooths."""
        return window_steps(self.acceleration_deg_s2, self.jerk_deg_s3)

    @property
    def stop_jerk_deg_s3(self) -> float:
        """Largest jerk while the dead man's switch brakes."""
        change = self.acceleration_deg_s2 + self.stop_acceleration_deg_s2
        return change / (self.window * TICK_S)

    @property
    def rest(self) -> Pose:
        """Pose in which the head parks."""
        return Pose(self.rest_pan_deg, self.rest_tilt_deg)

    @property
    def limits(self) -> AngleRect:
        """The range of both axes."""
        return AngleRect(self.pan_min_deg, self.pan_max_deg, self.tilt_min_deg, self.tilt_max_deg)

    def zones(self) -> Zones:
        """Return the space in which the head may look."""
        return Zones(self.limits, [zone.rect for zone in self.no_view])

    def idle(self, driver: DriverName) -> tuple[bool, bool]:
        """Return whether pan and tilt are detached at rest."""
        pan: Idle = "hold" if driver in SELF_HOLDING else "detach"
        return (self.idle_pan or pan) == "detach", (self.idle_tilt or "hold") == "detach"


def contradiction(motion: Motion) -> str | None:
    """Return the first contradiction between settings, or None."""
    return _ranges(motion) or _zones(motion) or _stopping(motion)


def _ranges(motion: Motion) -> str | None:
    ranges = (
        ("pan", motion.pan_min_deg, motion.rest_pan_deg, motion.pan_max_deg),
        ("tilt", motion.tilt_min_deg, motion.rest_tilt_deg, motion.tilt_max_deg),
    )
    for name, low, rest, high in ranges:
        if not low < high:
            return f"motion.{name}_min_deg = {low}: allowed: below {name}_max_deg = {high}"
        if not low <= rest <= high:
            return f"motion.rest_{name}_deg = {rest}: allowed: {low}..{high}"
    return None


def _zones(motion: Motion) -> str | None:
    if len(motion.no_view) > MOST_ZONES:
        return f"motion.no_view: {len(motion.no_view)} zones; allowed: at most {MOST_ZONES}"
    for number, zone in enumerate(motion.no_view):
        for name in ("pan", "tilt"):
            low, high = getattr(zone, f"{name}_min_deg"), getattr(zone, f"{name}_max_deg")
            if not low < high:
                return (
                    f"motion.no_view[{number}].{name}_min_deg = {low}: "
                    f"allowed: below {name}_max_deg = {high}"
                )
        if zone.rect.inside(motion.rest):
            return (
                f"motion.no_view[{number}]: the head rests in it; allowed: anywhere else, or "
                "another motion.rest_pan_deg and motion.rest_tilt_deg"
            )
    return None


def _stopping(motion: Motion) -> str | None:
    stop_s = motion.speed_deg_s / motion.stop_acceleration_deg_s2 + (motion.window + 3) * TICK_S
    if stop_s <= DEAD_MAN_S - LEAST_FEED_S:
        return None
    return (
        f"motion.speed_deg_s = {motion.speed_deg_s}: stopping takes {stop_s:.2f} s, "
        f"allowed: {DEAD_MAN_S - LEAST_FEED_S:.2f}; lower it, "
        "or raise stop_acceleration_deg_s2 or jerk_deg_s3"
    )
