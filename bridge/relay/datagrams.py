"""UDP sockets of the bridge's own STUN server: they answer from the address that was asked."""

import errno
import ipaddress
import select
import socket
import struct
from typing import Any

from bridge.relay.binding import StunServer

OF_A_ROUND = 64
_READ_BYTES = 512
_IP_PKTINFO = 8
"""Linux; Python names it since 3.12."""
_FOUR = struct.Struct("=I4s4s")

EVENTS = select.EPOLLIN | getattr(select, "EPOLLEXCLUSIVE", 0)
"""One process is woken for a datagram, not all of them."""


def open_datagrams(host: str, port: int) -> list[socket.socket]:
    """Return a bound socket for the host on which the bridge listens; none if it is taken."""
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_DGRAM, flags=socket.AI_PASSIVE
        )[0]
        sock = socket.socket(family, socket.SOCK_DGRAM)
    except OSError:
        return []
    try:
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0 if host == "::" else 1)
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
        else:
            sock.setsockopt(socket.IPPROTO_IP, _IP_PKTINFO, 1)
        sock.bind(address)
        sock.setblocking(False)
    except OSError:
        sock.close()
        return []
    return [sock]


def is_loopback(host: str) -> bool:
    """Return whether nobody but this machine reaches the host on which the bridge listens."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class StunSocket:
    """One socket of a relay process, shared with the other processes."""

    def __init__(self, descriptor: int, server: StunServer) -> None:
        self._sock = socket.socket(fileno=descriptor)
        self._sock.setblocking(False)
        self._server = server

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._sock.fileno()

    def ready(self, events: int, now: float) -> None:
        """Answer what has come."""
        for _ in range(OF_A_ROUND):
            try:
                data, extras, flags, address = self._sock.recvmsg(_READ_BYTES, 256)
            except OSError as error:
                # An answer that nobody took may come back as an error; more may wait behind it.
                if error.errno in (errno.EAGAIN, errno.EINTR):
                    return
                continue
            if flags & socket.MSG_TRUNC:
                continue
            answer = self._server.answer(data, address[0], address[1], now)
            if answer is not None:
                try:
                    self._sock.sendmsg([answer], _from_there(extras), 0, address)
                except OSError:
                    continue  # no way back; it will ask again


def _from_there(extras: list[tuple[int, int, bytes]]) -> list[tuple[int, int, Any]]:
    """Return what makes an answer leave from the address that was asked."""
    for level, kind, data in extras:
        if (level, kind) == (socket.IPPROTO_IP, _IP_PKTINFO) and len(data) == _FOUR.size:
            _, asked, _ = _FOUR.unpack(data)
            return [(level, kind, _FOUR.pack(0, asked, b"\0\0\0\0"))]
        if (level, kind) == (socket.IPPROTO_IPV6, socket.IPV6_PKTINFO):
            return [(level, kind, data)]
    return []
