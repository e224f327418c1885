"""Watch over the loans of connected robots: their rights and class keys may change at any time.

The command line changes the database from another process, and a loan begins and ends at midnight.
A robot is told only what is new to it.
"""

from bridge.signaling import access
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

    async def check(self) -> None:
        """Tell every robot whose loan has changed.

        Raises:
            StoreError: The database cannot be asked.
        """
        robots = [one for one in self._sessions if one.guest.role == "robot"]
        loans = await self._reception.running_loans({one.robot_id for one in robots})
        for session in robots:
            status = access.loan_status(loans.get(session.robot_id))
            if status != session.loan_told and not session.connection.finished:
                session.loan_told = status
                self._bus.post(session.robot_id, LoanChanged(session.connection.number, status))
