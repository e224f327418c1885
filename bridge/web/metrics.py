"""Metrics for an operator, without names, keys or addresses; `fleet.gauges` adds the robots'."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge
from prometheus_client.exposition import generate_latest

from bridge.base.counts import LEVELS, ROLES, Counts, Role
from bridge.protocol.errors import REFUSALS
from bridge.relay.told import Counted


class Metrics:
    """Counters of one bridge, in a registry of its own.

    Args:
        counts: Returns the counts at the moment when the metrics are read.
        relayed: Returns the figures of the bridge's own relay; None without one.
    """

    def __init__(
        self, counts: Callable[[], Counts], relayed: Callable[[], Counted] | None = None
    ) -> None:
        self._counts = counts
        self._relayed = relayed
        self._registry = CollectorRegistry()
        self._refusals = Counter(
            "karlsson_bridge_refusals",
            "Messages and connections that were refused, by code.",
            ["code"],
            registry=self._registry,
        )
        self._messages = Counter(
            "karlsson_bridge_messages",
            "Messages that were read from /signal, by role.",
            ["role"],
            registry=self._registry,
        )
        self._dropped = Counter(
            "karlsson_bridge_dropped",
            "Connections that the bridge ended, by reason.",
            ["reason"],
            registry=self._registry,
        )
        self._connections = self._gauge("connections", "Open /signal connections, by role.", "role")
        self._presences = self._gauge("presences", "Robots with a child in them.")
        self._batteries = self._gauge(
            "batteries",
            "Connected robots with a gauge, by level of their battery.",
            "level",
        )
        self._weak_supplies = self._gauge("weak_supplies", "Connected robots whose supply sags.")
        self._too_warm = self._gauge(
            "too_warm", "Connected robots that send less picture because of heat."
        )
        self._relay_allocations = self._gauge("relay_allocations", "Allocations of the relay.")
        self._relay_packets = self._gauge(
            "relay_packets",
            "Packets since the relay's processes began, by what became of them.",
            "what",
        )
        for role in ROLES:
            self._messages.labels(role)

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"karlsson_bridge_{name}", text, labels, registry=self._registry)

    def refused(self, code: str) -> None:
        """Count a refusal; `code` is one of `REFUSALS`."""
        self._refusals.labels(code if code in REFUSALS else "internal").inc()

    def read(self, role: Role) -> None:
        """Count a message."""
        self._messages.labels(role).inc()

    def dropped(self, reason: str) -> None:
        """Count a connection that the bridge ended; `reason` is a literal of our code."""
        self._dropped.labels(reason).inc()

    def text(self) -> bytes:
        """Return all metrics in the text format of Prometheus."""
        counts = self._counts()
        for role in ROLES:
            self._connections.labels(role).set(counts.connections[role])
        for level in LEVELS:
            self._batteries.labels(level).set(counts.batteries[level])
        self._presences.set(counts.presences)
        self._weak_supplies.set(counts.weak_supplies)
        self._too_warm.set(counts.too_warm)
        if self._relayed is not None:
            relayed = self._relayed()
            self._relay_allocations.set(relayed.allocations)
            self._relay_packets.labels("passed_on").set(relayed.packets)
            self._relay_packets.labels("unwanted").set(relayed.lost)
            self._relay_packets.labels("too_slow_reader").set(relayed.dropped)
        return generate_latest(self._registry)
