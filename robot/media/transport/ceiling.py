"""PURE. How much picture the robot itself allows, whatever the line would carry. No I/O."""

from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from robot.media.transport.ladder import FULL_BITS_PER_PIXEL, SMALLEST_PX
from robot.media.transport.plan import Plan, Rung
from robot.media.types.spec import Size

Ceiling = Literal["full", "small", "least", "off"]
FROM_FULL: Final[tuple[Ceiling, ...]] = get_args(Ceiling)

MOST: Final[dict[Ceiling, tuple[float, int]]] = {"small": (0.5, 15), "least": (0.375, 8)}
"""(share of the source's width, frames a second): an eighth and a fortieth of the work."""

GENEROUS = 1.5
"""A small picture takes no more bits than this times what makes it look clean."""


@dataclass
class PictureCeiling:
    """Where the ceiling is now; one for all calls of a robot."""

    ceiling: Ceiling = "full"

    def lower(self, plan: Plan, source: Size, passes: bool) -> Plan:
        """Return the plan with no more picture than is allowed.

        Args:
            plan: What the line would carry.
            source: What the camera gives.
            passes: The camera's own pictures are sent on. To make those smaller would cost
                more work than it saves, so only their end is a relief.
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
    """Return how many of the camera's pixels per second a rung sends, 0 to 1."""
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
