"""PURE. Parts that do not work: as they report while they run, and as trials find them. No I/O."""

from bridge.protocol.presence import Trouble


class Troubles:
    """Parts that do not work, each with its reason in words for a technician."""

    def __init__(self) -> None:
        self._lost: dict[str, str] = {}
        self._tried: dict[str, str] = {}

    def changed(self, part: str, lost: bool, text: str = "") -> None:
        """Note what a part in use reports of itself."""
        if lost:
            self._lost[part] = text
        else:
            self._lost.pop(part, None)

    def tried(self, part: str, text: str) -> None:
        """Note what a trial found of a part; an empty text forgets what was found before."""
        if text:
            self._tried[part] = text
        else:
            self._tried.pop(part, None)

    def has(self, part: str) -> bool:
        """Return True for a part that does not work."""
        return part in self._lost or part in self._tried

    @property
    def told(self) -> tuple[Trouble, ...]:
        """Parts and reasons for the wire; those without a reason are in `lost` alone."""
        found = self._tried | {part: text for part, text in self._lost.items() if text}
        return tuple(Trouble(part, text) for part, text in sorted(found.items()))
