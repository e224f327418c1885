"""PURE. Sessions of those who have typed the right PIN, and their ends. No I/O."""

import hashlib

IDLE_S = 20 * 60.0
"""Time without a request after which the PIN is asked again."""

MOST_S = 4 * 3600.0
MOST_SESSIONS = 4
"""A technician has a phone and a laptop; the session that was used longest ago gives way."""


class PageSessions:
    """Sessions by the hash of their token: what lies in memory lets nobody in."""

    def __init__(self) -> None:
        self._sessions: dict[bytes, tuple[float, float]] = {}
        """Times at which each began and was used last."""

    def begin(self, token: str, now: float) -> None:
        """Let this token in."""
        self._drop_old(now)
        while len(self._sessions) >= MOST_SESSIONS:
            del self._sessions[min(self._sessions, key=lambda key: self._sessions[key][1])]
        self._sessions[_key(token)] = (now, now)

    def holds(self, token: str, now: float, used: bool = True) -> bool:
        """Return whether a token is let in.

        Args:
            token: Of the request; empty without one.
            now: Monotonic seconds.
            used: False for what a page asks by itself, which keeps no session alive.
        """
        self._drop_old(now)
        began = self._sessions.get(_key(token)) if token else None
        if began is None:
            return False
        if used:
            self._sessions[_key(token)] = (began[0], now)
        return True

    def end(self, token: str) -> None:
        """Let this token in no more."""
        self._sessions.pop(_key(token), None)

    def _drop_old(self, now: float) -> None:
        for key, (began_s, used_s) in list(self._sessions.items()):
            if now >= used_s + IDLE_S or now >= began_s + MOST_S:
                del self._sessions[key]


def _key(token: str) -> bytes:
    """Return what a token is found by; how long that takes says nothing of other tokens."""
    return hashlib.sha256(token[:200].encode("utf-8", "replace")).digest()
