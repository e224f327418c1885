"""PURE. Nonces that a child's signed offer replies to. No I/O.

They show without any wall clock when an offer was signed: an offer that replies to a
nonce of ours was signed after we made it. A restarted robot has forgotten its nonces, so
an offer from before the restart is void.
"""

from collections.abc import Callable

from bridge.protocol.limits import OFFER_NONCE_LIFE_S


class OfferNonces:
    """Nonces of this robot that still count.

    Args:
        make: Returns 128 random bits, 22 characters.
    """

    def __init__(self, make: Callable[[], str]) -> None:
        self._make = make
        self._made_s: dict[str, float] = {}
        self._newest = ""

    def newest(self, now: float) -> str:
        """Return the nonce that children should reply to now.

        Args:
            now: Monotonic seconds, as everywhere here.
        """
        if self.left_s(now) <= 0:
            self._newest = self._make()
            self._made_s[self._newest] = now
        return self._newest

    def left_s(self, now: float) -> float:
        """Return the seconds until the newest nonce is replaced."""
        if self._newest not in self._made_s:
            return 0.0
        return self._made_s[self._newest] + OFFER_NONCE_LIFE_S - now

    def counts(self, nonce: str, now: float) -> bool:
        """Return True if an offer that replies to this nonce is fresh.

        A nonce counts for one more lifetime after the next one replaced it, so that an
        offer that is on its way then is still accepted.
        """
        old = [n for n, made_s in self._made_s.items() if now - made_s >= 2 * OFFER_NONCE_LIFE_S]
        for one in old:
            del self._made_s[one]
        return nonce in self._made_s
