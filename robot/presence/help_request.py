"""PURE. Request of the child for help, from asking until it takes the request back. No I/O."""

from bridge.protocol.presence import Help


class HelpRequest:
    """The one request of a child; begins with none."""

    def __init__(self) -> None:
        self._since_s: float | None = None
        self.coming = False
        """The teacher has answered."""

    @property
    def wanted(self) -> bool:
        """True from asking until the child takes the request back."""
        return self._since_s is not None

    @property
    def waits(self) -> bool:
        """True while nobody has answered the request."""
        return self.wanted and not self.coming

    def apply(self, wanted: bool, now: float) -> None:
        """Take what the child wants; asking again for the same changes nothing."""
        if wanted == self.wanted:
            return
        self._since_s = now if wanted else None
        self.coming = False

    def answer(self) -> bool:
        """Note that the teacher takes care of it; return False if nobody asked."""
        self.coming = self.wanted
        return self.wanted

    def told(self, now: float | None) -> Help:
        """Return the request in the form of the wire; without a time it has not waited."""
        since_s = self._since_s
        waiting_s = 0.0 if since_s is None or now is None else max(0.0, now - since_s)
        return Help(self.wanted, self.coming, waiting_s)
