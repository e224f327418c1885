"""HTTP that came to a relay process, passed on to the bridge with the client's address in front.

It comes here only if a client does not say in its TLS greeting that it wants HTTP: an older
robot, a script. It must neither delay nor fill anything, so each side is read only while the
other one takes what was read.
"""

import select
import socket
from collections.abc import Callable

from bridge.base import proxy_protocol
from bridge.relay import told
from bridge.relay.rounds import Rounds
from bridge.relay.stream import PeerStream, StreamEnded

PIECE_BYTES = 16 * 1024


class Passage:
    """Both directions of one connection.

    Args:
        client: Connection of the client, whose events are watched elsewhere.
        end: Ends the whole connection.
        path: Socket of the bridge.

    Raises:
        StreamEnded: The bridge takes no more connections.
    """

    def __init__(
        self,
        rounds: Rounds,
        client: PeerStream,
        end: Callable[[], None],
        path: str,
        came: told.HandedOver,
    ) -> None:
        self._rounds = rounds
        self._client = client
        self._end = end
        bridge = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        bridge.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, PIECE_BYTES)
        bridge.setblocking(False)
        try:
            bridge.connect(path)
        except OSError as error:
            bridge.close()
            raise StreamEnded from error
        self._bridge = bridge
        self._pending = proxy_protocol.write((came.host, came.port), client.here())
        """Bytes for the bridge that it has not taken yet."""
        rounds.watch(bridge.fileno(), self)

    def end(self) -> None:
        """Close the connection to the bridge."""
        self._rounds.forget(self._bridge.fileno())
        self._bridge.close()

    def ready(self, events: int, now: float) -> None:
        """Read from the bridge, or write to it."""
        try:
            if events & select.EPOLLOUT:
                self.to_bridge(b"")
            if events & (select.EPOLLIN | select.EPOLLHUP | select.EPOLLERR):
                self._from_bridge()
        except StreamEnded:
            self._end()

    def to_bridge(self, data: bytes) -> None:
        """Pass bytes on to the bridge.

        Raises:
            StreamEnded: The bridge has closed the connection.
        """
        self._pending += data
        if self._pending:
            try:
                sent = self._bridge.send(self._pending)
                self._pending = self._pending[sent:]
            except BlockingIOError:
                pass
            except OSError as error:
                raise StreamEnded from error
        self._watch()

    def to_client(self) -> None:
        """Send on what the client would not take before.

        Raises:
            StreamEnded: The client is gone.
        """
        self._client.push()
        self._watch()

    def _from_bridge(self) -> None:
        if self._client.is_blocked:
            return
        try:
            data = self._bridge.recv(PIECE_BYTES)
        except BlockingIOError:
            return
        except OSError as error:
            raise StreamEnded from error
        if not data:
            raise StreamEnded
        self._client.send(data)
        self._watch()

    def _watch(self) -> None:
        """Read from each side only while the other one takes what it gets."""
        full, blocked = bool(self._pending), self._client.is_blocked
        self._rounds.change(
            self._bridge.fileno(),
            (0 if blocked else select.EPOLLIN) | (select.EPOLLOUT if full else 0),
        )
        self._rounds.change(
            self._client.fileno(),
            (0 if full else select.EPOLLIN) | (select.EPOLLOUT if blocked else 0),
        )
