"""PURE. News about parts of a robot that do not work, once for each change. No I/O.

They are for an operator of many robots, and are written into a log. The robot's own words are not:
they may hold the name of a device or of a network, and whatever another robot likes to say. They
stand on the robot itself.
"""

from typing import Final

from bridge.protocol.presence import Snapshot

PARTS: Final = frozenset(
    ("body", "camera", "echo", "microphone", "picture", "roads", "sound", "speaker", "voice")
)
OTHER = "part"
WHERE = "`systemctl status karlsson-robot` on it says why, `karlsson-robot doctor` more"


class TroubleNews:
    """News from the snapshots of one robot."""

    def __init__(self) -> None:
        self._told: dict[str, str] = {}

    def take(self, snapshot: Snapshot) -> list[str]:
        """Return the changes since the last snapshot, in words."""
        found = {one.part: one.text for one in snapshot.troubles or ()}
        if snapshot.fault is not None:
            found.setdefault("body", snapshot.fault)
        now = {part if part in PARTS else OTHER: text for part, text in found.items()}
        before, self._told = self._told, now
        return [
            f"its {part} does not work: {WHERE}"
            for part, text in now.items()
            if before.get(part) != text
        ] + [f"its {part} works again" for part in before if part not in now]
