"""PURE. The time of day as the bridge tells it. No I/O.

A robot has no battery for its clock: after a power cut it stands in the past
until something corrects it, and some schools let nothing do so. What depends on
the day waits for the bridge, without which no child comes anyway.
"""


class BridgeTime:
    """Goes on by our monotonic clock from what the bridge said last."""

    def __init__(self) -> None:
        self._ahead_s: float | None = None

    def tell(self, unix_s: float, now: float) -> None:
        """Take the bridge's clock, as it was at this monotonic second."""
        self._ahead_s = unix_s - now

    def unix_s(self, now: float) -> float | None:
        """Return Unix seconds; None before the bridge has told its clock."""
        return None if self._ahead_s is None else now + self._ahead_s
