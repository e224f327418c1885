"""PURE. News about parts of a robot that do not work, once for each change. No I/O.

They are for an operator of many robots, and say what to do.
"""

from bridge.process.logs import clean
from bridge.protocol.presence import Snapshot

TEXT_CHARACTERS = 300


class TroubleNews:
    """News from the snapshots of one robot."""

    def __init__(self) -> None:
        self._told: dict[str, str] = {}

    def take(self, snapshot: Snapshot) -> list[str]:
        """Return the changes since the last snapshot, in words."""
        before, now = self._told, {one.part: one.text for one in snapshot.troubles or ()}
        if snapshot.fault is not None:
            now.setdefault("body", snapshot.fault)
        self._told = now
        return [
            f"its {part} does not work: {clean(text, TEXT_CHARACTERS)}"
            for part, text in now.items()
            if before.get(part) != text
        ] + [f"its {part} works again" for part in before if part not in now]
