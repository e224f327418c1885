"""PURE. Nonces that a server needs not remember. No I/O."""

import hmac
from typing import Literal

LIFE_S = 3600
_TIME_DIGITS = 8
_MAC_DIGITS = 24

Verdict = Literal["good", "stale", "foreign"]


class NonceMint:
    """Makes nonces, and knows its own again for `LIFE_S`.

    Args:
        secret: Known to this process alone.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def make(self, whom: str, now: float) -> str:
        """Return a nonce for one peer.

        Args:
            whom: What tells the peer from all others.
            now: Monotonic seconds.
        """
        at = f"{int(now) & 0xFFFFFFFF:0{_TIME_DIGITS}x}"
        return at + self._mac(at, whom)

    def check(self, nonce: str, whom: str, now: float) -> Verdict:
        """Return whether it is ours, made for this peer, and new enough."""
        at, mac = nonce[:_TIME_DIGITS], nonce[_TIME_DIGITS:]
        if not hmac.compare_digest(mac.encode(), self._mac(at, whom).encode()):
            return "foreign"
        return "good" if int(now) - int(at, 16) <= LIFE_S else "stale"

    def _mac(self, at: str, whom: str) -> str:
        mac = hmac.digest(self._secret, f"{at} {whom}".encode(), "sha256")
        return mac.hex()[:_MAC_DIGITS]
