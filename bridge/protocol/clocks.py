"""PURE. Offset of a clock, in words for logs and people. No I/O."""

from typing import Final

MOST_OFF_S: Final = 60.0
"""Smaller offsets are not reported: no part of a lesson needs a better clock."""

_UNITS: Final = ((86400.0, "day"), (3600.0, "hour"), (60.0, "minute"))


def off_in_words(off_s: float | None) -> str:
    """Return words such as `2 hours behind`; empty for a small or unknown offset.

    Args:
        off_s: Time of the clock minus the right time.
    """
    if off_s is None or abs(off_s) <= MOST_OFF_S:
        return ""
    size_s, name = next(unit for unit in _UNITS if abs(off_s) >= unit[0])
    count = round(abs(off_s) / size_s)
    return f"{count} {name}{'s' if count > 1 else ''} {'ahead' if off_s > 0 else 'behind'}"
