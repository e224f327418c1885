"""Guard that tells people from programs that fill forms, without a third party.

A form carries a signed stamp with the moment at which it was shown. A field that nobody sees stays
empty. A form that comes faster than a person could fill it, or one of many from one neighbourhood,
is put aside and not refused: an honest sender loses nothing, and a program learns nothing. Only a
flood is refused, in words.
"""

import base64
import hashlib
import hmac
import secrets
from collections import OrderedDict
from typing import Literal

from bridge.base.rates import Bucket, Buckets

FAST_S = 3.0
"""Nobody fills a form faster."""

WINDOW_S = 600.0
USUAL_IN_WINDOW = 5
"""Forms from one neighbourhood, such as a school, in this time; more are put aside."""

MOST_IN_WINDOW = 20
"""Forms from one neighbourhood in this time; more are refused."""

ALL_IN_WINDOW = 60
"""Forms from everywhere in this time; more are put aside."""

FLOOD_IN_WINDOW = 300
"""Forms from everywhere in this time; more are refused."""

MOST_SEEN = 10_000

GuardVerdict = Literal["fine", "aside", "again", "too_often"]


class FormGuard:
    """Guard of one public form.

    Args:
        now: Monotonic seconds.
    """

    def __init__(self, now: float) -> None:
        self._key = secrets.token_bytes(32)
        self._usual = Buckets(USUAL_IN_WINDOW / WINDOW_S, USUAL_IN_WINDOW)
        self._most = Buckets(MOST_IN_WINDOW / WINDOW_S, MOST_IN_WINDOW)
        self._all = Bucket(ALL_IN_WINDOW / WINDOW_S, ALL_IN_WINDOW, now)
        self._flood = Bucket(FLOOD_IN_WINDOW / WINDOW_S, FLOOD_IN_WINDOW, now)
        self._sent: OrderedDict[str, None] = OrderedDict()

    def stamp(self, now: float) -> str:
        """Return the stamp of a form that is shown now."""
        body = int(now * 1000).to_bytes(8, "big") + secrets.token_bytes(8)
        return base64.urlsafe_b64encode(body + self._mac(body)).decode().rstrip("=")

    def look(self, now: float, neighbourhood: str, stamp: str, trap: str) -> GuardVerdict:
        """Return what becomes of a form that was filled without mistakes.

        Args:
            neighbourhood: Key of the sender's address; empty where only a proxy's is known, and
                then only the limits for everybody hold.
            stamp: As the form brought it back.
            trap: What stands in the field that nobody sees.
        """
        if stamp in self._sent:
            return "again"
        # First the neighbourhood: whoever is over their own takes nothing from all others.
        if neighbourhood and not self._most.take(neighbourhood, now):
            return "too_often"
        if not self._flood.take(now):
            return "too_often"
        self._sent[stamp] = None
        if len(self._sent) > MOST_SEEN:
            self._sent.popitem(last=False)
        shown = self._shown(stamp)
        is_odd = bool(trap) or shown is None or now - shown < FAST_S
        is_odd |= bool(neighbourhood) and not self._usual.take(neighbourhood, now)
        return "aside" if is_odd or not self._all.take(now) else "fine"

    def _shown(self, stamp: str) -> float | None:
        """Return when the form of a stamp was shown; None for a stamp that is not ours."""
        try:
            raw = base64.urlsafe_b64decode(stamp + "=" * (-len(stamp) % 4))
        except ValueError:
            return None
        body, mac = raw[:16], raw[16:]
        if not hmac.compare_digest(mac, self._mac(body)):
            return None
        return int.from_bytes(body[:8], "big") / 1000

    def _mac(self, body: bytes) -> bytes:
        return hmac.new(self._key, body, hashlib.sha256).digest()[:16]
