import socket
import ssl
from pathlib import Path

import pytest

from bridge.relay.process import tls_context
from bridge.relay.stream import PeerStream, StreamEnded


class TlsClient:
    """The other end of a stream with TLS."""

    def __init__(self, certificate: Path, sock: socket.socket) -> None:
        self.sock = sock
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        trust = ssl.create_default_context(cafile=str(certificate))
        self.tls = trust.wrap_bio(self.incoming, self.outgoing, server_hostname="localhost")

    def shake(self, stream: PeerStream) -> None:
        """Do the handshake."""
        while True:
            try:
                self.tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                self.sock.send(self.outgoing.read())
                assert stream.receive() == b""
                self.incoming.write(self.sock.recv(65536))
        self.sock.send(self.outgoing.read())
        assert stream.receive() == b""


def test_records_come_decrypted_and_answers_leave_encrypted(
    certificate: tuple[Path, Path],
) -> None:
    here, there = socket.socketpair()
    stream = PeerStream(here, tls_context(str(certificate[0]), str(certificate[1])))
    with there:
        client = TlsClient(certificate[0], there)
        client.shake(stream)
        for text in (b"one", b"two"):
            client.tls.write(text)
        there.send(client.outgoing.read())
        assert stream.receive() == b"onetwo"
        assert stream.receive() == b""
        assert stream.send(b"answer")
        client.incoming.write(there.recv(65536))
        assert client.tls.read(100) == b"answer"
        there.send(b"no record of TLS")
        with pytest.raises(StreamEnded):
            stream.receive()
        stream.close()


def test_what_the_kernel_does_not_take_waits() -> None:
    here, there = socket.socketpair()
    stream = PeerStream(here, None)
    with there:
        while stream.send(bytes(65536)):
            pass
        blocked = stream.is_blocked
        assert blocked
        assert not stream.push()
        there.setblocking(False)
        received = 0
        while stream.is_blocked:
            received += len(there.recv(1 << 20))
            stream.push()
        assert received
    with pytest.raises(StreamEnded):
        stream.receive()
    with pytest.raises(StreamEnded):
        stream.send(b"x")
    stream.close()


def test_a_peer_that_is_no_peer_of_tls_is_refused(certificate: tuple[Path, Path]) -> None:
    here, there = socket.socketpair()
    stream = PeerStream(here, tls_context(str(certificate[0]), str(certificate[1])))
    with there:
        there.send(b"\0\3\0\0" + bytes(16))
        with pytest.raises(StreamEnded):
            stream.receive()
    stream.close()
