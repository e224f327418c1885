"""Surroundings of the office: the address of whoever asks, and the ways by which letters leave."""

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bridge.alarms.watch import AlarmWatch
from bridge.base.addresses import neighbourhood
from bridge.fleet.board import ErrandBoard
from bridge.mail.letter_queue import LetterQueue
from bridge.mail.post import Post
from bridge.office.frame.form_guard import FormGuard
from bridge.releases.serving import Releases


@dataclass(frozen=True)
class OfficeSurroundings:
    """Parts beyond the office's own rows.

    Args:
        address_of: Returns the client's address, or an empty text where only a proxy's is known.
        post: Letters that a person sends.
        outbox: Letters that nobody waits for.
        guard: Guard of the public form.
        alarms: Ways on which alarms leave.
        board: Errands that were sent to robots.
        releases: Releases that this bridge offers to robots.
    """

    address_of: Callable[[web.Request], str]
    post: Post
    outbox: LetterQueue
    guard: FormGuard
    alarms: AlarmWatch
    board: ErrandBoard
    releases: Releases

    def neighbourhood(self, request: web.Request) -> str:
        """Return the key under which a sender is counted; empty where it is not known."""
        address = self.address_of(request)
        return neighbourhood(address) if address else ""
