"""Twins: two robots with one key, such as from a copied card.

A robot that connects anew replaces its own older link at once. A link of another start of the
agent does so only if the older one is dead. One that still answers belongs to another robot: then
the one that is there stays, and the newcomer is refused (docs/decisions/0054).
"""

import logging

from bridge.base.clock import Clock
from bridge.base.journal import Journal
from bridge.base.rates import Buckets
from bridge.protocol import codec
from bridge.protocol.errors import ProtocolError
from bridge.signaling.reception import Guest
from bridge.signaling.sessions import Session, Sessions

ANSWER_S = 2.0
"""Longest time for the older link to give a sign of life; the newcomer waits for its welcome."""

TOLD_RATE_HZ = 1 / 3600
"""A twin is named once an hour, in the log and to the robot that stays."""

WORDS = (
    "two robots use the key of robot %s, such as from a copied card; the one that is here stays, "
    "the other one was refused. Give the copy a key of its own: `karlsson-bridge robot enrol "
    "NEW-NAME`, then `karlsson-robot enrol TOKEN` on the copy"
)


class Twins:
    """Watch over robots that come while a link of their name is up."""

    def __init__(self, sessions: Sessions, clock: Clock, journal: Journal) -> None:
        self._sessions = sessions
        self._clock = clock
        self._journal = journal
        self._told = Buckets(TOLD_RATE_HZ, 1)

    async def check(self, newcomer: Guest) -> None:
        """Refuse a robot whose key another robot uses now.

        Raises:
            ProtocolError: `twin`.
        """
        other = self._other(newcomer)
        if other is None or not await other.connection.answers(ANSWER_S):
            return
        robot_id = newcomer.robot.id
        if self._told.take(robot_id, self._clock.monotonic_s()):
            self._journal.tell(robot_id, "twin", WORDS, robot_id, level=logging.WARNING)
            other.connection.send(codec.refused(ProtocolError("twin")))
        raise ProtocolError("twin")

    def _other(self, newcomer: Guest) -> Session | None:
        """Return the newest link of another start of the agent, if that is the one in the room."""
        if newcomer.role != "robot" or not newcomer.run:
            return None  # an older robot does not say which start it is
        links = [
            one
            for one in self._sessions
            if one.guest.role == "robot"
            # A robot that was enrolled anew has another key, and takes the place of the old one.
            and one.guest.robot == newcomer.robot
            and not one.connection.finished
        ]
        newest = max(links, key=lambda one: one.connection.number, default=None)
        return None if newest is None or newest.guest.run == newcomer.run else newest
