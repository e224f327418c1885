import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.relay import stun_bytes
from robot.nettest.asking import ALLOCATE, BINDING, answers, may_ask, read_server, request

T = bytes(range(12))


@pytest.mark.parametrize(
    ("url", "kind", "host", "port", "protocol"),
    [
        ("stun:k.example", "stun", "k.example", 3478, "UDP"),
        ("turn:k.example:443", "udp", "k.example", 443, "UDP"),
        ("turn:k.example?transport=udp", "udp", "k.example", 3478, "UDP"),
        ("turn:10.0.0.1:443?transport=tcp", "tcp", "10.0.0.1", 443, "TCP"),
        ("turns:[2001:db8::1]", "tls", "2001:db8::1", 5349, "TCP"),
    ],
)
def test_a_url_names_its_server(url: str, kind: str, host: str, port: int, protocol: str) -> None:
    server = read_server(url)
    assert server
    assert (server.kind, server.host, server.port, server.protocol) == (kind, host, port, protocol)


@pytest.mark.parametrize("url", ["", "http://x", "turn:", "turn:x:0", "turn:x:99999", "turn:a b:c"])
def test_another_url_names_none(url: str) -> None:
    assert read_server(url) is None


@pytest.mark.parametrize("method", [BINDING, ALLOCATE])
def test_a_request_is_one_that_servers_read(method: int) -> None:
    message = stun_bytes.read(request(method, T))
    assert (message.method, message.transaction) == (method, T)


@given(st.binary(max_size=64))
def test_only_an_answer_to_the_own_request_counts(data: bytes) -> None:
    assert not answers(data, T)
    for kind in (b"\x01\x01", b"\x01\x13"):
        answer = kind + b"\0\0" + b"\x21\x12\xa4\x42" + T + data
        assert answers(answer, T)
        assert not answers(answer, bytes(12))
    assert not answers(request(BINDING, T), T)


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("192.0.2.1", True),
        ("10.0.0.1", True),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
    ],
)
def test_no_server_leads_into_this_machine(address: str, asked: bool) -> None:
    assert may_ask(address, "") is asked
    assert may_ask(address, address)
