"""PURE. Loudness of the child's voice, or of its phrase, as the light follows it. No I/O."""

SPEAKING_LEVEL = 0.2
"""-40 dBFS: a lower level is a breath or the noise of a hospital room."""

SPEAKING_HOLD_S = 0.4
"""Time for which the light stays on after the voice: the gap between two words."""


class Speaking:
    """Follows one voice."""

    def __init__(self) -> None:
        self.level = 0.0
        self.until_s = 0.0
        self.is_phrase = False
        """The robot speaks a phrase for the child, with the microphone on or off."""

    def hear(self, level: float, now: float, is_phrase: bool = False) -> None:
        """Take the loudness of this moment."""
        self.is_phrase = is_phrase
        self.level = min(max(level, 0.0), 1.0)
        if self.level >= SPEAKING_LEVEL:
            self.until_s = now + SPEAKING_HOLD_S

    def holds(self, now: float) -> bool:
        """Return True while the child counts as speaking."""
        return now < self.until_s

    def stop(self) -> None:
        """Count as silent at once."""
        self.is_phrase = False
        self.until_s = 0.0
