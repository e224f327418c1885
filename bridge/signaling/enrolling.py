"""Enrolment of robots: a one-time token makes the key known that the robot has made itself.

A token has 68 bits and cannot be guessed. Tries are counted by address all the same; a token that
is right is taken from any address, so that one robot with a wrong token locks out no other one of
its school.
"""

import logging
from typing import NoReturn

from bridge.base.clock import Clock
from bridge.base.errors import Conflict
from bridge.base.journal import Journal
from bridge.base.rates import Buckets
from bridge.base.records import Enrolment
from bridge.protocol import keys
from bridge.protocol.enrolment import enrol_bytes
from bridge.protocol.errors import ProtocolError
from bridge.protocol.openings import Enrol, Enrolled
from bridge.store import Store

WRONG_AT_ONCE = 10
"""Unknown tokens of one address that are told apart from too many tries."""

WRONG_RATE_HZ = 1 / 90

REMEDY = "`karlsson-bridge robot enrol %s` makes a new one"


class Enrolling:
    """Check of tokens, and making robots known."""

    def __init__(self, store: Store, clock: Clock, journal: Journal) -> None:
        self._store = store
        self._clock = clock
        self._journal = journal
        self._wrong = Buckets(WRONG_RATE_HZ, WRONG_AT_ONCE)

    async def enrol(self, message: Enrol, nonce: str, address: str) -> Enrolled:
        """Make the key of a robot known that proves its token.

        Args:
            nonce: Nonce of the challenge.
            address: Key under which unknown tokens are counted; empty if it is not known.

        Raises:
            ProtocolError: `token_…`, `key_taken`, `signature`, `locked` or `malformed`.
            StoreError: The database cannot be asked.
        """
        enrolment = await self._store.enrolment(keys.fingerprint(message.token_key))
        if enrolment is None:
            self._unknown(address)
        signed = enrol_bytes(nonce, message.token_key, message.robot_key)
        keys.verify(message.token_key, message.proof, signed)
        keys.verify(message.robot_key, message.signature, signed)
        try:
            return await self._use(enrolment, message)
        except ProtocolError as error:
            self._journal.tell(
                enrolment.robot_id,
                "enrol",
                "robot %s was not enrolled: %s " + REMEDY,
                *(enrolment.robot_id, error.sentence, enrolment.robot_id),
                level=logging.WARNING,
            )
            raise

    async def _use(self, enrolment: Enrolment, message: Enrol) -> Enrolled:
        if message.robot not in (None, enrolment.robot_id):
            raise ProtocolError("token_other_robot", f"It says that it is {message.robot}.")
        if enrolment.used_at is not None:
            return await self._again(enrolment, message)
        try:
            robot = await self._store.use_enrolment(
                enrolment, message.robot_key, int(self._clock.unix_s())
            )
        except Conflict as error:
            raise ProtocolError("key_taken") from error
        if robot is not None:
            self._journal.tell(robot.id, "enrol", "robot %s was enrolled", robot.id)
            return Enrolled(robot.id, robot.name, self._clock.unix_s())
        # Another use or a withdrawal may have come in between.
        now = await self._store.enrolment(enrolment.token_hash)
        if now is not None and now.used_at is not None:
            return await self._again(now, message)
        withdrawn = now is None or now.withdrawn_at is not None
        raise ProtocolError("token_withdrawn" if withdrawn else "token_expired")

    async def _again(self, enrolment: Enrolment, message: Enrol) -> Enrolled:
        """Answer the robot that used this token and got no answer; refuse any other one."""
        robot = await self._store.robot(enrolment.robot_id)
        if robot is None or not message.robot_key == enrolment.used_key == robot.public_key:
            raise ProtocolError("token_used")
        return Enrolled(robot.id, robot.name, self._clock.unix_s())

    def _unknown(self, address: str) -> NoReturn:
        if address and not self._wrong.take(address, self._clock.monotonic_s()):
            raise ProtocolError("locked")
        self._journal.tell(
            "",
            "unknown token",
            "a robot came with an enrolment token that is not known here; "
            "it may be of another bridge: `karlsson-bridge robot tokens` lists those of this one",
            level=logging.WARNING,
        )
        raise ProtocolError("token_unknown")
