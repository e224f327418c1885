"""Watch over the loans of connected robots: their rights and class keys may change at any time.

The office and the command line change the database, and a loan begins and ends at midnight.
A robot is told only what is new to it.
"""

from bridge.protocol.signaling import LoanStatus
from bridge.signaling.bus import Bus
from bridge.signaling.reception import Reception
from bridge.signaling.room_events import LoanChanged
from bridge.signaling.sessions import Sessions


class LoanWatch:
    """Comparison of each robot's loan with what the robot was told."""

    def __init__(self, reception: Reception, sessions: Sessions, bus: Bus) -> None:
        self._reception = reception
        self._sessions = sessions
        self._bus = bus

    async def check(self, robot_id: str | None = None) -> None:
        """Tell every robot whose loan has changed.

        Args:
            robot_id: The only robot to look at; None for all.

        Raises:
            StoreError: The database cannot be asked.
        """
        robots = [
            one
            for one in self._sessions
            if one.guest.role == "robot" and robot_id in (None, one.robot_id)
        ]
        told = await self._reception.loan_statuses({one.robot_id for one in robots})
        for session in robots:
            status = told.get(session.robot_id, LoanStatus())
            if status != session.loan_told and not session.connection.finished:
                session.loan_told = status
                self._bus.post(session.robot_id, LoanChanged(session.connection.number, status))
