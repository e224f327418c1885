"""PURE. From percents to the four levels that people are told. No I/O.

A level begins at its border and ends only well above it, so that a charge that wavers tells
nobody twice. `empty` ends a lesson and lets nobody in; it begins only on a battery that is not
being charged, and lasts until enough is there for a lesson to be worth beginning.
"""

from typing import Final, Literal, get_args

Level = Literal["ok", "low", "very_low", "empty"]
FROM_FULL: Final[tuple[Level, ...]] = get_args(Level)

BEGINS_PERCENT: Final[dict[Level, float]] = {"low": 20.0, "very_low": 10.0, "empty": 3.0}
ENDS_PERCENT: Final[dict[Level, float]] = {"low": 25.0, "very_low": 14.0, "empty": 10.0}


class Levels:
    """Follows one battery."""

    def __init__(self) -> None:
        self.level: Level = "ok"

    def judge(self, percent: float | None, charging: bool | None) -> Level:
        """Return the level at this charge; of an unknown one nothing is claimed."""
        if percent is None:
            self.level = "ok"
            return self.level
        reached = _reached(percent, charging is True)
        if FROM_FULL.index(reached) >= FROM_FULL.index(self.level):
            self.level = reached
        else:
            self._rise(percent, reached)
        return self.level

    def _rise(self, percent: float, reached: Level) -> None:
        """Leave every level whose end is passed, one after the other."""
        while self.level != reached and percent >= ENDS_PERCENT[self.level]:
            self.level = FROM_FULL[FROM_FULL.index(self.level) - 1]


def _reached(percent: float, charging: bool) -> Level:
    if percent <= BEGINS_PERCENT["empty"] and not charging:
        return "empty"
    if percent <= BEGINS_PERCENT["very_low"]:
        return "very_low"
    return "low" if percent <= BEGINS_PERCENT["low"] else "ok"
