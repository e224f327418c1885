"""PURE. Memory of the stays that are over, so that they do not begin again. No I/O."""

from collections import OrderedDict

from robot.presence.events import Reason

STAYS_KEPT = 8
"""Number of stays remembered. An old tab that missed its end names one of the last two."""


class EndedStays:
    """The last stays, each with the reason for its end."""

    def __init__(self) -> None:
        self._reasons: OrderedDict[str, Reason] = OrderedDict()

    def note(self, presence_id: str, reason: Reason) -> None:
        """Remember the end of a stay, and forget the oldest beyond `STAYS_KEPT`."""
        self._reasons[presence_id] = reason
        while len(self._reasons) > STAYS_KEPT:
            self._reasons.popitem(last=False)

    def why(self, presence_id: str) -> Reason | None:
        """Return the reason for the end of this stay; None if it is not known to be over."""
        return self._reasons.get(presence_id)
