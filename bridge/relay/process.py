"""One process of the relay: its sockets, its deadlines, its figures. It ends with the bridge."""

import logging
import secrets
import select
import socket
import ssl
import time
from collections import deque

from bridge.relay import told
from bridge.relay.allocations import Allocations
from bridge.relay.binding import StunServer
from bridge.relay.client import House, RelayClient
from bridge.relay.datagrams import EVENTS, StunSocket
from bridge.relay.mesh import Mesh
from bridge.relay.nonces import NonceMint
from bridge.relay.rounds import Rounds
from bridge.relay.stream import PeerStream
from bridge.relay.turn import TurnRules

log = logging.getLogger(__name__)

TICK_S = 1.0
COUNT_S = 5.0


class _Ended(Exception):
    """The bridge is gone."""


class RelayProcess:
    """One process.

    Args:
        bridge: Socket to the bridge, on which connections come.
    """

    def __init__(self, bridge: socket.socket, setup: told.Setup) -> None:
        self._bridge = bridge
        bridge.setblocking(False)
        self._tls = tls_context(setup.certificate, setup.key) if setup.certificate else None
        self._most = setup.most_clients
        self._untold: deque[bytes] = deque()
        rounds = self._rounds = Rounds()
        self._allocations = Allocations(
            setup.process, setup.most_clients, lambda: secrets.randbits(96), self._afar
        )
        self._mesh = Mesh(rounds, setup.process, self._allocations.arrive)
        rules = TurnRules(
            setup.secret, NonceMint(secrets.token_bytes(32)), self._allocations, time.time
        )
        self._house = House(rounds, rules, self._tell, {}, setup.pages)
        self._ticked_at = self._counted_at = rounds.now
        rounds.watch(bridge.fileno(), self)
        stun = StunServer(rounds.now)
        for descriptor in setup.datagrams:
            asked = StunSocket(descriptor, stun)
            rounds.watch(asked.fileno(), asked, EVENTS)

    def run(self) -> None:
        """Serve until the bridge is gone."""
        self._tell(told.Ready())
        try:
            while True:
                self._rounds.turn()
                self._tick(self._rounds.now)
        except _Ended:
            log.debug("the bridge is gone")
        finally:
            self._mesh.close()

    def ready(self, events: int, now: float) -> None:
        """Take connections from the bridge, and tell it what it would not take before."""
        if events & select.EPOLLOUT:
            self._tell_rest()
        if not events & ~select.EPOLLOUT:
            return
        try:
            data, descriptors, _, _ = socket.recv_fds(self._bridge, told.MOST_BYTES, 4)
        except BlockingIOError:
            return
        except OSError as error:
            raise _Ended from error
        if not data:
            raise _Ended
        message = told.to_process.decode(data)
        if isinstance(message, told.HandedOver) and descriptors:
            sock = socket.socket(fileno=descriptors[0])
            if len(self._house.clients) >= self._most:
                sock.close()
                self._tell(told.Left(message.number))
                return
            tls = self._tls if message.tls else None
            RelayClient(self._house, PeerStream(sock, tls), message, now)

    def _afar(self, process: int, record: bytes) -> None:
        self._mesh.send(process, record)

    def _tell(self, message: told.FromProcess) -> None:
        # At most a few for each connection, so the queue is bounded by theirs.
        self._untold.append(told.encode(message))
        if len(self._untold) == 1:
            self._tell_rest()

    def _tell_rest(self) -> None:
        while self._untold:
            try:
                self._bridge.send(self._untold[0])
            except BlockingIOError:
                break
            except OSError as error:
                raise _Ended from error
            self._untold.popleft()
        wants = select.EPOLLIN | (select.EPOLLOUT if self._untold else 0)
        self._rounds.change(self._bridge.fileno(), wants)

    def _tick(self, now: float) -> None:
        if now - self._ticked_at < TICK_S:
            return
        self._ticked_at = now
        for client in list(self._house.clients.values()):
            client.tick(now)
        if now - self._counted_at >= COUNT_S:
            self._counted_at = now
            self._tell(
                told.Counted(
                    len(self._allocations),
                    self._allocations.packets,
                    self._allocations.lost + self._mesh.lost,
                    self._house.dropped + sum(one.dropped for one in self._house.clients.values()),
                )
            )


def tls_context(certificate: str, key: str) -> ssl.SSLContext:
    """Return the context of a server with this certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    return context
