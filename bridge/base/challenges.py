"""PURE. Challenges that were made here, are answered once, and need no memory until then. No I/O.

A challenge names its time, and a code over it that only this process can write. So strangers may
ask for as many as they like: nothing is stored for them, and nobody's challenge is pushed out. What
was answered is remembered until it would be too old anyway.
"""

import hashlib
import hmac
from collections import deque

LIFE_S = 300
"""Time to find the phone and to press a finger on it."""

NONCE_BYTES = 16
_TIME_BYTES = 8
_CODE_BYTES = 32


class Challenges:
    """Challenges of one process.

    Args:
        secret: 32 random bytes.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._used: set[bytes] = set()
        self._order: deque[tuple[int, bytes]] = deque()

    def make(self, purpose: str, nonce: bytes, now_s: float) -> bytes:
        """Return a new challenge.

        Args:
            purpose: What its answer may be used for, with the person or session it belongs to.
            nonce: `NONCE_BYTES` random bytes.
            now_s: Monotonic seconds.
        """
        head = nonce + int(now_s).to_bytes(_TIME_BYTES, "big")
        return head + self._code(purpose, head)

    def holds(self, challenge: bytes, purpose: str, now_s: float) -> bool:
        """Return whether a challenge was made here for this purpose, is young and not used."""
        head, code = challenge[:-_CODE_BYTES], challenge[-_CODE_BYTES:]
        if len(head) != NONCE_BYTES + _TIME_BYTES:
            return False
        if not hmac.compare_digest(code, self._code(purpose, head)):
            return False
        return now_s - _made_s(head) < LIFE_S and challenge not in self._used

    def use(self, challenge: bytes, now_s: float) -> bool:
        """Note that a challenge was answered rightly; return False if it was before."""
        while self._order and now_s - self._order[0][0] >= LIFE_S:
            self._used.discard(self._order.popleft()[1])
        if challenge in self._used:
            return False
        self._used.add(challenge)
        self._order.append((int(now_s), challenge))
        return True

    def _code(self, purpose: str, head: bytes) -> bytes:
        return hmac.digest(self._secret, hashlib.sha256(purpose.encode()).digest() + head, "sha256")


def _made_s(head: bytes) -> int:
    return int.from_bytes(head[NONCE_BYTES:], "big")
