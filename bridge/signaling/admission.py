"""Admission of messages: checks before a room hears one, and answers to those for no room."""

import asyncio

import msgspec
from msgspec import Struct

from bridge.base.allowances import Allowances
from bridge.base.clock import Clock
from bridge.base.journal import Journal
from bridge.fleet.fleet import Fleet
from bridge.protocol import candidate
from bridge.protocol.errors import ProtocolError
from bridge.protocol.fleet import FromFleet
from bridge.protocol.presence import Snapshot
from bridge.protocol.sdp import check_offer
from bridge.protocol.signaling import Offer, Ping, Pong, TrickledCandidate, WithdrawRight
from bridge.signaling.loan_watch import LoanWatch
from bridge.signaling.reception import Reception
from bridge.signaling.sessions import Session


class MessageAdmission:
    """Check of messages: rates, rights, descriptions.

    Args:
        answer_s: Longest time for the database.
    """

    def __init__(
        self,
        reception: Reception,
        fleet: Fleet,
        allowances: Allowances,
        clock: Clock,
        journal: Journal,
        loans: LoanWatch,
        answer_s: float,
    ) -> None:
        self._reception = reception
        self._fleet = fleet
        self._allowances = allowances
        self._clock = clock
        self._journal = journal
        self._loans = loans
        self._answer_s = answer_s

    async def for_room(self, session: Session, message: Struct) -> Struct | None:
        """Return the message as the room may hear it; None for one that goes to no room.

        Raises:
            ProtocolError: The peer may not say this, or not now.
            StoreError: The database cannot be asked.
            TimeoutError: The database does not answer in time.
        """
        guest = session.guest
        if isinstance(message, Ping):
            # A peer that asks has lost somebody else, and must learn at once who is gone.
            session.connection.send(Pong())
            return None
        if isinstance(message, WithdrawRight):
            async with asyncio.timeout(self._answer_s):
                session.connection.send(await self._reception.withdraw(guest, message.right))
            return None
        if isinstance(message, FromFleet):
            self._fleet.hear(guest.robot.id, message)
            return None
        if guest.role == "buddy" and not self._allowances.buddy(
            guest.token_hash, self._clock.monotonic_s()
        ):
            raise ProtocolError("too_fast")
        match message:
            case Offer():
                await self._check_offer(session, message)
            case TrickledCandidate():
                usable = candidate.plain(message.candidate)
                if usable is None:
                    return None
                return msgspec.structs.replace(message, candidate=usable)
            case Snapshot():
                await self._note(session, message)
        return message

    async def _check_offer(self, session: Session, offer: Offer) -> None:
        guest = session.guest
        if not self._allowances.offer(guest.device_key, self._clock.monotonic_s()):
            raise ProtocolError("too_fast")
        check_offer(offer.sdp)
        # Checked for each offer: a loan that ended a minute ago lets nobody in.
        async with asyncio.timeout(self._answer_s):
            await self._reception.still_lent(guest)
            # Nor does the robot refuse whom its loan lets in since a moment ago.
            await self._loans.check(guest.robot.id)

    async def _note(self, session: Session, snapshot: Snapshot) -> None:
        """Keep what a robot says of itself."""
        robot_id = session.guest.robot.id
        self._fleet.see(robot_id, snapshot)
        for news in session.news(snapshot):
            self._journal.tell(robot_id, "news", "robot %s: %s", robot_id, news)
        if snapshot.release is not msgspec.UNSET:
            await self._reception.note_release(robot_id, snapshot.release)
