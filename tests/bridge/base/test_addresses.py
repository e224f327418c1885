import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.base.addresses import Proxies, is_loopback, neighbourhood, node, parse

PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:51234", "203.0.113.7"),
        (" 203.0.113.7 ", "203.0.113.7"),
        ('"203.0.113.7:51234"', "203.0.113.7"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ('"[2001:db8::1]:443"', "2001:db8::1"),
        ("203.0.113.7:_port", "203.0.113.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("[::ffff:192.0.2.7]:80", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::1"),
    ],
)
def test_an_address_is_read_in_every_form_that_proxies_write(text: str, address: str) -> None:
    assert str(parse(text)) == address


@pytest.mark.parametrize(
    "text",
    [
        *("", "unknown", "_abc", "canary", "203.0.113.7:", "203.0.113.7:x", "[2001:db8::1"),
        *("[2001:db8::1]x", "300.1.1.1", "[]", "1.2.3.4:1:2", "localhost:80"),
    ],
)
def test_what_is_no_address_is_not_guessed(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:1", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("_abc", "_abc"),
        ("", "unknown"),
        ("canary", "unknown"),
    ],
)
def test_addresses_are_counted_by_who_owns_them(address: str, key: str) -> None:
    assert neighbourhood(address) == key


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("[::1]:80", True),
        ("::ffff:127.0.0.1", True),
        ("192.168.0.1", False),
        ("", False),
        ("localhost", False),
    ],
)
def test_only_this_machine_is_loopback(address: str, local: bool) -> None:
    assert is_loopback(address) is local


@pytest.mark.parametrize(
    ("named", "peer", "trusted"),
    [
        ("10.0.0.1", "10.0.0.1", True),
        ("10.0.0.0/8", "10.9.9.9", True),
        ("10.0.0.7/8", "10.9.9.9", True),
        ("10.0.0.0/8", "11.0.0.1", False),
        ("::1", "::1", True),
        ("127.0.0.1", "::ffff:127.0.0.1", True),
        ("2001:db8::/32", "2001:db8:1::1", True),
        ("2001:db8::/32", "192.0.2.1", False),
        ("proxy.example", "10.0.0.1", False),
    ],
)
def test_proxies_are_named_by_address_or_network(named: str, peer: str, trusted: bool) -> None:
    assert (peer in Proxies([named])) is trusted


@pytest.mark.parametrize(
    ("x_forwarded_for", "forwarded", "client"),
    [
        (["203.0.113.7:51234"], [], "203.0.113.7"),
        (["127.0.0.1, 203.0.113.7"], [], "203.0.113.7"),
        (["6.6.6.6", "203.0.113.7"], [], "203.0.113.7"),
        (["[2001:db8::1]:443"], [], "2001:db8::1"),
        (['"[2001:db8::1]:443"'], [], "2001:db8::1"),
        (["_hidden"], [], "_hidden"),
        (["203.0.113.7"], ["for=6.6.6.6"], "203.0.113.7"),
        ([], ["for=203.0.113.7"], "203.0.113.7"),
        ([], ['for="[2001:db8::1]:443";proto=https'], "2001:db8::1"),
        ([], ['proto=https; For="203.0.113.7:51234" ;by=_x'], "203.0.113.7"),
        ([], ["for=6.6.6.6, for=203.0.113.7"], "203.0.113.7"),
        ([], ['for="_a,b", for=_hidden'], "_hidden"),
        # What cannot be read is the proxy's own, and never somebody else's.
        ([], [], PROXY),
        (["unknown"], [], PROXY),
        (["canary"], [], PROXY),
        ([""], [], PROXY),
        (["203.0.113.7,"], [], PROXY),
        ([], ["for=unknown"], PROXY),
        ([], ["by=203.0.113.7"], PROXY),
        ([], ["for=6.6.6.6,"], PROXY),
        ([], ["for=6.6.6.6, proto=https"], PROXY),
    ],
)
def test_a_trusted_proxy_says_whose_request_it_is(
    x_forwarded_for: list[str], forwarded: list[str], client: str
) -> None:
    assert Proxies([PROXY]).client(PROXY, x_forwarded_for, forwarded) == client


@pytest.mark.parametrize(
    ("x_forwarded_for", "client"),
    [
        # What a client claims lies before its own address, however many proxies follow.
        (["6.6.6.6, 203.0.113.7, 10.0.0.2"], "203.0.113.7"),
        (["6.6.6.6", "203.0.113.7", "10.0.0.2, [fd00::9]:443"], "203.0.113.7"),
        (["10.0.0.2"], "10.0.0.2"),
        (["unknown, 10.0.0.2"], "10.0.0.2"),
        (["203.0.113.7, unknown, 10.0.0.2"], "10.0.0.2"),
        ([", ".join(["203.0.113.7", *["10.0.0.2"] * 500])], "10.0.0.2"),
    ],
)
def test_several_proxies_in_a_row_are_seen_through(x_forwarded_for: list[str], client: str) -> None:
    proxies = Proxies(["10.0.0.0/8", "fd00::/8"])
    assert proxies.client(PROXY, x_forwarded_for, []) == client
    written = [f'for="{text.strip()}"' for line in x_forwarded_for for text in line.split(",")]
    assert proxies.client(PROXY, [], [", ".join(written)]) == client


def test_a_proxy_with_a_name_is_known_once_it_was_looked_up() -> None:
    proxies = Proxies(["traefik", "10.0.0.1"])
    assert proxies.names == ("traefik",)
    assert "172.18.0.2" not in proxies
    proxies.learn("traefik", ["172.18.0.2", "fd00::2", "?"])
    assert {"172.18.0.2", "fd00::2", "10.0.0.1"} == {
        one for one in ("172.18.0.2", "fd00::2", "10.0.0.1", "172.18.0.3") if one in proxies
    }
    proxies.learn("traefik", [])
    assert "172.18.0.2" in proxies
    proxies.learn("traefik", ["172.18.0.3"])
    assert "172.18.0.2" not in proxies


def test_a_stranger_says_nothing_about_itself() -> None:
    assert Proxies([PROXY]).client("192.0.2.9", ["6.6.6.6"], ["for=6.6.6.6"]) == "192.0.2.9"


@given(st.text(max_size=200), st.text(max_size=200))
def test_nothing_that_is_written_into_a_header_is_taken_for_more_than_a_name(
    one: str, other: str
) -> None:
    client = Proxies([PROXY]).client(PROXY, [one] if one else [], [other])
    assert client == PROXY or client == node(client)
    assert len(neighbourhood(client)) <= 64
