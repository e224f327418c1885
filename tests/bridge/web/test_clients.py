import pytest
from multidict import CIMultiDict

from bridge.base.addresses import Proxies
from bridge.web.clients import UNKNOWN, Clients, ProxyHeader

XFF, FORWARDED = "X-Forwarded-For", "Forwarded"


def headers(*lines: tuple[str, str]) -> "CIMultiDict[str]":
    return CIMultiDict(lines)


@pytest.mark.parametrize(
    ("peer", "lines", "address"),
    [
        ("192.0.2.9", [], "192.0.2.9"),
        ("192.0.2.9", [(XFF, "6.6.6.6")], "192.0.2.9"),
        ("10.0.0.1", [(XFF, "192.0.2.7:51234")], "192.0.2.7"),
        ("10.0.0.1", [(XFF, "6.6.6.6"), (XFF, "192.0.2.7, 10.0.0.2")], "192.0.2.7"),
        ("10.0.0.1", [(FORWARDED, 'for="[2001:db8::7]:1"')], "2001:db8::7"),
        ("10.0.0.1", [], UNKNOWN),
        ("10.0.0.1", [(XFF, "canary")], UNKNOWN),
        ("127.0.0.1", [], "127.0.0.1"),
        # A proxy on this machine that nobody named: whoever wrote the header, it is no client.
        ("127.0.0.1", [(XFF, "192.0.2.7")], UNKNOWN),
        ("::1", [("Via", "1.1 canary")], UNKNOWN),
    ],
)
def test_a_client_is_who_is_behind_the_proxies(
    peer: str, lines: list[tuple[str, str]], address: str
) -> None:
    assert Clients(Proxies(["10.0.0.0/8"]), "either").address(peer, headers(*lines)) == address


@pytest.mark.parametrize(
    ("header", "address"),
    [("x-forwarded-for", "6.6.6.6"), ("either", "6.6.6.6"), ("forwarded", "192.0.2.7")],
)
def test_only_the_header_that_the_proxy_writes_is_read(header: ProxyHeader, address: str) -> None:
    both = headers((XFF, "6.6.6.6"), (FORWARDED, "for=192.0.2.7"))
    assert Clients(Proxies(["10.0.0.1"]), header).address("10.0.0.1", both) == address
    one = headers((FORWARDED, "for=192.0.2.7"))
    expected = UNKNOWN if header == "x-forwarded-for" else "192.0.2.7"
    assert Clients(Proxies(["10.0.0.1"]), header).address("10.0.0.1", one) == expected


def test_what_is_missing_is_said_once_and_without_an_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clients = Clients(Proxies(["10.0.0.1"]), "either")
    for _ in range(3):
        clients.address("10.0.0.1", headers())
        clients.address("127.0.0.1", headers((XFF, "192.0.2.7")))
    assert caplog.text.count("does not name its client") == 1
    assert caplog.text.count("is not trusted; set server.trusted_proxies") == 1
    assert "192.0.2" not in caplog.text
    assert "10.0.0" not in caplog.text
