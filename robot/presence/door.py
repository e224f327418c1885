"""PURE. Door of the robot: decides who is turned away before anything is built. No I/O."""

from robot.media.types.allowance import Attempts
from robot.presence.classroom import Classroom
from robot.presence.effects import EndPresence, RefusePupil
from robot.presence.ended import EndedStays
from robot.presence.events import Invited
from robot.presence.stay import PupilStay


class Door:
    """Decision about each invitation.

    Args:
        stay: The one stay of the robot.
        classroom: State of the class and the body.
        ended: Stays that are over.
    """

    def __init__(self, stay: PupilStay, classroom: Classroom, ended: EndedStays) -> None:
        self._stay = stay
        self._classroom = classroom
        self._ended = ended
        self._attempts = Attempts()

    def turns_away(self, event: Invited, now: float) -> EndPresence | RefusePupil | None:
        """Return what a pupil is told who may not come in; None if it may."""
        why = self._ended.why(event.presence_id)
        if why is not None:
            return EndPresence(event.presence_id, why)
        refusal = self._refusal(event.pupil_key)
        if refusal is None and not self._attempts.take(event.pupil_key, now):
            refusal = "too_fast"
        return None if refusal is None else RefusePupil(event.presence_id, refusal)

    def _refusal(self, pupil_key: str) -> str | None:
        another = self._stay.somebody and pupil_key != self._stay.pupil_key
        if another and not self._stay.closed:
            return "busy"
        return self._classroom.refusal(somebody=self._stay.somebody and not another)
