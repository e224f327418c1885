import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.base import proxy_protocol
from bridge.relay import told
from bridge.relay.passage import PIECE_BYTES, Passage
from bridge.relay.rounds import Rounds
from bridge.relay.stream import PeerStream, StreamEnded

CAME = told.HandedOver(7, "192.0.2.7", 51234, tls=True)


class Forwarding:
    """Stands for the client's side of a connection in the loop."""

    def __init__(self, rounds: Rounds, stream: PeerStream, path: Path) -> None:
        self.ended = False
        self.stream = stream
        rounds.watch(stream.fileno(), self)
        self.passage = Passage(rounds, stream, self.end, str(path), CAME)
        self.passage.to_bridge(b"")

    def end(self) -> None:
        self.ended = True

    def ready(self, events: int, now: float) -> None:
        if events & 1:
            self.passage.to_bridge(self.stream.receive())
        if events & 4:
            self.passage.to_client()


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[tuple[socket.socket, Path]]:
    path = tmp_path / "pages"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(str(path))
        listening.listen(1)
        yield listening, path


def test_both_ways_behind_a_header_that_names_the_client(
    bridge: tuple[socket.socket, Path],
) -> None:
    rounds = Rounds()
    here, client = socket.socketpair()
    with client:
        forwarding = Forwarding(rounds, PeerStream(here, None), bridge[1])
        inner, _ = bridge[0].accept()
        with inner:
            client.send(b"GET / HTTP/1.1\r\n\r\n")
            rounds.turn(0.0)
            header = inner.recv(4096)
            # A pair of sockets has no addresses, so the header names nobody here.
            found = proxy_protocol.read(header)
            assert found
            assert header[found.length :] == b"GET / HTTP/1.1\r\n\r\n"
            inner.send(b"HTTP/1.1 200 OK\r\n\r\n")
            rounds.turn(0.0)
            assert client.recv(4096) == b"HTTP/1.1 200 OK\r\n\r\n"
        rounds.turn(0.0)
        assert forwarding.ended
        forwarding.passage.end()
        forwarding.stream.close()


def test_who_does_not_read_is_not_read_for(bridge: tuple[socket.socket, Path]) -> None:
    rounds = Rounds()
    here, client = socket.socketpair()
    with client:
        forwarding = Forwarding(rounds, PeerStream(here, None), bridge[1])
        inner, _ = bridge[0].accept()
        with inner:
            inner.setblocking(False)
            sent = 0
            while sent < 4 << 20:
                try:
                    sent += inner.send(bytes(65536))
                except BlockingIOError:
                    if forwarding.stream.is_blocked:
                        break
                    rounds.turn(0.0)
            assert sent < 4 << 20
            received = 0
            while received < sent:
                received += len(client.recv(PIECE_BYTES))
                if received < sent:
                    rounds.turn(0.0)
        forwarding.passage.end()
        forwarding.stream.close()


def test_without_a_bridge_there_is_no_passage(tmp_path: Path) -> None:
    here, client = socket.socketpair()
    stream = PeerStream(here, None)
    with client, pytest.raises(StreamEnded):
        Passage(Rounds(), stream, stream.close, str(tmp_path / "nobody"), CAME)
    stream.close()
