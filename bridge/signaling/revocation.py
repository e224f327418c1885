"""Revocation: ends the sessions of peers whose right has ended, within seconds.

The command line changes the database from another process, and a loan ends at midnight
by itself. So the bridge checks all rights regularly with one query: those of connected
peers, and those of pupils in robots. If the database does not answer, nobody is put out. At the
same interval robots are told when their loan allows other things than before (`loan_watch`).
"""

import asyncio

from bridge.base.collector import no_collection
from bridge.base.errors import StoreError
from bridge.base.journal import Journal
from bridge.base.rights import Right
from bridge.protocol import codec
from bridge.protocol.errors import ProtocolError
from bridge.signaling.bus import Bus
from bridge.signaling.connection import REVOKED
from bridge.signaling.loan_watch import LoanWatch
from bridge.signaling.reception import Reception
from bridge.signaling.room_events import Revoked
from bridge.signaling.sessions import Session, Sessions
from bridge.web.metrics import Metrics

INTERVAL_S = 2.0
ANSWER_S = 2.0
"""Longest time for the database; with the interval it stays under five seconds."""


class Revocation:
    """Regular check of the rights of everybody inside."""

    def __init__(
        self,
        reception: Reception,
        sessions: Sessions,
        bus: Bus,
        metrics: Metrics,
        journal: Journal,
    ) -> None:
        self._reception = reception
        self._sessions = sessions
        self._bus = bus
        self._metrics = metrics
        self._journal = journal
        self._loans = LoanWatch(reception, sessions, bus)

    async def run(self) -> None:
        """Check at intervals until cancelled."""
        while True:
            await asyncio.sleep(INTERVAL_S)
            try:
                async with asyncio.timeout(ANSWER_S):
                    with no_collection():
                        await self.check()
                        await self._loans.check()
            except StoreError as error:
                self._journal.fail("rights could not be checked: %s", error)
            except TimeoutError:
                self._journal.fail("rights could not be checked: the database is too slow")

    async def note_devices(self) -> None:
        """Keep when devices and links were seen, at intervals until cancelled.

        It stands apart from `run`: an import may keep the database busy for seconds, and no right
        is checked later for that.
        """
        while True:
            await asyncio.sleep(INTERVAL_S)
            try:
                await self._reception.note_seen(one.guest for one in self._sessions)
            except StoreError as error:
                self._journal.fail("when devices were seen could not be kept: %s", error)

    async def check(self) -> None:
        """Put out everybody whose right has ended.

        Raises:
            StoreError: The database cannot be asked.
        """
        sessions = list(self._sessions)
        inside = [Right(one.robot_id, device_key=one.device_key) for one in self._bus.insiders()]
        rights = {session.guest.right for session in sessions} | set(inside)
        gone = rights - await self._reception.holding(rights)
        refusals: dict[Right, ProtocolError] = {}
        try:
            for right in gone:
                refusal = await self._reception.why_not(right)
                if refusal is not None:
                    refusals[right] = refusal
        finally:
            # Also after a timeout: a slow database still puts some of many out each time.
            self._act(sessions, inside, refusals)

    def _act(
        self, sessions: list[Session], inside: list[Right], refusals: dict[Right, ProtocolError]
    ) -> None:
        for right in inside:
            if right in refusals:
                self._bus.post(right.robot_id, Revoked(right.device_key, refusals[right].code))
        # Robots last: the pupils' presences are ended through their links.
        for session in sorted(sessions, key=lambda one: one.guest.role == "robot"):
            refusal = refusals.get(session.guest.right)
            if refusal is not None and not session.connection.finished:
                self._put_out(session, refusal)

    def _put_out(self, session: Session, refusal: ProtocolError) -> None:
        guest, code = session.guest, refusal.code
        if guest.role == "pupil":
            self._bus.post(session.robot_id, Revoked(guest.device_key, code))
        elif guest.role == "robot":
            for one in self._bus.insiders():
                if one.robot_id == session.robot_id:
                    self._bus.post(one.robot_id, Revoked(one.device_key, code))
        self._metrics.dropped("revoked")
        self._journal.tell(
            session.robot_id,
            "out",
            "%s of robot %s was put out (%s)",
            guest.role,
            guest.robot.id,
            code,
        )
        session.connection.send(codec.refused(refusal))
        session.connection.finish(REVOKED)
