"""PURE. ICE servers as robots and children are told them, with fresh credentials. No I/O."""

from collections.abc import Callable
from dataclasses import dataclass

from bridge.relay import credentials


@dataclass(frozen=True)
class SharedServer:
    """A server that takes short-lived credentials, made with a secret that it knows too."""

    urls: str
    secret: bytes

    def __repr__(self) -> str:
        """Hide the secret."""
        return f"SharedServer({self.urls!r}, ...)"


IceEntry = dict[str, str]
"""`urls` and, where needed, `username` and `credential`."""


class IceServers:
    """All servers that robots and children are told.

    Args:
        configured: In the order of the configuration: fixed entries, and shared ones.
        own: Of the bridge's own relay and STUN server.
        secret: Of the bridge; tells robots apart without naming them.
        unix_s: Returns the wall clock.
    """

    def __init__(
        self,
        configured: tuple[IceEntry | SharedServer, ...],
        own: tuple[IceEntry | SharedServer, ...],
        secret: bytes,
        unix_s: Callable[[], float],
    ) -> None:
        self._servers = (*configured, *own)
        self._own = own
        self._secret = secret
        self._unix_s = unix_s

    @property
    def are_fixed(self) -> bool:
        """True if nothing about them ever changes."""
        return not any(isinstance(server, SharedServer) for server in self._servers)

    def urls(self) -> tuple[str, ...]:
        """Return what is told, without credentials."""
        return tuple(
            server.urls if isinstance(server, SharedServer) else server["urls"]
            for server in self._servers
        )

    def fresh(self, robot_id: str) -> tuple[IceEntry, ...]:
        """Return the servers for a robot and its child, with credentials valid from now on."""
        identity = credentials.identity(self._secret, robot_id)
        name = credentials.username(identity, self._unix_s())
        return tuple(
            {
                "urls": server.urls,
                "username": name,
                "credential": credentials.credential(server.secret, name),
            }
            if isinstance(server, SharedServer)
            else dict(server)
            for server in self._servers
        )

    def for_test(self, mark: str) -> tuple[IceEntry, ...]:
        """Return our own relay's servers for one network test of a stranger.

        Never those of others: what is allocated there reaches any network.

        Args:
            mark: Random, and new for each test.
        """
        name = credentials.test_username(mark, self._unix_s())
        return tuple(
            {
                "urls": server.urls,
                "username": name,
                "credential": credentials.credential(server.secret, name),
            }
            for server in self._own
            if isinstance(server, SharedServer)
        )
