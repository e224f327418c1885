"""PURE. Permission of the child: the parts it may get, and whether it is played. No I/O."""

from robot.presence.classroom import Classroom
from robot.presence.events import MediaPart
from robot.presence.standing import Standing
from robot.presence.stay import PresenceState, PupilStay


class Permission:
    """Permission that follows from stay, toggles and class at this moment.

    Args:
        stay: The one stay of the robot.
        standing: Toggles of the child.
        classroom: State of the class and the body.
    """

    def __init__(self, stay: PupilStay, standing: Standing, classroom: Classroom) -> None:
        self._stay = stay
        self._standing = standing
        self._classroom = classroom

    @property
    def is_open(self) -> bool:
        """True while a child is in and neither the class nor the body stops the media."""
        return self._stay.somebody and not self._classroom.stops_media

    @property
    def may_steer(self) -> bool:
        """True while the child may move the body."""
        return self.is_open and not self._standing.rest

    @property
    def parts(self) -> frozenset[MediaPart]:
        """Parts of the media that the child may get."""
        if not self.may_steer:
            return frozenset()
        if self._standing.sound_only:
            return frozenset({MediaPart.SOUND})
        return frozenset(MediaPart)

    @property
    def voice(self) -> bool:
        """True while the child's voice is played."""
        joining = self._stay.state is PresenceState.JOINING
        return self.is_open and self._standing.speaks and not joining
