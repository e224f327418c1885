"""PURE. Coming and going of pupils: who is let in, connected, taken over and sent away. No I/O."""

from collections.abc import Callable, Sequence

from robot.presence import effects, events
from robot.presence.classroom import Classroom
from robot.presence.door import Door
from robot.presence.effects import PresenceEffect
from robot.presence.ended import EndedStays
from robot.presence.events import Reason
from robot.presence.standing import Standing
from robot.presence.stay import PupilStay

GOODBYES: frozenset[Reason] = frozenset({"left", "ended_by_class", "revoked", "lesson_over"})
"""Ends that a call of the class buddy does not outlive. A child that was lost (`gone`, `battery`)
may be why the buddy calls."""


class Coming:
    """Beginnings and ends of the one stay.

    Args:
        stay: The one stay of the robot.
        standing: What the child has shown; it starts over with a stay.
        classroom: State of the class and the body.
        close_media: Closes what leaves the robot; returns the effects.
        forget: Forgets what belongs to a stay that is over; returns the effects.
    """

    def __init__(
        self,
        stay: PupilStay,
        standing: Standing,
        classroom: Classroom,
        close_media: Callable[[], Sequence[PresenceEffect]],
        forget: Callable[[], Sequence[PresenceEffect]],
    ) -> None:
        self._stay = stay
        self._standing = standing
        self._classroom = classroom
        self._close_media = close_media
        self._forget = forget
        self._ended = EndedStays()
        self._door = Door(stay, classroom, self._ended)
        self.stale = 0
        """Number of events about a stay or an attempt that was over."""

    def invited(self, event: events.Invited, now: float) -> list[PresenceEffect]:
        """Let a pupil in, or turn it away."""
        told = self._door.turns_away(event, now)
        if told is not None:
            self.stale += isinstance(told, effects.EndPresence)
            return [told]
        if event.presence_id == self._stay.presence_id:
            return self._invited_again(event, now)
        todo: list[PresenceEffect] = []
        if self._stay.somebody and event.pupil_key != self._stay.pupil_key:
            todo = self.end("gone")
        elif self._stay.somebody:
            todo = self._take_over()
        self._stay.begin(event.presence_id, event.pupil_key, event.attempt, now)
        return [*todo, effects.Accept(event.presence_id, event.attempt)]

    def _invited_again(self, event: events.Invited, now: float) -> list[PresenceEffect]:
        if not self._stay.renew(event.attempt, now):
            self.stale += 1
            return [effects.RefusePupil(event.presence_id, "replayed")]
        return [effects.Accept(event.presence_id, event.attempt)]

    def _take_over(self) -> list[PresenceEffect]:
        """End the old stay of a child that came back with a new presence."""
        old = self._stay.presence_id or ""
        self._ended.note(old, "taken_over")
        self._standing.begin_stay(keep_hand=True)
        return [
            *self._forget(),
            effects.EndPresence(old, "taken_over"),
            effects.CloseCalls(old),
        ]

    def connected(self, attempt: int, now: float) -> list[PresenceEffect]:
        """Take the attempt that carries the media now, and close those before."""
        if not self._stay.connect(attempt, now):
            self.stale += 1
            return []
        # What was measured of the line before says nothing about this one, which is judged later.
        self._standing.measure("good", "full")
        return [effects.CloseCalls(self._stay.presence_id or "", below=attempt)]

    def end(self, reason: Reason) -> list[PresenceEffect]:
        """End the stay, if there is one. The sources stop before anybody is told."""
        old = self._stay.presence_id
        if old is None:
            return []
        self._ended.note(old, reason)
        self._stay.end()
        self._standing.begin_stay(keep_hand=False)
        if reason in GOODBYES:
            self._classroom.buddy_call.drop()
        return [
            *self._close_media(),
            *self._forget(),
            effects.EndPresence(old, reason),
            effects.CloseCalls(old),
        ]
