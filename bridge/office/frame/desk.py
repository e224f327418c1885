"""Everything that pages of the office work with."""

import secrets
from dataclasses import dataclass, field

from bridge.base.challenges import NONCE_BYTES, Challenges
from bridge.base.clock import Clock
from bridge.fleet.fleet import Fleet
from bridge.lists.sandbox import ListSandbox
from bridge.lists.waiting import WaitingLists
from bridge.office.frame.outside import OfficeSurroundings
from bridge.office.frame.pages import OfficePages
from bridge.register.register import Register
from bridge.store import Store


@dataclass(frozen=True)
class Desk:
    """Parts that handlers use.

    Args:
        public_url: Address of the bridge without a slash at its end.
        origins: Origins of the bridge's pages, the only ones whose forms are taken.
        outside: Senders of requests, letters, alarms and releases.
        lists: Lists that members look at before they take them over.
        sandbox: Reader of files that came in.
        challenges: What passkeys sign.
    """

    store: Store
    register: Register
    clock: Clock
    fleet: Fleet
    pages: OfficePages
    public_url: str
    origins: frozenset[str]
    outside: OfficeSurroundings
    lists: WaitingLists = field(default_factory=WaitingLists)
    sandbox: ListSandbox = field(default_factory=ListSandbox)
    challenges: Challenges = field(default_factory=lambda: Challenges(secrets.token_bytes(32)))

    def challenge(self, purpose: str) -> bytes:
        """Return a new challenge for passkeys."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return self.challenges.make(purpose, nonce, self.clock.monotonic_s())
