import random

import pytest

from bridge.relay import stun_bytes
from bridge.relay.stun_bytes import Attribute, Kind, Method, NotStun

# RFC 5769, section 2.1: a request with SOFTWARE, PRIORITY, ICE-CONTROLLED, USERNAME.
SAMPLE = bytes.fromhex(
    "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e740024000"
    "46e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020000800149aeaa70cbfd8cb"
    "56781ef2b5b2d3f249c1b571a280280004e57a3bcf"
)
PASSWORD = b"VOkJxbRl1RmTxUk/WvJxBt"
TRANSACTION = b"0123456789ab"


def test_the_sample_of_the_standard_is_read_and_its_signature_found_right() -> None:
    message = stun_bytes.read(SAMPLE)
    assert (message.method, message.kind) == (Method.BINDING, Kind.REQUEST)
    assert message.text(Attribute.USERNAME) == "evtj:h6vY"
    assert message.text(Attribute.SOFTWARE) == "STUN test client"
    assert message.is_signed_with(PASSWORD)
    assert not message.is_signed_with(b"another password")
    assert message.unknown == [0x0024]  # PRIORITY, which only peers of a call use


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("kind", Kind)
def test_what_is_written_can_be_read(method: Method, kind: Kind) -> None:
    attributes = [(Attribute.REALM, b"karlsson"), (Attribute.LIFETIME, bytes(4))]
    message = stun_bytes.read(stun_bytes.write(method, kind, TRANSACTION, attributes, b"key"))
    assert (message.method, message.kind, message.transaction) == (method, kind, TRANSACTION)
    assert message.text(Attribute.REALM) == "karlsson"
    assert message.number(Attribute.LIFETIME) == 0
    assert message.number(Attribute.REALM) is None
    assert message.is_signed_with(b"key")
    assert not stun_bytes.read(stun_bytes.write(method, kind, TRANSACTION, [])).is_signed_with(b"")


@pytest.mark.parametrize(
    ("host", "shown"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8::7", "2001:db8::7"), ("::ffff:192.0.2.7", "192.0.2.7")],
)
def test_addresses_survive_the_way_there_and_back(host: str, shown: str) -> None:
    value = stun_bytes.xor_address(host, 51234, TRANSACTION)
    assert stun_bytes.read_address(value, TRANSACTION) == (shown, 51234)


@pytest.mark.parametrize("value", [b"", b"\0\1\0\0", b"\0\1" + bytes(18), b"\0\2" + bytes(6)])
def test_what_is_no_address_is_none(value: bytes) -> None:
    assert stun_bytes.read_address(value, TRANSACTION) is None


def test_what_follows_the_signature_counts_for_nothing() -> None:
    signed = stun_bytes.write(Method.REFRESH, Kind.REQUEST, TRANSACTION, [], b"key")
    more = signed + b"\x00\x0d\x00\x04" + bytes(4)
    more = more[:2] + (len(more) - 20).to_bytes(2, "big") + more[4:]
    message = stun_bytes.read(more)
    assert message.is_signed_with(b"key")
    assert message.number(Attribute.LIFETIME) is None


def test_a_wrong_fingerprint_is_refused() -> None:
    with pytest.raises(NotStun, match="fingerprint"):
        stun_bytes.read(SAMPLE[:-1] + b"\0")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        SAMPLE[:19],
        SAMPLE + b"\0\0\0\0",
        b"\x40" + SAMPLE[1:],
        SAMPLE[:4] + b"\0\0\0\0" + SAMPLE[8:],
        stun_bytes.HEADER.pack(1, 4, stun_bytes.COOKIE, TRANSACTION) + b"\0\6\0\5",
        stun_bytes.HEADER.pack(1, 8, stun_bytes.COOKIE, TRANSACTION) + b"\0\x08\0\4" + bytes(4),
        stun_bytes.write(Method.BINDING, Kind.REQUEST, TRANSACTION, [(Attribute.DATA, b"")] * 33),
        stun_bytes.write(
            Method.SEND, Kind.INDICATION, TRANSACTION, [(Attribute.DATA, bytes(2100))]
        ),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(NotStun):
        stun_bytes.read(data)


def test_codes_of_refusals_are_read() -> None:
    value = [(Attribute.ERROR_CODE, stun_bytes.error_code(438, "Stale Nonce"))]
    message = stun_bytes.read(stun_bytes.write(Method.ALLOCATE, Kind.FAILURE, TRANSACTION, value))
    assert stun_bytes.read_error(message) == 438
    assert stun_bytes.read_error(stun_bytes.read(SAMPLE)) is None


def test_thousands_of_broken_messages_are_read_or_refused() -> None:
    chance = random.Random(8489)
    whole = stun_bytes.write(
        Method.ALLOCATE, Kind.REQUEST, TRANSACTION, [(Attribute.USERNAME, b"a" * 20)], b"key"
    )
    for _ in range(10_000):
        data = bytearray(chance.choice((SAMPLE, whole)))
        for _ in range(chance.randrange(1, 5)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        try:
            message = stun_bytes.read(bytes(data))
        except NotStun:
            continue
        assert len(message.attributes) <= stun_bytes.MOST_ATTRIBUTES
        assert not message.is_signed_with(b"a key that nobody has")
