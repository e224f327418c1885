"""PURE. Findings of a test of the network, and its verdict. No I/O."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from bridge.protocol.causes import NetworkCause
from robot.nettest.asking import RoadKind, Server

Verdict = Literal["good", "relay", "relay_only", "no_media", "unclear", "blocked"]

STUCK_MS = 200.0
"""An echo that comes so much later than the others was stuck behind a lost packet."""


@dataclass(frozen=True)
class Road:
    """Result for one server."""

    server: Server
    is_open: bool
    lost: float | None = None
    """Share of datagrams without an answer; None where nothing was counted."""
    ms: float | None = None
    """Time until the answer, in the middle."""
    stalled: float | None = None
    """Share of answers over TCP that came late, behind a packet that was sent again; None where
    nothing was counted."""


@dataclass(frozen=True)
class Times:
    """Times of echoes, and the share of those that were stuck."""

    median_ms: float
    late_ms: float
    stalled: float


@dataclass(frozen=True)
class Found:
    """All that one test has found.

    Args:
        cause: Why the bridge is not reached; None if it is.
        through_proxy: Whether the way to the bridge leads through an HTTP proxy.
        issuer: Who signed the certificate, if it is not trusted.
    """

    public_url: str
    cause: NetworkCause | None
    through_proxy: bool
    issuer: str = ""
    roads: Sequence[Road] = field(default_factory=tuple)
    times: Times | None = None
    down_kbit: int | None = None
    up_kbit: int | None = None
    clock_off_s: float | None = None
    """Our clock minus the bridge's, to a second; None where the bridge was not reached."""


def times_of(echoes_ms: Sequence[float]) -> Times | None:
    """Return what echoes say; None without any."""
    if not echoes_ms:
        return None
    ordered = sorted(echoes_ms)
    median = statistics.median(ordered)
    late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    stuck = sum(1 for one in ordered if one > median + STUCK_MS)
    return Times(median, late, stuck / len(ordered))


def verdict_of(found: Found) -> Verdict:
    """Return whether a lesson can take place."""
    if found.cause is not None:
        return "blocked"
    kinds: set[RoadKind] = {road.server.kind for road in found.roads if road.is_open}
    if kinds & {"stun", "udp"}:
        return "good"
    if kinds:
        asked = any(road.server.protocol == "UDP" for road in found.roads)
        return "relay" if asked else "relay_only"
    relays = [road for road in found.roads if road.server.kind != "stun"]
    return "no_media" if relays else "unclear"
