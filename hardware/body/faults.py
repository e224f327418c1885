"""PURE. Faults of the body: they stay until somebody looks and releases them. No I/O."""

from hardware.body.events import RefuseIntent
from hardware.contract import wire
from hardware.contract.interfaces import PartFailed

MOST_FAULTS = 16
HARMLESS: frozenset[wire.FaultCode] = frozenset({"battery"})
"""Faults that are reported but stop nothing: the head is as safe as before."""


class Faults:
    """Faults since the last release."""

    def __init__(self) -> None:
        self.current: tuple[wire.Fault, ...] = ()
        self._refused = False

    @property
    def stopping(self) -> bool:
        """True if one of them keeps the body from moving."""
        return any(fault.code not in HARMLESS for fault in self.current)

    def add(self, failure: PartFailed) -> bool:
        """Take a failure; return False for one that is known, or beyond MOST_FAULTS."""
        fault = wire.Fault(failure.code, failure.part, failure.text)
        known = any(f.code == fault.code and f.part == fault.part for f in self.current)
        if known or len(self.current) >= MOST_FAULTS:
            return False
        self.current = (*self.current, fault)
        return True

    def release(self) -> None:
        """Forget all of them."""
        self.current = ()
        self._refused = False

    def refuse(self) -> list[RefuseIntent]:
        """Refuse an intent once until the next release: targets come many times a second."""
        if self._refused:
            return []
        self._refused = True
        text = "a part failed; look at it, then release"
        return [RefuseIntent(wire.RefusedIntent("fault", text))]
