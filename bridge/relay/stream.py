"""One TCP connection of a relay process, with TLS or without: bytes in, bytes out, no waiting."""

import socket
import ssl

READ_BYTES = 64 * 1024
UNSENT_BYTES = 16 * 1024
"""Bytes that may wait in the kernel: what waits here can still be dropped, what waits there not."""

UNREAD_MS = 20_000
"""Longest time that sent bytes may wait for a peer that does not acknowledge them."""

_buffer = bytearray(READ_BYTES)
_view = memoryview(_buffer)


class StreamEnded(Exception):
    """The peer is gone, or what it sent cannot be decrypted."""


class PeerStream:
    """A connection that never blocks.

    Args:
        sock: Connected; it is closed with this stream.
        tls: Context of a server; None for a connection in the clear.
    """

    def __init__(self, sock: socket.socket, tls: ssl.SSLContext | None) -> None:
        self._sock = sock
        sock.setblocking(False)
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_BYTES)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_MS)
        self._tls: ssl.SSLObject | None = None
        self._open = tls is None
        self._unsent = b""
        if tls is not None:
            self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
            self._tls = tls.wrap_bio(self._in, self._out, server_side=True)

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._sock.fileno()

    @property
    def is_blocked(self) -> bool:
        """True while bytes wait for the kernel to take them."""
        return bool(self._unsent)

    def here(self) -> tuple[str, int]:
        """Return the address at which the peer arrived."""
        name = self._sock.getsockname()
        return (name[0], name[1]) if isinstance(name, tuple) else ("", 0)

    def receive(self) -> bytes:
        """Return what has come; empty if nothing has.

        Raises:
            StreamEnded: Nothing more will come.
        """
        try:
            size = self._sock.recv_into(_buffer)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise StreamEnded from error
        if not size:
            raise StreamEnded
        if self._tls is None:
            return bytes(_view[:size])
        self._in.write(_view[:size])
        return self._decrypted(self._tls)

    def _decrypted(self, tls: ssl.SSLObject) -> bytes:
        parts: list[bytes] = []
        try:
            if not self._open:
                tls.do_handshake()
                self._open = True
            while True:
                part = tls.read(READ_BYTES)
                if not part:  # it says that it goes, and may wait for us to go first
                    raise StreamEnded
                parts.append(part)
                if not self._in.pending:
                    break
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLError as error:
            self._push_rest()
            raise StreamEnded from error
        self._push_rest()
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def send(self, data: bytes) -> bool:
        """Encrypt and send; return whether all of it has left, so that more may be sent.

        Raises:
            StreamEnded: The peer is gone.
        """
        if self._tls is None:
            self._unsent += data
        else:
            try:
                self._tls.write(data)
            except ssl.SSLError as error:
                raise StreamEnded from error
            self._unsent += self._out.read()
        return self.push()

    def push(self) -> bool:
        """Send what waits; return whether all of it has left.

        Raises:
            StreamEnded: The peer is gone.
        """
        if not self._unsent:
            return True
        try:
            sent = self._sock.send(self._unsent)
        except BlockingIOError:
            return False
        except OSError as error:
            raise StreamEnded from error
        self._unsent = self._unsent[sent:]
        return not self._unsent

    def close(self) -> None:
        """Close the connection."""
        self._sock.close()

    def _push_rest(self) -> None:
        """Send what TLS itself has to say."""
        if self._out.pending:
            self._unsent += self._out.read()
            self.push()
