"""PURE. Camera for a technician: a preview to place the robot, and codes held before it. No I/O.

Only while nobody is in the robot. Whatever stops the media for a child ends it as well, and it
does not come back by itself: who wants to see more asks once more.
"""

from dataclasses import dataclass

from bridge.protocol.vocabulary import MarkName

ASKED_S = 8.0
"""Time for which one wish holds; the page asks again while somebody looks at it."""

MOST_S = 300.0
"""Longest preview, however often the page asks: a phone that was put away shows no classroom."""


ANSWER_S = 4.0
"""Time for which the light tells what became of a code."""


@dataclass(frozen=True)
class PreviewWished:
    """A technician at the robot's own page wants to see where the camera looks.

    Args:
        anew: Asked by a person; else somebody still looks at one that is on.
    """

    anew: bool


@dataclass(frozen=True)
class PreviewEnded:
    """The technician has seen enough."""


@dataclass(frozen=True)
class CodeAnswered:
    """A code that was held before the camera led into a network, or did not."""

    good: bool


class CameraPreview:
    """Camera for a technician: until when it films, and what became of a code."""

    def __init__(self) -> None:
        self._until_s: float | None = None
        self._last_s = 0.0
        self.answer: MarkName | None = None
        """Result of the newest code, for a moment."""
        self._answer_until_s = 0.0

    @property
    def is_on(self) -> bool:
        """True while the camera may film for the page."""
        return self._until_s is not None

    def hear(self, event: PreviewWished | PreviewEnded | CodeAnswered, now: float) -> None:
        """Take a wish of a technician, or what became of a code."""
        match event:
            case PreviewWished(anew=anew):
                (self.begin if anew else self.go_on)(now)
            case PreviewEnded():
                self.end()
            case CodeAnswered():
                self.answered(event, now)

    def begin(self, now: float) -> None:
        """Begin, or begin anew: a person has asked for it."""
        self._last_s = now + MOST_S
        self._until_s = now + ASKED_S

    def go_on(self, now: float) -> None:
        """Go on with one that is on; somebody still looks."""
        if self._until_s is not None:
            self._until_s = min(now + ASKED_S, self._last_s)

    def end(self) -> None:
        """End at once."""
        self._until_s = None

    def answered(self, event: CodeAnswered, now: float) -> None:
        """Show what became of a code."""
        self.answer = "understood" if event.good else "not_understood"
        self._answer_until_s = now + ANSWER_S

    def tick(self, now: float) -> None:
        """End when nobody looks any more, and forget an answer that was shown."""
        if now >= self._answer_until_s:
            self.answer = None
        if self._until_s is not None and now >= self._until_s:
            self._until_s = None

    def deadlines(self) -> tuple[float, ...]:
        """Return the times at which something ends without an event."""
        answer = () if self.answer is None else (self._answer_until_s,)
        return answer if self._until_s is None else (*answer, self._until_s)
