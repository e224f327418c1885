import random

import pytest

from bridge.relay import credentials, stun_bytes
from bridge.relay.allocations import ALLOCATION_S, OF_ONE_LESSON
from bridge.relay.nonces import LIFE_S as NONCE_S
from bridge.relay.stun_bytes import Attribute, Kind, Method
from bridge.relay.turn import MESSAGES_AT_ONCE, OF_A_STRANGER, NotTurn
from tests.bridge.relay.peers import (
    ADDRESS,
    TRANSPORT_UDP,
    Allowed,
    Relay,
    channel_data,
    code_of,
    pair,
    peer_attribute,
    request,
)

FORBIDDEN = [
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "169.254.169.254", "169.254.1.1", "10.0.0.5"),
    *("172.16.3.4", "192.168.1.1", "100.64.0.1", "192.0.2.1", "203.0.113.9", "224.0.0.1"),
    *("255.255.255.255", "8.8.8.8", "::1", "::", "::ffff:127.0.0.1", "fe80::1", "fd00::1"),
    *("ff02::1", "2001:db8::1", "64:ff9b::7f00:1"),
]
UDP = (Attribute.REQUESTED_TRANSPORT, TRANSPORT_UDP)


def test_a_lesson_goes_both_ways() -> None:
    one, other = pair(Relay())
    one.feed(channel_data(0x4000, b"question") + channel_data(0x4000, b"!"))
    other.feed(channel_data(0x4000, b"answer"))
    assert other.wire.packets == [channel_data(0x4000, b"question"), channel_data(0x4000, b"!")]
    assert one.wire.packets == [channel_data(0x4000, b"answer")]


def test_a_stream_may_come_in_pieces_of_any_size() -> None:
    for size in (1, 3, 7, 20):
        one, other = pair(Relay())
        stream = b"".join(channel_data(0x4000, b"x" * (n + 1)) for n in range(12))
        for at in range(0, len(stream), size):
            one.feed(stream[at : at + size])
        assert b"".join(other.wire.packets) == stream


def test_an_answer_tells_the_address_the_mapped_one_and_the_lifetime() -> None:
    peer = Relay().peer()
    answer = peer.allocate()
    assert answer.kind is Kind.SUCCESS
    assert peer.address[0].startswith("198.18.")
    mapped = answer.first(Attribute.XOR_MAPPED_ADDRESS) or b""
    assert stun_bytes.read_address(mapped, answer.transaction) == ADDRESS
    assert answer.number(Attribute.LIFETIME) == ALLOCATION_S
    assert answer.is_signed_with(peer.who.key)


def test_without_a_credential_there_is_a_challenge() -> None:
    peer = Relay().peer()
    refused = peer.challenged()
    assert code_of(refused) == 401
    assert refused.text(Attribute.REALM) == "karlsson"
    assert refused.first(Attribute.MESSAGE_INTEGRITY) is None


@pytest.mark.parametrize("host", FORBIDDEN)
def test_nothing_but_the_relays_own_addresses_is_reached(host: str) -> None:
    peer = Relay().peer()
    peer.allocate()
    assert code_of(peer.permit(host)) == 403
    assert code_of(peer.bind(0x4000, host, 80)) == 403
    together = peer.ask(
        Method.CREATE_PERMISSION, peer_attribute(*peer.address), peer_attribute(host, 80)
    )
    assert code_of(together) == 403
    data = (Attribute.DATA, b"GET /latest/meta-data")
    peer.feed(
        stun_bytes.write(
            Method.SEND, Kind.INDICATION, b"transaction1", [peer_attribute(host, 80), data]
        )
    )
    assert peer.relay.allocations.packets == 0


def test_data_without_a_channel_needs_a_permission_on_both_sides() -> None:
    relay = Relay()
    one, other = relay.peer(), relay.peer()
    one.allocate()
    other.allocate()
    sent = stun_bytes.write(
        Method.SEND,
        Kind.INDICATION,
        b"transaction1",
        [peer_attribute(*other.address), (Attribute.DATA, b"hello")],
    )
    for peer, address in ((one, other.address), (other, one.address)):
        one.feed(sent)
        assert not other.wire.packets
        assert code_of(peer.permit(*address)) is None
    one.feed(sent)
    message = stun_bytes.read(other.wire.packets[0])
    assert (message.method, message.kind) == (Method.DATA, Kind.INDICATION)
    assert message.first(Attribute.DATA) == b"hello"
    source = message.first(Attribute.XOR_PEER_ADDRESS) or b""
    assert stun_bytes.read_address(source, message.transaction) == one.address


def test_lessons_cannot_reach_each_other() -> None:
    relay = Relay()
    one, other = relay.peer(Allowed("lesson-a")), relay.peer(Allowed("lesson-b"))
    one.allocate()
    other.allocate()
    one.bind(0x4000, *other.address)
    other.bind(0x4000, *one.address)
    one.feed(channel_data(0x4000, b"hello"))
    assert not other.wire.packets


def test_an_expired_or_forged_credential_is_refused() -> None:
    relay = Relay()
    late = relay.peer(Allowed(unix_s=relay.unix_s - credentials.LIFE_S - 2))
    assert code_of(late.allocate()) == 401
    forged = relay.peer()
    forged.who.password = "guessed"
    assert code_of(forged.allocate()) == 401
    unsigned = relay.peer()
    unsigned.challenged()
    assert code_of(unsigned.hear(request(Method.ALLOCATE, [UDP]))) == 401
    odd = relay.peer()
    odd.who.name = "static-user"
    assert code_of(odd.allocate()) == 401
    assert not len(relay.allocations)


def test_a_lesson_outlasts_its_credential_but_begins_no_other_with_it() -> None:
    relay = Relay()
    peer = relay.peer()
    peer.allocate()
    relay.unix_s += credentials.LIFE_S + 60
    assert code_of(peer.ask(Method.REFRESH)) is None
    assert code_of(peer.permit("198.18.0.1")) is None
    peer.ask(Method.REFRESH, (Attribute.LIFETIME, bytes(4)))
    assert code_of(peer.allocate()) == 401


def test_nonces_grow_old_and_belong_to_one_connection() -> None:
    relay = Relay()
    peer, other = relay.peer(), relay.peer()
    peer.allocate()
    other.nonce = peer.nonce
    assert code_of(other.allocate()) == 438
    relay.now += NONCE_S + 2
    stale = peer.ask(Method.BINDING)
    assert code_of(stale) is None  # which needs no credential
    stale = peer.ask(Method.REFRESH)
    assert code_of(stale) == 438
    peer.nonce = stale.first(Attribute.NONCE) or b""
    assert code_of(peer.ask(Method.REFRESH)) == 437  # it ran out meanwhile


def test_an_allocation_is_one_is_refreshed_and_is_given_back() -> None:
    relay = Relay()
    peer = relay.peer()
    peer.allocate()
    assert code_of(peer.allocate()) == 437
    relay.now += ALLOCATION_S - 10
    assert peer.ask(Method.REFRESH).number(Attribute.LIFETIME) == ALLOCATION_S
    relay.now += ALLOCATION_S - 10
    peer.turn.tick(relay.now)
    assert len(relay.allocations) == 1
    relay.now += 20
    peer.turn.tick(relay.now)
    assert not len(relay.allocations)
    assert code_of(peer.ask(Method.REFRESH)) == 437
    peer.allocate()
    gone = peer.ask(Method.REFRESH, (Attribute.LIFETIME, bytes(4)))
    assert gone.number(Attribute.LIFETIME) == 0
    assert not len(relay.allocations)
    peer.allocate()
    peer.turn.end()
    assert not len(relay.allocations)


def test_a_lesson_has_a_quota() -> None:
    relay = Relay()
    for _ in range(OF_ONE_LESSON):
        assert code_of(relay.peer().allocate()) is None
    assert code_of(relay.peer().allocate()) == 486
    assert code_of(relay.peer(Allowed("another")).allocate()) is None


def test_what_is_not_supported_is_refused_with_its_code() -> None:
    relay = Relay()
    peer = relay.peer()
    peer.challenged()
    assert code_of(peer.ask(Method.ALLOCATE)) == 400
    tcp = (Attribute.REQUESTED_TRANSPORT, bytes([6, 0, 0, 0]))
    assert code_of(peer.ask(Method.ALLOCATE, tcp)) == 442
    six = (Attribute.REQUESTED_ADDRESS_FAMILY, bytes([2, 0, 0, 0]))
    assert code_of(peer.ask(Method.ALLOCATE, UDP, six)) == 440
    assert code_of(peer.ask(Method.REFRESH)) == 437
    assert code_of(peer.permit("198.18.0.1")) == 437
    peer.allocate()
    assert code_of(peer.ask(Method.CREATE_PERMISSION)) == 400
    assert code_of(peer.bind(0x3FFF, "198.18.0.1", 9)) == 400
    assert code_of(peer.bind(0x5000, "198.18.0.1", 9)) == 400
    assert code_of(peer.bind(0x4000, "198.18.0.1", 9)) is None
    assert code_of(peer.bind(0x4000, "198.18.0.2", 9)) == 400
    even_port = stun_bytes.write(Method.ALLOCATE, Kind.REQUEST, b"transaction1", [])
    even_port = even_port[:2] + b"\0\x08" + even_port[4:] + b"\0\x18\0\1\x80\0\0\0"
    refused = peer.hear(even_port)
    assert code_of(refused) == 420
    assert refused.first(Attribute.UNKNOWN_ATTRIBUTES) == b"\0\x18"


def test_another_name_does_not_take_an_allocation_over() -> None:
    relay = Relay()
    peer = relay.peer()
    peer.allocate()
    peer.who = Allowed("another")
    assert code_of(peer.ask(Method.REFRESH)) == 441


def test_a_stranger_gets_a_few_answers_and_is_cut_off() -> None:
    peer = Relay().peer()
    for _ in range(OF_A_STRANGER):
        peer.feed(request(Method.BINDING, []))
    assert len(peer.wire.answers) == OF_A_STRANGER
    with pytest.raises(NotTurn):
        peer.feed(request(Method.BINDING, []))
    silent = Relay().peer()
    with pytest.raises(NotTurn):
        silent.feed((OF_A_STRANGER + 1) * channel_data(0x4000, b"x"))


def test_who_is_known_is_not_answered_without_end() -> None:
    peer = Relay().peer()
    peer.allocate()
    peer.wire.answers.clear()
    for _ in range(10 * MESSAGES_AT_ONCE):
        peer.feed(request(Method.BINDING, []))
    assert len(peer.wire.answers) <= MESSAGES_AT_ONCE


@pytest.mark.parametrize(
    "data",
    [
        b"\x80\0\0\0",
        b"\x50\0\0\0",
        b"\xff" * 40,
        b"\x40\0\xff\xff",
        b"\0\1\xff\xfc",
        b"\0\1\0\0" + bytes(16),
        b"\0\3\0\1" + bytes(17),
    ],
)
def test_what_is_not_turn_ends_the_connection(data: bytes) -> None:
    peer = Relay().peer()
    peer.allocate()
    with pytest.raises(NotTurn):
        peer.feed(data)


def test_thousands_of_broken_streams_end_or_are_answered() -> None:
    """Whatever comes, nothing else is raised and nobody outside the lesson is reached."""
    chance = random.Random(8656)
    relay = Relay(most=20_000)
    who = Allowed()
    stranger = relay.peer(Allowed("stranger"))
    stranger.allocate()
    for turn in range(1000):
        relay.now += 1.0
        peer = relay.peer(who)
        if turn % 3:
            peer.allocate()
        whole = [
            request(Method.ALLOCATE, [UDP], peer.nonce, who),
            request(Method.REFRESH, [(Attribute.LIFETIME, b"\0\0\1\0")], peer.nonce, who),
            request(Method.CREATE_PERMISSION, [peer_attribute("198.18.0.1", 9)], peer.nonce, who),
            request(
                Method.CHANNEL_BIND,
                [(Attribute.CHANNEL_NUMBER, b"\x40\0\0\0"), peer_attribute(*stranger.address)],
                peer.nonce,
                who,
            ),
            channel_data(0x4000, chance.randbytes(chance.randrange(100))),
        ]
        data = bytearray(b"".join(chance.choices(whole, k=3)))
        for _ in range(chance.randrange(4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            at = chance.randrange(len(data))
            peer.feed(bytes(data[:at]))
            peer.feed(bytes(data[at:]))
        except NotTurn:
            pass
        peer.turn.end()
    assert not stranger.wire.packets
    assert len(relay.allocations) == 1
