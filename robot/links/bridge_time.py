"""PURE. Time of day by the bridge's clock. No I/O.

A robot has no battery for its clock. After a power cut the clock is behind until it is
corrected, and some schools block that. Everything that depends on the day waits for the
bridge, without which no child can come anyway.
"""


class BridgeTime:
    """The bridge's clock, continued by our monotonic clock."""

    def __init__(self) -> None:
        self._ahead_s: float | None = None

    def tell(self, unix_s: float, now: float) -> None:
        """Take the bridge's clock, as it was at this monotonic second."""
        self._ahead_s = unix_s - now

    def unix_s(self, now: float) -> float | None:
        """Return Unix seconds; None before the bridge has told its clock."""
        return None if self._ahead_s is None else now + self._ahead_s
