"""What an operator may count: no names, no keys, no addresses, not even of robots."""

from functools import partial
from typing import get_args

from prometheus_client import CollectorRegistry, Counter, Gauge
from prometheus_client.exposition import generate_latest

from bridge.protocol.errors import REFUSALS
from bridge.protocol.fields import PowerLevel
from bridge.rooms import Role, Rooms

ROLES: tuple[Role, ...] = ("robot", "pupil", "teacher")
LEVELS: tuple[PowerLevel, ...] = get_args(PowerLevel)


class Metrics:
    """Counters of one bridge, in a registry of its own."""

    def __init__(self, rooms: Rooms) -> None:
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
        connections = Gauge(
            "karlsson_bridge_connections",
            "Open /signal connections, by role.",
            ["role"],
            registry=self._registry,
        )
        for role in ROLES:
            connections.labels(role).set_function(partial(rooms.count, role))
            self._messages.labels(role)
        presences = Gauge(
            "karlsson_bridge_presences",
            "Robots that somebody is in.",
            registry=self._registry,
        )
        presences.set_function(rooms.presences)
        self._power(rooms)

    def _power(self, rooms: Rooms) -> None:
        batteries = Gauge(
            "karlsson_bridge_batteries",
            "Connected robots by what is left in their battery; those without a gauge in none.",
            ["level"],
            registry=self._registry,
        )
        for level in LEVELS:
            batteries.labels(level).set_function(partial(rooms.batteries, level))
        for name, text, count in (
            ("weak_supplies", "Connected robots whose supply gives way.", rooms.weak_supplies),
            ("too_warm", "Connected robots that send less picture for heat.", rooms.too_warm),
        ):
            gauge = Gauge(f"karlsson_bridge_{name}", text, registry=self._registry)
            gauge.set_function(count)

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
        """Return everything in Prometheus' text form."""
        return generate_latest(self._registry)
