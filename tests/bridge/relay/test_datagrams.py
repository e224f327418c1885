import os
import socket

import pytest

from bridge.relay import stun_bytes
from bridge.relay.binding import StunServer
from bridge.relay.datagrams import StunSocket, is_loopback, open_datagrams
from bridge.relay.stun_bytes import Attribute, Kind, Method

REQUEST = stun_bytes.write(Method.BINDING, Kind.REQUEST, b"transaction1", [])


@pytest.mark.parametrize(
    ("host", "to"),
    [("0.0.0.0", "127.0.0.1"), ("0.0.0.0", "127.0.0.7"), ("::", "::1"), ("::", "127.0.0.1")],
)
def test_an_answer_comes_from_the_address_that_was_asked(host: str, to: str) -> None:
    (listening,) = open_datagrams(host, 0)
    port = listening.getsockname()[1]
    server = StunSocket(os.dup(listening.fileno()), StunServer(0.0))
    family = socket.AF_INET6 if ":" in to else socket.AF_INET
    with listening, socket.socket(family, socket.SOCK_DGRAM) as client:
        client.settimeout(5.0)
        # Connected: an answer from another address would not be received.
        client.connect((to, port))
        for data in (b"noise", bytes(600), REQUEST):
            client.send(data)
        server.ready(1, 0.0)
        message = stun_bytes.read(client.recv(1000))
        value = message.first(Attribute.XOR_MAPPED_ADDRESS) or b""
        seen = stun_bytes.read_address(value, message.transaction)
        assert seen == client.getsockname()[:2]
    os.close(server.fileno())
    server._sock.detach()


def test_a_port_that_is_taken_opens_nothing() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        assert open_datagrams("127.0.0.1", other.getsockname()[1]) == []
    assert open_datagrams("no such host.invalid", 1) == []


def test_loopback_is_known_by_name_and_address() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "::1", "localhost", "127.9.9.9")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.0.2.1", "karlsson.example")))
