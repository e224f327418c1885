"""PURE. The four levels of charge that people are told. No I/O.

A level begins at its threshold and ends only well above it, so that a wavering charge tells
nobody twice. `empty` ends a lesson and lets nobody in. It begins only on a battery that is not
being charged, and lasts until there is enough charge for a lesson.
"""

from typing import Final, Literal, get_args

Level = Literal["ok", "low", "very_low", "empty"]
FROM_FULL: Final[tuple[Level, ...]] = get_args(Level)

BEGINS_PERCENT: Final[dict[Level, float]] = {"low": 20.0, "very_low": 10.0, "empty": 3.0}
ENDS_PERCENT: Final[dict[Level, float]] = {"low": 25.0, "very_low": 14.0, "empty": 10.0}


class Levels:
    """Power level of one battery."""

    def __init__(self) -> None:
        self.level: Level = "ok"

    def judge(self, percent: float | None, charging: bool | None) -> Level:
        """Return the level at this charge; an unknown charge counts as ok."""
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
        """Leave every level whose upper threshold is passed, one after the other."""
        while self.level != reached and percent >= ENDS_PERCENT[self.level]:
            self.level = FROM_FULL[FROM_FULL.index(self.level) - 1]


def _reached(percent: float, charging: bool) -> Level:
    if percent <= BEGINS_PERCENT["empty"] and not charging:
        return "empty"
    if percent <= BEGINS_PERCENT["very_low"]:
        return "very_low"
    return "low" if percent <= BEGINS_PERCENT["low"] else "ok"
