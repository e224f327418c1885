"""PURE. Long presses of the volume buttons. No I/O."""

from hardware.contract.wire import ButtonName

LONG_S = 3.0


class LongPress:
    """Detector that reports a button once after it was held for LONG_S."""

    def __init__(self) -> None:
        self._since_s: dict[ButtonName, float] = {}

    def pressed(self, button: ButtonName, now: float) -> None:
        """Take a press."""
        self._since_s[button] = now

    def released(self, button: ButtonName) -> None:
        """Take a release; without a press before it, nothing happens."""
        self._since_s.pop(button, None)

    def due(self, now: float) -> bool:
        """Return whether a press has become a long one; each press does so once."""
        long = [button for button, since_s in self._since_s.items() if now >= since_s + LONG_S]
        for button in long:
            del self._since_s[button]
        return bool(long)
