"""Sockets between the processes of a relay: an allocation in one reaches a peer in another.

Each process listens at `relay-N` in its working directory, which is private to them, and connects
to another one when it has something for it. A round's packets travel in one message. If the other
process is slow, or being restarted, they are lost, as on any network.
"""

import contextlib
import select
import socket
from collections.abc import Callable
from pathlib import Path

from bridge.relay.rounds import Rounds

MESSAGE_BYTES = 48 * 1024
QUEUED_BYTES = 512 * 1024
AGAIN_S = 0.2
"""Interval at which a process that is not there is tried again."""


def _path(process: int) -> str:
    # Relative, since the path of a socket takes at most 107 bytes.
    return f"relay-{process}"


class _Road:
    """Way to one other process."""

    def __init__(self, rounds: Rounds, path: str) -> None:
        self._rounds = rounds
        self._path = path
        self._sock: socket.socket | None = None
        self._tried_at = -AGAIN_S
        self._messages: list[list[bytes]] = []
        self._last_bytes = 0
        self._bytes = 0
        self.lost = 0

    def put(self, record: bytes) -> None:
        if self._bytes + len(record) > QUEUED_BYTES:
            self.lost += 1
            return
        if not self._messages or self._last_bytes + len(record) > MESSAGE_BYTES:
            self._messages.append([])
            self._last_bytes = 0
        self._messages[-1].append(record)
        self._last_bytes += len(record)
        self._bytes += len(record)
        self._rounds.later(self)

    def flush(self, now: float) -> None:
        """Send what waits."""
        sock = self._sock or self._connect(now)
        if sock is None:
            self._clear()
            return
        while self._messages:
            message = b"".join(self._messages[0])
            try:
                sock.send(message)
            except BlockingIOError:
                self._rounds.change(sock.fileno(), select.EPOLLIN | select.EPOLLOUT)
                return
            except OSError:
                self.close()
                return
            del self._messages[0]
            self._bytes -= len(message)
        self._last_bytes = 0
        self._rounds.change(sock.fileno(), select.EPOLLIN)

    def ready(self, events: int, now: float) -> None:
        """Go on sending; the other side never sends, so what can be read is its end."""
        if events & (select.EPOLLIN | select.EPOLLHUP | select.EPOLLERR):
            self.close()
        else:
            self.flush(now)

    def _connect(self, now: float) -> socket.socket | None:
        if now - self._tried_at < AGAIN_S:
            return None
        self._tried_at = now
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, QUEUED_BYTES)
        try:
            sock.connect(self._path)
        except OSError:
            sock.close()
            return None
        self._sock = sock
        self._rounds.watch(sock.fileno(), self)
        return sock

    def close(self) -> None:
        """Close it; what waits is lost."""
        if self._sock is not None:
            self._rounds.forget(self._sock.fileno())
            self._sock.close()
            self._sock = None
        self._clear()

    def _clear(self) -> None:
        self.lost += sum(len(message) for message in self._messages)
        self._messages.clear()
        self._bytes = self._last_bytes = 0


class _Guest:
    """Connection of another process to this one."""

    def __init__(self, mesh: "Mesh", sock: socket.socket) -> None:
        self._mesh = mesh
        self._sock = sock

    def ready(self, events: int, now: float) -> None:
        """Read one message."""
        try:
            message = self._sock.recv(MESSAGE_BYTES + 4096)
        except BlockingIOError:
            return
        except OSError:
            message = b""
        if not message:
            self.close()
            return
        self._mesh.arrived(message, now)

    def close(self) -> None:
        """Close the connection."""
        self._mesh.guests.discard(self)
        self._mesh.rounds.forget(self._sock.fileno())
        self._sock.close()


class Mesh:
    """Ways to and from all other processes.

    Args:
        arrived: Takes a message of another process.
    """

    def __init__(
        self, rounds: Rounds, process: int, arrived: Callable[[bytes, float], None]
    ) -> None:
        self.rounds = rounds
        self.arrived = arrived
        self._roads: dict[int, _Road] = {}
        self.guests: set[_Guest] = set()
        path = _path(process)
        with contextlib.suppress(FileNotFoundError):
            Path(path).unlink()
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._listening.bind(path)
        self._listening.listen(16)
        self._listening.setblocking(False)
        rounds.watch(self._listening.fileno(), self)

    @property
    def lost(self) -> int:
        """Packets that another process did not take."""
        return sum(road.lost for road in self._roads.values())

    def send(self, process: int, record: bytes) -> None:
        """Send a record to another process."""
        road = self._roads.get(process)
        if road is None:
            road = self._roads[process] = _Road(self.rounds, _path(process))
        road.put(record)

    def ready(self, events: int, now: float) -> None:
        """Let another process in."""
        try:
            sock, _ = self._listening.accept()
        except OSError:
            return
        sock.setblocking(False)
        guest = _Guest(self, sock)
        self.guests.add(guest)
        self.rounds.watch(sock.fileno(), guest)

    def close(self) -> None:
        """Close all sockets."""
        self.rounds.forget(self._listening.fileno())
        self._listening.close()
        for guest in list(self.guests):
            guest.close()
        for road in self._roads.values():
            road.close()
