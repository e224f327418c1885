import random
import ssl

import pytest

from bridge.relay import first_bytes
from bridge.relay.first_bytes import MOST_HELLO_BYTES, whom


def hello(*protocols: str, server: str = "karlsson.example") -> bytes:
    """Return the first bytes of a real client."""
    context = ssl.create_default_context()
    if protocols:
        context.set_alpn_protocols(list(protocols))
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(incoming, outgoing, server_hostname=server)
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    return outgoing.read()


@pytest.mark.parametrize("protocols", [["http/1.1"], ["h2", "http/1.1"], ["x", "http/1.1"]])
def test_who_asks_for_http_gets_pages(protocols: list[str]) -> None:
    assert whom(hello(*protocols), tls=True) == "pages"


@pytest.mark.parametrize("protocols", [[], ["stun.turn"], ["webrtc"]])
def test_who_does_not_is_looked_at_by_the_relay(protocols: list[str]) -> None:
    assert whom(hello(*protocols), tls=True) == "relay"


def test_a_greeting_is_awaited_whole() -> None:
    whole = hello("http/1.1")
    assert {whom(whole[:size], tls=True) for size in range(len(whole))} == {None}
    assert first_bytes.wanted(whole[:2]) == 5
    assert first_bytes.wanted(whole[:5]) == len(whole)
    assert first_bytes.wanted(b"\x16\x03\x01\xff\xff") == MOST_HELLO_BYTES


def test_without_tls_the_first_byte_tells() -> None:
    assert whom(b"", tls=False) is None
    assert whom(b"\0\3", tls=False) == "relay"
    for text in (b"GET /", b"POST /", b"\x16\x03\x01", b"\x80"):
        assert whom(text, tls=False) == "pages"


def test_what_is_not_tls_goes_where_it_is_refused() -> None:
    assert whom(b"GET / HTTP/1.1\r\n", tls=True) == "pages"
    assert whom(b"\0\3\0\0", tls=True) == "pages"


def test_thousands_of_broken_greetings_go_somewhere() -> None:
    chance = random.Random(8446)
    whole = hello("h2", "http/1.1")
    for _ in range(10_000):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 5)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        assert whom(bytes(data[: chance.randrange(len(data) + 1)]), tls=True) in (
            *("pages", "relay"),
            None,
        )
