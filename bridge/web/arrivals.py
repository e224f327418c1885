"""Connections as they arrive at the bridge's port: each goes to the pages or to the relay.

The first bytes tell which (`relay.first_bytes`), before anything is decrypted, so a connection
of the relay is handed to a process of its own, and a page is served here as if there were no
relay. A trusted proxy may name its client in front of the first byte (PROXY protocol).
"""

import asyncio
import errno
import logging
import socket
import ssl
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from bridge.base import proxy_protocol
from bridge.base.addresses import Proxies, neighbourhood
from bridge.base.proxy_protocol import NotAProxyHeader
from bridge.relay import first_bytes
from bridge.relay.processes import Held, RelayProcesses
from bridge.web.doors import TLS_HANDSHAKE_S, Gate, Visitor

log = logging.getLogger(__name__)

AT_ONCE = 64
"""Connections that are accepted in one turn of the loop."""

MOST_NEW = 1024
"""Connections whose first bytes have not come."""
MOST_NEW_OF_ONE = 64
"""The same, of one address that is no trusted proxy's."""

REST_S = 1.0
"""Pause while this process has no more descriptors."""

_FULL = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
_PEEK_BYTES = max(first_bytes.MOST_HELLO_BYTES, proxy_protocol.MOST_V2)


@dataclass(frozen=True)
class Entrance:
    """A listening socket and what may come through it."""

    listening: socket.socket
    tls: ssl.SSLContext | None
    pages: Callable[[str], Visitor] | None
    """Makes the handler of a connection, given the client's address where a proxy named it; None
    if only the relay is behind this door."""
    is_inner: bool = False
    """True for the socket of our own relay, which always names its client."""
    is_named: bool = False
    """True for the relay's own door: every trusted proxy has to name its client there. A client of
    one that does not could otherwise name itself."""


class Arrivals:
    """Accepts connections and hands them on.

    Args:
        relay: Takes what is for the relay; None without one.
        gate: Counts what is handed to the relay; the pages count theirs.
        proxies: Peers that may name their client.
        dropped: Counts a connection that was cut off, by a literal.
        patience_s: Longest time until the first bytes have come.
        group: Holds the handshakes that are going on.
        names_clients: Whether proxies may put a PROXY header in front. Behind one that passes on
            connections without it, a client could otherwise name itself.
    """

    def __init__(
        self,
        relay: RelayProcesses | None,
        gate: Gate,
        proxies: Proxies,
        dropped: Callable[[str], None],
        patience_s: float,
        group: asyncio.TaskGroup,
        names_clients: bool = True,
    ) -> None:
        self._relay = relay
        self._dropped = dropped
        self._gate = gate
        self._proxies = proxies
        self._names_clients = names_clients
        self._patience_s = patience_s
        self._wrote = False
        self._group = group
        self._doors: list[Entrance] = []
        self._new: set[_Newcomer] = set()
        self._new_of: Counter[str] = Counter()
        self._handshakes: set[asyncio.Task[None]] = set()

    def open(self, door: Entrance) -> None:
        """Accept connections at a listening socket."""
        door.listening.setblocking(False)
        self._doors.append(door)
        asyncio.get_running_loop().add_reader(door.listening.fileno(), self._accept, door)

    def close(self) -> None:
        """Accept nothing more, and forget what has not said anything."""
        loop = asyncio.get_running_loop()
        for door in self._doors:
            loop.remove_reader(door.listening.fileno())
            door.listening.close()
        self._doors.clear()
        for newcomer in list(self._new):
            newcomer.end()
        for task in self._handshakes:
            task.cancel()

    def _accept(self, door: Entrance) -> None:
        for _ in range(AT_ONCE):
            try:
                sock, peer = door.listening.accept()
            except (BlockingIOError, InterruptedError, ConnectionError):
                return
            except OSError as error:
                if error.errno in _FULL:
                    self._rest(door)
                return
            host = (peer[0], peer[1]) if isinstance(peer, tuple) else ("", 0)
            if not self.looks(door) and not self.names_its_client(door, host[0]):
                self.to_pages(door, sock, "")
                continue
            if (
                len(self._new) >= MOST_NEW
                or self._new_of[neighbourhood(host[0])] >= MOST_NEW_OF_ONE
            ):
                self._dropped("full")
                sock.close()
                continue
            _Newcomer(self, door, sock, host, self._patience_s)

    def _rest(self, door: Entrance) -> None:
        log.warning("no more connections are taken for a moment: too many files are open")
        loop = asyncio.get_running_loop()
        loop.remove_reader(door.listening.fileno())
        loop.call_later(REST_S, self._resume, door)

    def _resume(self, door: Entrance) -> None:
        if door in self._doors:
            asyncio.get_running_loop().add_reader(door.listening.fileno(), self._accept, door)

    # ---- what newcomers ask for

    def names_its_client(self, door: Entrance, peer: str) -> bool:
        """Return whether a peer may put a header of the PROXY protocol in front."""
        may = self._names_clients or door.is_named
        return door.is_inner or (may and peer in self._proxies)

    def lacks_name(self, door: Entrance) -> None:
        """Write once that the proxy before the relay's door does not name its clients."""
        if not door.is_inner and not self._wrote:
            self._wrote = True
            log.warning(
                "the proxy at relay.port does not name its clients; let it send the PROXY protocol"
            )

    def counts(self, door: Entrance, peer: str) -> str:
        """Return the address whose connections are counted; empty for one of many people."""
        return "" if door.is_inner or peer in self._proxies else neighbourhood(peer)

    def looks(self, door: Entrance) -> bool:
        """Return whether first bytes tell whom a connection at this door is for."""
        return self._relay is not None and not door.is_inner

    def came(self, newcomer: "_Newcomer") -> None:
        """Note a connection whose first bytes have not come."""
        self._new.add(newcomer)
        if newcomer.counts:
            self._new_of[newcomer.counts] += 1

    def went(self, newcomer: "_Newcomer") -> None:
        """Forget it again."""
        self._new.discard(newcomer)
        if newcomer.counts:
            self._new_of[newcomer.counts] -= 1
            if not self._new_of[newcomer.counts]:
                del self._new_of[newcomer.counts]

    def too_slow(self, newcomer: "_Newcomer") -> None:
        """End a connection whose first bytes do not come."""
        self._dropped("slow")
        newcomer.end()

    def to_relay(self, sock: socket.socket, client: tuple[str, int], tls: bool) -> None:
        """Hand a connection to the relay, if it has a place."""
        with sock:
            place = self._gate.enter(client[0]) if self._relay is not None else None
            if place is None or self._relay is None:
                return
            if not self._relay.hand_over(sock, client, tls, Held(place.settle, place.leave)):
                place.leave()

    def to_pages(self, door: Entrance, sock: socket.socket, named: str) -> None:
        """Serve pages on a connection."""
        if door.pages is None:
            sock.close()
            return
        task = self._group.create_task(self._serve(door, sock, named), name="arrival")
        self._handshakes.add(task)
        task.add_done_callback(self._handshakes.discard)

    async def _serve(self, door: Entrance, sock: socket.socket, named: str) -> None:
        make = door.pages
        if make is None:
            return
        try:
            await asyncio.get_running_loop().connect_accepted_socket(
                lambda: make(named),
                sock,
                ssl=door.tls,
                ssl_handshake_timeout=TLS_HANDSHAKE_S if door.tls else None,
            )
        except OSError:  # of which errors of TLS and deadlines are kinds
            sock.close()


class _Newcomer:
    """A connection until its first bytes have come."""

    def __init__(
        self,
        arrivals: Arrivals,
        door: Entrance,
        sock: socket.socket,
        peer: tuple[str, int],
        patience_s: float,
    ) -> None:
        self._arrivals = arrivals
        self._door = door
        self._sock = sock
        self._peer = peer
        self._client: tuple[str, int] | None = None
        self._named = not arrivals.names_its_client(door, peer[0])
        self.counts = arrivals.counts(door, peer[0])
        """Address whose connections are counted; empty for a proxy, behind which many are."""
        self._seen = 0
        sock.setblocking(False)
        loop = asyncio.get_running_loop()
        self._deadline = loop.call_later(patience_s, arrivals.too_slow, self)
        loop.add_reader(sock.fileno(), self._look)
        arrivals.came(self)

    def end(self) -> None:
        """Close the connection."""
        self._stop()
        self._sock.close()

    def _stop(self) -> None:
        self._deadline.cancel()
        asyncio.get_running_loop().remove_reader(self._sock.fileno())
        self._arrivals.went(self)

    def _look(self) -> None:
        try:
            data = self._sock.recv(_PEEK_BYTES, socket.MSG_PEEK)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            self.end()
            return
        if len(data) <= self._seen:
            self.end()  # it will say no more
            return
        try:
            if not self._named and not self._pass_header(data):
                return
        except NotAProxyHeader:
            self.end()
            return
        if self._named:
            self._decide(data)

    def _pass_header(self, data: bytes) -> bool:
        """Read a proxy's header; return whether what follows can be looked at now."""
        if not proxy_protocol.may_begin(data):
            if self._door.is_inner or self._door.is_named:
                self._arrivals.lacks_name(self._door)
                raise NotAProxyHeader("nobody is named who has to be")
            self._named = True
            return True
        header = proxy_protocol.read(data)
        if header is None:
            self._wait_for(data, len(data) + 1)
            return False
        self._sock.recv(header.length)
        self._client = header.source
        self._named = True
        self._seen = 0
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
        return False  # the loop calls again if more is there

    def _decide(self, data: bytes) -> None:
        tls = self._door.tls is not None
        whom = first_bytes.whom(data, tls) if self._arrivals.looks(self._door) else "pages"
        if self._door.pages is None and whom == "pages" and tls:
            whom = "relay"
        if whom is None:
            self._wait_for(data, first_bytes.wanted(data))
            return
        self._stop()
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
        if whom == "relay":
            self._arrivals.to_relay(self._sock, self._client or self._peer, tls)
        else:
            named = self._client[0] if self._client else ""
            self._arrivals.to_pages(self._door, self._sock, named)

    def _wait_for(self, data: bytes, size: int) -> None:
        """Look again when there are more bytes, and not before."""
        self._seen = len(data)
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, min(size, _PEEK_BYTES))
