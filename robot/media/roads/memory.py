"""PURE. Memory of each road in each network, and the longest wait for it. No I/O.

All roads are tried at once. The memory decides for which of them a call waits: a server
that did not answer here a moment ago costs no time, and one that did is tried first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from robot.media.roads.servers import IceRoad

GATHER_S = 0.8
"""Longest wait of a call for all roads together."""

AFTER_RELAY_S = 0.1
"""Longest wait for better roads once a relay is there."""

SLOW_GATHER_S = 2.5
"""Longest wait where the last call needed a relay, or did not connect, and relays are slow."""

MOST_NETWORKS = 8
MOST_ROADS_KEPT = 32


@dataclass
class _Known:
    asked_at: float | None = None
    """Start of an attempt that has not ended."""
    works: bool | None = None
    took_s: float = 0.0
    why: str = ""
    user: tuple[str, str] | None = None
    """User and password that the relay refused, if that was the reason."""


class RoadMemory:
    """Knows which roads worked where. It forgets with the process; the next probe fills it."""

    def __init__(self) -> None:
        self._networks: dict[str, dict[str, _Known]] = {}
        self._direct: dict[str, bool] = {}

    def ended(self, network: str, *, direct: bool) -> None:
        """Note how the last call here connected: directly, or else by a relay or not at all."""
        self._direct.pop(network, None)
        self._direct[network] = direct
        while len(self._direct) > MOST_NETWORKS:
            del self._direct[next(iter(self._direct))]

    def is_slow(self, network: str, road: IceRoad) -> bool:
        """Tell whether a road works here, but takes longer than a call usually waits."""
        known = self._known(network, road)
        return known.works is True and known.took_s > GATHER_S

    def longest_s(self, network: str, roads: Iterable[IceRoad]) -> float:
        """Return how long a call waits at most.

        It is more than `GATHER_S` only if the last call here needed a relay, and relays are slow:
        on a line with long round trips no call could connect otherwise.
        """
        if self._direct.get(network, True):
            return GATHER_S
        slow = [road for road in roads if road.kind == "turn" and self.is_slow(network, road)]
        return SLOW_GATHER_S if slow else GATHER_S

    def asked(self, network: str, road: IceRoad, now: float) -> None:
        """Note that a road is being tried."""
        known = self._known(network, road)
        if known.asked_at is None:
            known.asked_at = now

    def worked(self, network: str, road: IceRoad, took_s: float) -> bool:
        """Note that a road works; return True if that is news."""
        known = self._known(network, road)
        news = known.works is not True
        known.asked_at, known.works, known.took_s, known.why = None, True, took_s, ""
        return news

    def failed(self, network: str, road: IceRoad, why: str, *, of_user: bool = False) -> bool:
        """Note why a road does not work; return True if that is news.

        Args:
            of_user: The relay answers, but refuses this user; another may be welcome.
        """
        known = self._known(network, road)
        news = known.works is not False or known.why != why
        known.asked_at, known.works, known.why = None, False, why
        known.user = (road.username, road.credential) if of_user else None
        return news

    def is_worth_waiting(self, network: str, road: IceRoad, now: float) -> bool:
        """Tell whether a call waits for this road.

        It does not if the road failed here the last time, or if another attempt has had no
        answer for as long as a call would wait.
        """
        known = self._known(network, road)
        if known.works is False and known.user not in (None, (road.username, road.credential)):
            return True
        if known.works is not None:
            return known.works
        return known.asked_at is None or now - known.asked_at < GATHER_S

    def works(self, network: str, road: IceRoad) -> bool | None:
        """Return whether a road worked here the last time; None if it was never tried."""
        return self._known(network, road).works

    def ordered(self, network: str, roads: Iterable[IceRoad]) -> list[IceRoad]:
        """Return the roads: those that worked here, fastest first, then unknown, then dead ones."""

        def rank(road: IceRoad) -> tuple[int, float]:
            known = self._known(network, road)
            return (1, 0.0) if known.works is None else (0 if known.works else 2, known.took_s)

        return sorted(roads, key=rank)

    def _known(self, network: str, road: IceRoad) -> _Known:
        roads = self._networks.pop(network, {})
        self._networks[network] = roads
        while len(self._networks) > MOST_NETWORKS:
            del self._networks[next(iter(self._networks))]
        known = roads.pop(road.key, None) or _Known()
        roads[road.key] = known
        while len(roads) > MOST_ROADS_KEPT:
            del roads[next(iter(roads))]
        return known


class Waiting:
    """Decides how long one call waits for its roads.

    Args:
        start: Monotonic seconds.
        longest_s: From `RoadMemory.longest_s`.
    """

    def __init__(self, start: float, longest_s: float) -> None:
        self._end = start + longest_s
        self.is_whole = True
        """False once a relay has shortened the wait: then silence says nothing."""

    def relay_found(self, now: float) -> None:
        """Wait only a little longer."""
        self.is_whole = False
        self._end = min(self._end, now + AFTER_RELAY_S)

    def left_s(self, now: float) -> float:
        """Return how much longer to wait, 0 if the time is over."""
        return max(0.0, self._end - now)


def network_key(own: Sequence[str], gateways: Sequence[str]) -> str:
    """Return what identifies a network: the robot's own subnets and its gateways' hardware.

    Two homes may use the same private range, so the gateway's hardware address counts too. The
    key stays in memory and is never written down.

    Args:
        own: Addresses of this robot.
        gateways: Hardware addresses of the gateways, as far as they are known.
    """
    subnets = {
        ":".join(text.split(":")[:4]) if ":" in text else text.rpartition(".")[0] for text in own
    }
    return "|".join([*sorted(subnets), *sorted(gateways)])
