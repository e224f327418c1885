import random

from bridge.relay import stun_bytes
from bridge.relay.binding import ANSWERS_AT_ONCE, StunServer
from bridge.relay.stun_bytes import Attribute, Kind, Method

REQUEST = stun_bytes.write(Method.BINDING, Kind.REQUEST, b"transaction1", [])


def test_a_peer_learns_how_it_is_seen() -> None:
    for host in ("192.0.2.7", "2001:db8::7"):
        answer = StunServer(0.0).answer(REQUEST, host, 51234, 0.0)
        assert answer
        message = stun_bytes.read(answer)
        assert (message.kind, message.transaction) == (Kind.SUCCESS, b"transaction1")
        value = message.first(Attribute.XOR_MAPPED_ADDRESS) or b""
        assert stun_bytes.read_address(value, message.transaction) == (host, 51234)


def test_an_address_inside_another_is_shown_as_itself() -> None:
    answer = StunServer(0.0).answer(REQUEST, "::ffff:192.0.2.7", 51234, 0.0) or b""
    message = stun_bytes.read(answer)
    value = message.first(Attribute.XOR_MAPPED_ADDRESS) or b""
    assert stun_bytes.read_address(value, message.transaction) == ("192.0.2.7", 51234)


def test_nothing_else_is_answered() -> None:
    server = StunServer(0.0)
    for data in (
        b"",
        b"\0",
        stun_bytes.write(Method.BINDING, Kind.INDICATION, b"transaction1", []),
        stun_bytes.write(Method.BINDING, Kind.SUCCESS, b"transaction1", []),
        stun_bytes.write(Method.ALLOCATE, Kind.REQUEST, b"transaction1", []),
        stun_bytes.write(
            Method.BINDING, Kind.REQUEST, b"transaction1", [(Attribute.SOFTWARE, bytes(300))]
        ),
    ):
        assert server.answer(data, "192.0.2.7", 51234, 0.0) is None
    assert server.answer(REQUEST, "192.0.2.7", 0, 0.0) is None


def test_an_address_is_answered_only_so_often_and_never_at_length() -> None:
    server = StunServer(0.0)
    answers = [server.answer(REQUEST, "192.0.2.7", 1000 + n, 0.0) for n in range(500)]
    given = [answer for answer in answers if answer]
    assert len(given) == ANSWERS_AT_ONCE
    assert max(map(len, given)) <= len(REQUEST) + 12
    assert server.answer(REQUEST, "192.0.2.8", 1000, 0.0)
    assert server.answer(REQUEST, "192.0.2.7", 1000, 1.0)


def test_thousands_of_broken_datagrams_are_answered_or_not() -> None:
    chance = random.Random(3478)
    server = StunServer(0.0)
    for now in range(5000):
        data = bytearray(REQUEST + chance.randbytes(chance.randrange(3) * 4))
        data[chance.randrange(len(data))] = chance.randrange(256)
        server.answer(bytes(data), "192.0.2.7", 51234, float(now))
