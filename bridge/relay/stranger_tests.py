"""PURE. Bounds on one relay process for network tests of strangers. No I/O.

A test (docs/decisions/0073) is no lesson: it lives for seconds, and all that it allocates in this
process shares one allowance of bytes, which does not fill up again.

Times are monotonic seconds.
"""

from dataclasses import dataclass

from bridge.base.rates import Bucket
from bridge.relay.credentials import TEST_LIFE_S

LIFE_S = 20.0
"""Longest life of an allocation, however often it is refreshed."""

BYTES = 192 * 1024
"""Of one test: a hundred packets on a road take some 40 KiB with all that is around them."""

OF_ONE_TEST = 16
"""Allocations that a test makes at all: two ends, on each of the networks of its device."""

AT_ONCE = 64
"""Tests whose credentials may still be in use; the bridge gives fewer (`bridge.web.nettest`)."""

_REMEMBERED_S = TEST_LIFE_S + LIFE_S
"""After this time a credential has expired, and so has whatever was made with it."""


@dataclass(frozen=True)
class AllocationTerms:
    """Bounds of an allocation: its life in seconds, and the bytes that it may send."""

    life_s: float
    allowance: Bucket


@dataclass
class _Test:
    """One test."""

    terms: AllocationTerms
    forget_at: float
    left: int = OF_ONE_TEST


class StrangerTests:
    """All network tests in one process."""

    def __init__(self) -> None:
        self._tests: dict[str, _Test] = {}

    def admit(self, identity: str, now: float) -> AllocationTerms | None:
        """Return the terms of one more allocation of a test; None if it, or all, have too many."""
        test = self._tests.get(identity)
        if test is None:
            self._tests = {one: kept for one, kept in self._tests.items() if kept.forget_at > now}
            if len(self._tests) >= AT_ONCE:
                return None
            terms = AllocationTerms(LIFE_S, Bucket(0.0, BYTES, now))
            test = self._tests[identity] = _Test(terms, now + _REMEMBERED_S)
        if not test.left:
            return None
        test.left -= 1
        return test.terms
