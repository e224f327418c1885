"""PURE. Rights of the child to zoom, stills, sheets and speech: by loan, class and robot. No I/O.

The loan is told by the bridge. What the class forbids is part of `Classroom`, since it outlives a
restart. What the robot cannot do is told by its own parts, and nothing until they have told it.
"""

from bridge.protocol.board import Rights
from bridge.protocol.fields import RightName, RightState
from bridge.protocol.openings import LoanRights
from robot.presence.classroom import Classroom

ALL_RIGHTS: tuple[RightName, ...] = ("zoom", "still", "sheets", "speech")


class ChildRights:
    """Rights at this moment.

    Args:
        classroom: Knows what the class forbids for today.
    """

    def __init__(self, classroom: Classroom) -> None:
        self._classroom = classroom
        self._loan = LoanRights()
        # A phrase can be shown without a voice; `can_speak` tells of that.
        self._able: frozenset[RightName] = frozenset({"speech"})

    def lent(self, rights: LoanRights) -> None:
        """Take the rights of the loan of today."""
        self._loan = rights

    def able(self, right: RightName, able: bool) -> None:
        """Note whether this robot can do it at all."""
        self._able = self._able | {right} if able else self._able - {right}

    def state(self, right: RightName) -> RightState:
        """Return whether the child may do it, and who forbids it."""
        if not getattr(self._loan, right):
            return "loan"
        if self._classroom.forbids(right):
            return "class"
        return "on" if right in self._able else "unable"

    def allow(self, right: RightName) -> bool:
        """Return True while the child may do it."""
        return self.state(right) == "on"

    @property
    def told(self) -> Rights:
        """Rights in the form of the wire."""
        return Rights(**{right: self.state(right) for right in ALL_RIGHTS})
