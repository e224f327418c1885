"""PURE. Which stays are over, so that none of them begins again. No I/O."""

from collections import OrderedDict

from robot.presence.events import Reason

STAYS_KEPT = 8
"""An old tab that has not yet heard of its end speaks of the last stay or the one before."""


class EndedStays:
    """Remembers the last stays and why each ended."""

    def __init__(self) -> None:
        self._reasons: OrderedDict[str, Reason] = OrderedDict()

    def note(self, presence_id: str, reason: Reason) -> None:
        """Remember the end of a stay; of too many, forget the oldest."""
        self._reasons[presence_id] = reason
        while len(self._reasons) > STAYS_KEPT:
            self._reasons.popitem(last=False)

    def why(self, presence_id: str) -> Reason | None:
        """Return why this stay ended; None if it is not known to be over."""
        return self._reasons.get(presence_id)
