"""PURE. Times at which the loan lets its child in, as the robot knows them by itself. No I/O.

The bridge tells them days ahead. So the robot keeps to them when the bridge is away, and when
somebody has made the bridge say otherwise for a moment. A teacher who has to open each lesson opens
it here, in the room.
"""

OPENED_S = 2 * 3600.0
"""Time for which the teacher's opening holds: a double lesson with its break."""

Spans = tuple[tuple[float, float], ...]


class LessonTimes:
    """Openings of the loan, in monotonic seconds."""

    def __init__(self) -> None:
        self._spans: Spans | None = None
        self._by_teacher = False
        self._opened_until_s: float | None = None
        self._now = 0.0

    def told(self, spans: Spans | None, by_teacher: bool, now: float) -> None:
        """Take what the bridge tells.

        Args:
            spans: Openings in order; None for a loan that is always open.
            by_teacher: Within them the teacher opens each lesson.
            now: Monotonic seconds.
        """
        self._spans = spans
        self._by_teacher = by_teacher
        self.tick(now)

    def open(self, now: float) -> None:
        """Open one lesson; the teacher says so."""
        self._opened_until_s = now + OPENED_S

    def shut(self) -> None:
        """Wait for the teacher again."""
        self._opened_until_s = None

    @property
    def outside(self) -> bool:
        """True while no opening of the loan holds."""
        if self._spans is None:
            return False
        return not any(first <= self._now < last for first, last in self._spans)

    @property
    def waits_for_teacher(self) -> bool:
        """True while the teacher has not opened the lesson."""
        return self._by_teacher and not self.outside and self._opened_until_s is None

    @property
    def over(self) -> bool:
        """True while no child may be in."""
        return self.outside or self.waits_for_teacher

    def tick(self, now: float) -> None:
        """Let time pass."""
        self._now = max(now, self._now)
        if self._opened_until_s is not None and (self.outside or self._now >= self._opened_until_s):
            self._opened_until_s = None

    def deadlines(self) -> list[float]:
        """Return the times at which something changes without an event."""
        times = [time for span in self._spans or () for time in span if time > self._now]
        opened = [self._opened_until_s] if self._opened_until_s is not None else []
        return [*times[:1], *opened]
