"""PURE. Limits for questions to the office: members by their session, strangers by address.

Whoever has no session, or none that holds, counts as a stranger, whatever cookie they send: so
nobody gets more by making cookies up. A session that held at its last request has an allowance of
its own: no flood of strangers takes it away. No I/O.
"""

from collections import OrderedDict
from dataclasses import dataclass

from bridge.base.rates import Bucket, Buckets

MEMBER_BURST_S = 15
STRANGER_BURST_S = 30
"""Time of which somebody may ask everything at once: a page asks for its live parts, too."""

ALL_STRANGERS = 20
"""Neighbourhoods that may use up their allowance at once; what they cost leaves most of a core."""

NEWCOMER_RATE_HZ, NEWCOMER_BURST = 1 / 60, 12
"""Requests of one neighbourhood in a flood: enough to sign in, with all that a page loads."""

MOST_SESSIONS = 2000


@dataclass(frozen=True)
class OfficeRates:
    """Requests a minute of one session, and of one neighbourhood without a session."""

    member: int = 600
    stranger: int = 120


class OfficeLimits:
    """Allowances of everybody who asks the office.

    Args:
        rates: How often.
        now: Monotonic seconds.
    """

    def __init__(self, rates: OfficeRates, now: float) -> None:
        member_hz, stranger_hz = rates.member / 60, rates.stranger / 60
        self._members = Buckets(member_hz, member_hz * MEMBER_BURST_S, MOST_SESSIONS)
        self._strangers = Buckets(stranger_hz, stranger_hz * STRANGER_BURST_S)
        self._newcomers = Buckets(NEWCOMER_RATE_HZ, NEWCOMER_BURST)
        all_hz = stranger_hz * ALL_STRANGERS
        self._all = Bucket(all_hz, all_hz * STRANGER_BURST_S / 6, now)
        self._held: OrderedDict[str, None] = OrderedDict()

    def allows(self, token: str, neighbourhood: str, now: float) -> bool:
        """Count one request; return False if it is one too many.

        Args:
            token: Of the session; empty without one.
            neighbourhood: Key of the sender's address; empty where only a proxy's is known.
            now: Monotonic seconds.
        """
        if token in self._held:
            return self._members.take(token, now)
        # First the neighbourhood: whoever is over their own takes nothing from all others.
        if neighbourhood and not self._strangers.take(neighbourhood, now):
            return False
        if self._all.take(now):
            return True
        # A flood from many addresses has used everything up. Whoever has asked for little until now
        # still comes in: members who sign in, or whose session this process has not seen yet.
        return bool(neighbourhood) and self._newcomers.take(neighbourhood, now)

    def held(self, token: str) -> None:
        """Note that a session holds."""
        self._held[token] = None
        self._held.move_to_end(token)
        if len(self._held) > MOST_SESSIONS:
            self._held.popitem(last=False)

    def ended(self, token: str) -> None:
        """Note that a session does not hold, or no longer."""
        self._held.pop(token, None)
