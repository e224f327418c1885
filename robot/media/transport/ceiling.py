"""PURE. Ceiling of the picture set by the robot itself, whatever the line carries. No I/O."""

from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from robot.media.transport.ladder import FULL_BITS_PER_PIXEL, SMALLEST_PX
from robot.media.transport.plan import Plan, Rung
from robot.media.types.spec import Size

Ceiling = Literal["full", "small", "least", "off"]
FROM_FULL: Final[tuple[Ceiling, ...]] = get_args(Ceiling)

MOST: Final[dict[Ceiling, tuple[float, int]]] = {"small": (0.5, 15), "least": (0.375, 8)}
"""Share of the source's width, and frames per second: an eighth and a fortieth of the work."""

GENEROUS = 1.5
"""Bit rate of a limited picture, at most, relative to the rate at which it looks clean."""


@dataclass
class PictureCeiling:
    """Current ceiling, shared by all calls of a robot."""

    ceiling: Ceiling = "full"

    def lower(self, plan: Plan, source: Size, passes: bool) -> Plan:
        """Return the plan with the picture reduced to the ceiling.

        Args:
            plan: Plan for what the line carries.
            source: Picture of the camera.
            passes: Whether the camera's own pictures are sent on. Making them smaller would
                cost more work than it saves, so only "off" applies to them.
        """
        if plan.rung is None or self.ceiling == "full":
            return plan
        if self.ceiling == "off":
            return replace(plan, rung=None)
        if passes:
            return plan
        rung = _within(plan.rung, source, *MOST[self.ceiling])
        most_bps = GENEROUS * FULL_BITS_PER_PIXEL * rung.width_px * rung.height_px * rung.fps
        return replace(plan, rung=rung, video_bps=min(plan.video_bps, int(most_bps)))


def share_of(rung: Rung | None, source: Size) -> float:
    """Return the share of the camera's pixels per second that a rung sends, 0 to 1."""
    if rung is None:
        return 0.0
    pixels = rung.width_px * rung.height_px / (source.width_px * source.height_px)
    return min(1.0, pixels) * min(1.0, rung.fps / source.fps)


def _within(rung: Rung, source: Size, share: float, fps: int) -> Rung:
    width_px = max(SMALLEST_PX, _even(source.width_px * share))
    if rung.width_px <= width_px:
        return replace(rung, fps=min(rung.fps, fps))
    height_px = _even(rung.height_px * width_px / rung.width_px)
    return Rung(width_px, height_px, min(rung.fps, fps))


def _even(number: float) -> int:
    return 2 * round(number / 2)
