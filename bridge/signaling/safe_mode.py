"""PURE. News about a robot that runs with less because it failed again and again. No I/O.

They are for an operator of many robots. The log names the robot's id, and no person.
"""

from msgspec import UNSET

from bridge.protocol.presence import Snapshot

WORDS = {
    "no_extras": "without phrases and what its camera has beyond the picture",
    "no_picture": "without picture",
    "mute": "without picture and sound",
}
"""Words for what is left out, by the robot's own code."""


class SafeModeNews:
    """News from the snapshots of one robot."""

    def __init__(self) -> None:
        self._told: str | None = None

    def take(self, snapshot: Snapshot) -> list[str]:
        """Return the change since the last snapshot, in words."""
        told = None if snapshot.safe_mode is UNSET else snapshot.safe_mode
        if told == self._told:
            return []
        self._told = told
        if told is None:
            return ["runs as usual again"]
        less = WORDS.get(told, "with less than usual")
        return [
            f"failed again and again and is in safe mode, {less}; its own log says why. It tries "
            "again with more by itself"
        ]
