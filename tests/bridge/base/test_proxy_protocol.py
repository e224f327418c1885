import random

import pytest

from bridge.base import proxy_protocol
from bridge.base.proxy_protocol import NotAProxyHeader, ProxyHeader

CLIENT = ("192.0.2.7", 51234)
CLIENT_SIX = ("2001:db8::7", 51234)
HERE = ("198.51.100.1", 443)
HERE_SIX = ("2001:db8::1", 443)
V1 = b"PROXY TCP4 192.0.2.7 198.51.100.1 51234 443\r\n"


@pytest.mark.parametrize(
    ("source", "destination"), [(CLIENT, HERE), (CLIENT_SIX, HERE_SIX), (CLIENT, HERE_SIX)]
)
def test_what_is_written_can_be_read(source: tuple[str, int], destination: tuple[str, int]) -> None:
    header = proxy_protocol.write(source, destination)
    assert proxy_protocol.read(header + b"\x16\x03\x01") == ProxyHeader(len(header), source)


def test_a_client_without_an_address_is_written_as_nobody() -> None:
    header = proxy_protocol.write(("", 0), HERE)
    assert proxy_protocol.read(header) == ProxyHeader(16, None)


def test_the_bytes_are_those_of_the_specification() -> None:
    header = proxy_protocol.write(CLIENT, HERE)
    assert header == (
        b"\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c\xc0\x00\x02\x07\xc6\x33\x64\x01\xc8\x22\x01\xbb"
    )


@pytest.mark.parametrize("header", [V1, proxy_protocol.write(CLIENT_SIX, HERE_SIX)])
def test_any_part_of_a_header_asks_for_more(header: bytes) -> None:
    assert [proxy_protocol.read(header[:length]) for length in range(len(header))] == (
        [None] * len(header)
    )
    assert all(proxy_protocol.may_begin(header[:length]) for length in range(len(header)))


@pytest.mark.parametrize(
    ("line", "source"),
    [
        (V1, CLIENT),
        (b"PROXY TCP6 2001:db8::7 2001:db8::1 51234 443\r\n", CLIENT_SIX),
        (b"PROXY TCP6 ::ffff:192.0.2.7 ::1 51234 443\r\n", CLIENT),
        (b"PROXY UNKNOWN\r\n", None),
        (b"PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n", None),
    ],
)
def test_version_1_is_read(line: bytes, source: tuple[str, int] | None) -> None:
    assert proxy_protocol.read(line + b"GET / HTTP/1.1\r\n") == ProxyHeader(len(line), source)


def test_extensions_and_foreign_families_are_passed_over() -> None:
    extended = bytearray(proxy_protocol.write(CLIENT, HERE)) + b"\x04\x00\x01\x00"
    extended[14:16] = (16).to_bytes(2, "big")
    assert proxy_protocol.read(bytes(extended)) == ProxyHeader(32, CLIENT)
    unix = proxy_protocol.SIGNATURE_V2 + b"\x21\x31\x00\xd8" + bytes(216)
    assert proxy_protocol.read(unix) == ProxyHeader(232, None)
    local = proxy_protocol.SIGNATURE_V2 + b"\x20\x11\x00\x0c" + bytes(12)
    assert proxy_protocol.read(local) == ProxyHeader(28, None)


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n",
        b"PROXY TCP4 192.0.2.7 198.51.100.1 51234 443" + b" " * 80,
        b"PROXY TCP4 192.0.2.7\r\n",
        b"PROXY TCP4 2001:db8::7 2001:db8::1 1 2\r\n",
        b"PROXY TCP4 192.0.2.7 198.51.100.1 65536 443\r\n",
        b"PROXY TCP4 192.0.2.7 198.51.100.1 " + b"9" * 60 + b" 443\r\n",
        b"PROXY TCP4 192.0.2.777 198.51.100.1 1 443\r\n",
        proxy_protocol.SIGNATURE_V2 + b"\x11\x11\x00\x0c" + bytes(12),
        proxy_protocol.SIGNATURE_V2 + b"\x22\x11\x00\x0c" + bytes(12),
        proxy_protocol.SIGNATURE_V2 + b"\x21\x11\x00\x0b" + bytes(11),
        proxy_protocol.SIGNATURE_V2 + b"\x21\x11\xff\xff",
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(NotAProxyHeader):
        proxy_protocol.read(data)


def test_thousands_of_broken_headers_are_read_or_refused() -> None:
    chance = random.Random(11)
    whole = [V1, proxy_protocol.write(CLIENT, HERE), proxy_protocol.write(CLIENT_SIX, HERE_SIX)]
    for _ in range(5000):
        data = bytearray(chance.choice(whole) + chance.randbytes(8))
        for _ in range(chance.randrange(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        cut = bytes(data[: chance.randrange(len(data) + 1)])
        try:
            header = proxy_protocol.read(cut)
        except NotAProxyHeader:
            continue
        assert header is None or header.length <= len(cut)
