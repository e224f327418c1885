"""Identification of peers: opening messages checked with the database, the clock and `access`."""

import logging
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime

from bridge.base.clock import Clock
from bridge.base.counts import Role
from bridge.base.journal import Journal
from bridge.base.rates import Buckets
from bridge.base.records import Loan, Robot
from bridge.base.rights import Right
from bridge.days.zone import local
from bridge.protocol import PROTOCOL_VERSION, clocks, keys, proofs
from bridge.protocol.causes import WORDS, NetworkCause
from bridge.protocol.errors import ProtocolError
from bridge.protocol.fields import RightName
from bridge.protocol.openings import (
    Enrol,
    Enrolled,
    Hello,
    HelloPupil,
    HelloRobot,
    HelloTeacher,
    Opening,
    Pair,
)
from bridge.protocol.presence import ReleaseState
from bridge.protocol.signaling import LoanStatus, OwnRights
from bridge.signaling import access
from bridge.signaling.enrolling import Enrolling
from bridge.signaling.seen import Seen
from bridge.signaling.withdrawing import Withdrawing
from bridge.store import Store

REFUSED_RATE_HZ = 1 / 3600
"""A robot that is refused is named once an hour."""

RELEASE_RATE_HZ = 1 / 60
"""A robot tells its release after each link; more often it is not written."""

NO_LOAN = LoanStatus()


@dataclass(frozen=True)
class Guest:
    """Peer whose identity was proved."""

    role: Role
    robot: Robot
    loan: Loan | None = None
    device_key: str = ""
    token_hash: str = ""
    proof: str | None = None
    """Proof of the bridge after a pairing."""
    offer_nonce: str | None = None
    """Nonce of a robot, to which offers have to reply."""
    clock_off_s: float | None = None
    """Offset of a robot's clock; positive is ahead of ours."""
    trouble: NetworkCause | None = None
    """Reason why a robot did not reach us just before."""
    run: str = ""
    """Start of a robot's agent; empty for one that does not say so."""
    loan_status: LoanStatus = NO_LOAN
    """State of the loan that a robot is told."""

    @property
    def right(self) -> Right:
        """Right by which this guest was let in."""
        # A teacher's page works with any key of the robot; a pupil's device has pinned one.
        robot_key = "" if self.role in ("teacher", "buddy") else self.robot.public_key
        return Right(self.robot.id, robot_key, self.device_key, self.token_hash)

    @property
    def news(self) -> list[tuple[str, str]]:
        """News for an operator about a robot that has just come: kind, and words."""
        off = clocks.off_in_words(self.clock_off_s)
        news = [("clock", f"its clock is {off}")] if off else []
        if self.trouble is not None:
            news.append(("network", f"it did not reach the bridge before: {WORDS[self.trouble]}"))
        return news

    @property
    def identity(self) -> str:
        """Identity that all connections of this guest share."""
        return f"{self.role} {self.device_key or self.token_hash or self.robot.id}"


@dataclass(frozen=True)
class Circumstances:
    """Facts about a connection before its first message.

    Args:
        nonce: Nonce of the challenge.
        address: Key under which wrong words are counted; empty if it is not known. They are
            then counted by device, and for all together.
        from_page: Whether a page opened the connection, which then names its origin.
    """

    nonce: str
    address: str
    from_page: bool


class Reception:
    """Check of opening messages and of rights."""

    def __init__(self, store: Store, clock: Clock, journal: Journal) -> None:
        self._store = store
        self._clock = clock
        self._journal = journal
        self._tries = access.Tries(clock.monotonic_s())
        self._enrolling = Enrolling(store, clock, journal)
        self._withdrawing = Withdrawing(store, clock)
        self._seen = Seen(store, clock)
        self._named = Buckets(REFUSED_RATE_HZ, 1)
        self._releases = Buckets(RELEASE_RATE_HZ, 5)

    async def enrol(self, message: Enrol, here: Circumstances) -> Enrolled:
        """Make a robot known by its token.

        Raises:
            ProtocolError: The token is not good, or another robot has this key.
            StoreError: The database cannot be asked.
        """
        _check_kind(message, here)
        return await self._enrolling.enrol(message, here.nonce, here.address)

    async def withdraw(self, guest: Guest, right: RightName) -> OwnRights:
        """Take a right from a child that no longer wants it.

        Raises:
            ProtocolError: `too_fast`, or `no_loan` for a loan that is over.
            StoreError: The database cannot be asked.
        """
        assert guest.loan is not None
        rights = await self._withdrawing.withdraw(guest.loan.id, guest.device_key, right)
        return OwnRights(rights)

    async def welcome(self, message: Hello, here: Circumstances) -> Guest:
        """Return the guest who sent an opening message.

        Raises:
            ProtocolError: The proof does not fit, or the guest is not let in today.
            StoreError: The database cannot be asked.
        """
        _check_kind(message, here)
        match message:
            case HelloRobot():
                return await self._robot(message, here)
            case HelloPupil():
                _check_device(message, here)
                await self._not_locked(message.device_key)
                return await self._device(message.device_key)
            case Pair():
                _check_device(message, here)
                await self._not_locked(message.device_key)
                return await self._pair(message, here)
            case HelloTeacher():
                return await self._teacher(message)

    async def note_release(self, robot_id: str, release: ReleaseState) -> None:
        """Keep which release a robot runs.

        Raises:
            StoreError: The database cannot be asked.
        """
        if self._releases.take(robot_id, self._clock.monotonic_s()):
            now = int(self._clock.unix_s())
            await self._store.put_carried(robot_id, release.running, release.fell_back, now)

    async def still_lent(self, guest: Guest) -> None:
        """Check again that a pupil's device may enter now.

        Raises:
            ProtocolError: `device_locked`, `unknown_device`, `no_loan`, or a code of
                `access.check_entry`.
            StoreError: The database cannot be asked.
        """
        await self._not_locked(guest.device_key)
        loan = access.current(await self._store.device_loans(guest.device_key), self._clock.today())
        if guest.loan is None or loan.id != guest.loan.id:
            raise ProtocolError("no_loan")
        access.check_entry(loan, self._now())

    async def holding(self, rights: Set[Right]) -> Set[Right]:
        """Return the rights that still hold, with one query.

        Raises:
            StoreError: The database cannot be asked.
        """
        if not rights:
            return frozenset()
        admits = access.admits(self._now())
        return await self._store.still_holds(rights, self._clock.today(), admits)

    async def loan_statuses(self, robot_ids: Set[str]) -> dict[str, LoanStatus]:
        """Return what robots are told of the loans that hold today, with one query.

        Raises:
            StoreError: The database cannot be asked.
        """
        today = self._clock.today()
        loans = await self._store.running_loans(robot_ids, today)
        return {robot: access.loan_status(loan, today) for robot, loan in loans.items()}

    async def note_seen(self, guests: Iterable[Guest]) -> None:
        """Note which children's devices are here, and which teachers' links were used.

        Nobody waits for this at the door: an import may keep the database busy for seconds.

        Raises:
            StoreError: The database cannot be asked.
        """
        pupils = [one for one in guests if one.role == "pupil"]
        await self._seen.note([(one.loan.id, one.device_key) for one in pupils if one.loan])

    async def why_not(self, right: Right) -> ProtocolError | None:
        """Return the refusal for a right; None if the right holds.

        Raises:
            StoreError: The database cannot be asked.
        """
        today = self._clock.today()
        try:
            if right.token_hash:
                loan = await self._store.teacher_loan(right.token_hash)
                loan = loan or await self._store.buddy_loan(right.token_hash)
                if loan is None:
                    raise ProtocolError("unknown_token")
                access.check_loan(loan, today)
            elif right.device_key:
                await self._not_locked(right.device_key)
                loans = await self._store.device_loans(right.device_key)
                access.current(loans, today)
                here = [one for one in loans if one.robot_id == right.robot_id]
                access.check_entry(access.current(here, today), self._now())
            robot = await self._store.robot(right.robot_id)
            if robot is None:
                raise ProtocolError("unknown_robot")
            if right.robot_key and robot.public_key != right.robot_key:
                raise ProtocolError("no_loan" if right.device_key else "signature")
        except ProtocolError as error:
            return error
        return None

    async def _not_locked(self, device_key: str) -> None:
        if await self._store.device_locked(device_key):
            raise ProtocolError("device_locked")

    async def _robot(self, message: HelloRobot, here: Circumstances) -> Guest:
        robot = await self._store.robot(message.robot)
        if robot is None:
            # Counted together: a stranger may take any name.
            self._refuse("", message.robot, "is not known here")
            raise ProtocolError("unknown_robot")
        signed = proofs.hello_bytes("robot", here.nonce, message.robot)
        try:
            keys.verify(robot.public_key, message.signature, signed)
        except ProtocolError:
            self._refuse(robot.id, robot.id, "has another key than the one that is known here")
            raise
        off_s = None if message.unix_s is None else message.unix_s - self._clock.unix_s()
        loan = await self._store.running_loan(robot.id, self._clock.today())
        return Guest(
            "robot",
            robot,
            loan,
            offer_nonce=message.offer_nonce,
            clock_off_s=off_s,
            trouble=message.trouble,
            run=message.run or "",
            loan_status=access.loan_status(loan, self._clock.today()),
        )

    def _refuse(self, key: str, robot_id: str, why: str) -> None:
        """Write why a robot is refused, and what to do; it comes again every few seconds."""
        if not self._named.take(f"{robot_id} {why}", self._clock.monotonic_s()):
            return
        self._journal.tell(
            key,
            "refused",
            "a robot that says it is %s %s; if it is one of yours: "
            "`karlsson-bridge robot enrol %s`, then `karlsson-robot enrol TOKEN` on the robot",
            *(robot_id, why, robot_id),
            level=logging.WARNING,
        )

    async def _device(self, device_key: str) -> Guest:
        loan = access.current(await self._store.device_loans(device_key), self._clock.today())
        access.check_entry(loan, self._now())
        return Guest("pupil", await self._robot_of(loan), loan, device_key)

    def _now(self) -> datetime:
        """Return the time on the clocks of the schools."""
        return local(self._clock.unix_s())

    async def _pair(self, message: Pair, here: Circumstances) -> Guest:
        pairing = await self._store.pairing(message.lookup)
        loans = await self._store.device_loans(message.device_key)
        # Not one that was unbound with its loan: it needs a new code, and uses it up.
        repeated = pairing is not None and any(
            loan.id == pairing.loan_id and loan.ended_at is None for loan in loans
        )
        # Nothing is awaited from here to the verdict, so simultaneous tries are counted one by one.
        guessable = pairing is None or pairing.kind == "word"
        guesser = here.address or f"device {message.device_key}"
        now = self._clock.monotonic_s()
        if guessable:
            self._tries.check(guesser, now)
        try:
            pairing = access.check_pairing(
                pairing, message, here.nonce, self._clock.unix_s(), repeated
            )
        except ProtocolError:
            if guessable:
                self._tries.wrong(guesser, now)
            raise
        if not repeated and not await self._store.use_pairing(
            pairing, message.device_key, int(self._clock.unix_s())
        ):
            raise ProtocolError("pairing")
        if guessable and not repeated:
            self._tries.right(guesser)
        loan = await self._store.loan(pairing.loan_id)
        if loan is None:
            raise ProtocolError("no_loan")
        # Not whether a lesson is open: a family pairs in the evening. Whoever may not be in class
        # now is told so right after the welcome.
        access.check_loan(loan, self._clock.today())
        robot = await self._robot_of(loan)
        self._journal.tell(robot.id, "pair", "a device was paired with robot %s", robot.id)
        proof = proofs.bridge_proof(
            pairing.mac_key, here.nonce, robot.public_key, message.device_key
        )
        return Guest("pupil", robot, loan, message.device_key, proof=proof)

    async def _teacher(self, message: HelloTeacher) -> Guest:
        role: Role = "teacher"
        token_hash = access.token_hash(message.token)
        loan = await self._store.teacher_loan(token_hash)
        if loan is None:
            role, token_hash = "buddy", access.buddy_hash(message.token)
            loan = await self._store.buddy_loan(token_hash)
        if loan is None:
            raise ProtocolError("unknown_token")
        access.check_loan(loan, self._clock.today())
        robot = await self._robot_of(loan)
        if role == "teacher":
            self._seen.came_by_link(loan.id, token_hash)
        return Guest(role, robot, loan, token_hash=token_hash)

    async def _robot_of(self, loan: Loan) -> Robot:
        robot = await self._store.robot(loan.robot_id)
        if robot is None:
            raise ProtocolError("unknown_robot")
        return robot


def _check_kind(message: Opening, here: Circumstances) -> None:
    """Refuse another version, and a page that says it is a robot."""
    if message.version != PROTOCOL_VERSION:
        raise ProtocolError("version", f"here: {PROTOCOL_VERSION}")
    # Browsers cannot leave Origin out, and nothing else sends it.
    if here.from_page == isinstance(message, HelloRobot | Enrol):
        raise ProtocolError("origin")


def _check_device(message: HelloPupil | Pair, here: Circumstances) -> None:
    """Refuse a device that does not hold the key that it names."""
    signed = proofs.hello_bytes("pupil", here.nonce, message.device_key)
    keys.verify(message.device_key, message.signature, signed)
