import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.protocol.candidate import best, check_candidate, plain
from bridge.protocol.errors import SdpRefused
from tests.bridge.protocol import samples

HOST = "candidate:1 1 udp 2122194687 192.0.2.2 47080 typ host"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (HOST, HOST),
        (HOST + " generation 0 ufrag 2U+o network-id 1 network-cost 10", HOST),
        (HOST.replace("udp", "UDP").replace("host", "HOST"), HOST),
        (HOST.replace("192.0.2.2", "127.0.0.1"), HOST.replace("192.0.2.2", "127.0.0.1")),
        (HOST.replace("192.0.2.2", "2001:DB8:0::2"), HOST.replace("192.0.2.2", "2001:db8::2")),
        (
            "candidate:2 1 udp 1686052607 198.51.100.1 5000 typ srflx raddr 0.0.0.0 rport 0 x y",
            "candidate:2 1 udp 1686052607 198.51.100.1 5000 typ srflx raddr 0.0.0.0 rport 0",
        ),
        (
            "candidate:2 1 udp 1686052607 198.51.100.1 5000 typ relay raddr a.local rport 9",
            "candidate:2 1 udp 1686052607 198.51.100.1 5000 typ relay",
        ),
    ],
)
def test_an_address_is_let_through_in_its_plain_form(text: str, plain: str) -> None:
    assert check_candidate(text) == plain
    assert check_candidate(plain) == plain


@pytest.mark.parametrize(
    "text",
    [
        HOST.replace("192.0.2.2", "0b6a1f52-7c1e-4d0a-9d55-3f0c5b1e2a90.local"),
        HOST.replace("192.0.2.2", "0b6a1f52-7c1e-4d0a-9d55-3f0c5b1e2a90.LOCAL"),
        "candidate:1 1 tcp 1518214911 192.0.2.2 9 typ host tcptype active",
        "candidate:1 2 udp 2122194686 192.0.2.2 47081 typ host",
    ],
)
def test_what_is_of_no_use_is_dropped_without_a_word(text: str) -> None:
    assert check_candidate(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "candidate:",
        "a=" + HOST,
        HOST + " ",
        HOST + "\r\na=sendrecv",
        HOST + "\n",
        HOST + " lonely",
        HOST.replace(" ", "  ", 1),
        HOST.replace("192.0.2.2", "example.org"),
        HOST.replace("192.0.2.2", "localhost"),
        HOST.replace("192.0.2.2", "a.b.local"),
        HOST.replace("192.0.2.2", "192.0.2.02"),
        HOST.replace("192.0.2.2", "3221225986"),
        HOST.replace("192.0.2.2", "0.0.0.0"),
        HOST.replace("192.0.2.2", "255.255.255.255"),
        HOST.replace("192.0.2.2", "224.0.0.251"),
        HOST.replace("192.0.2.2", "::"),
        HOST.replace("192.0.2.2", "ff02::fb"),
        HOST.replace("192.0.2.2", "fe80::1%eth0"),
        HOST.replace("192.0.2.2", "::ffff:192.0.2.2"),
        HOST.replace("192.0.2.2", "[::1]"),
        HOST.replace("47080", "0"),
        HOST.replace("47080", "65536"),
        HOST.replace("47080", "-1"),
        HOST.replace("47080", "\uff11\uff12"),
        HOST.replace("udp", "sctp"),
        HOST.replace("typ host", "typ token"),
        "candidate:1 1 tcp 1 example.org 9 typ host tcptype active",
        HOST + " x y" * 200,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(SdpRefused, match="sdp_candidate"):
        check_candidate(text)
    assert plain(text) is None


@given(st.text(max_size=80) | st.text(max_size=20).map(lambda junk: HOST + " " + junk))
def test_any_text_is_plain_or_dropped_or_refused_by_name(text: str) -> None:
    try:
        plain = check_candidate(text)
    except SdpRefused:
        return
    assert plain is None or plain == HOST


@given(address=st.ip_addresses(), port=st.integers(0, 70000))
def test_only_addresses_of_one_peer_come_out(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address, port: int
) -> None:
    text = HOST.replace("192.0.2.2", str(address)).replace("47080", str(port))
    try:
        plain = check_candidate(text)
    except SdpRefused:
        return
    assert plain is not None
    assert not address.is_multicast
    assert 0 < port < 65536
    assert plain.split(" ")[4:6] == [address.compressed, str(port)]


def test_every_candidate_of_a_real_offer_passes() -> None:
    lines = samples.sdp("chromium_offer.sdp").split("\r\n")
    found = [check_candidate(line[2:]) for line in lines if line.startswith("a=candidate:")]
    assert len([text for text in found if text]) == 6


def made(address: str, priority: int, kind: str = "host", port: int = 5000) -> str:
    return f"candidate:1 1 udp {priority} {address} {port} typ {kind}"


def test_up_to_the_limit_all_are_kept_in_their_order() -> None:
    few = [made(f"192.0.2.{n}", n) for n in range(1, 6)]
    assert best(few, 5) == few


def test_one_address_counts_once_by_its_best_priority() -> None:
    low, high = made("192.0.2.1", 1, "srflx"), made("192.0.2.1", 9)
    assert best([low, high, low], 5) == [high]
    other = made("192.0.2.1", 3, port=5001)
    assert best([low, other], 5) == [low, other]


def test_many_addresses_do_not_push_out_the_only_way_through() -> None:
    many = [made(f"2001:db8::{n:x}", 1000 + n) for n in range(1, 30)]
    relay, mapped, old = (
        made("198.51.100.1", 1, "relay"),
        made("198.51.100.2", 2, "srflx"),
        made("192.0.2.1", 3),
    )
    kept = best([*many, relay, mapped, old], 20)
    assert len(kept) == 20
    assert {relay, mapped, old} <= set(kept)
    assert kept[0] == many[12]


def test_link_local_addresses_are_the_first_to_go() -> None:
    local = [made(f"fe80::{n:x}", 5000 + n) for n in range(1, 5)]
    others = [made(f"192.0.2.{n}", n) for n in range(1, 19)]
    kept = best([*local, *others], 20)
    assert set(others) < set(kept)
    assert kept[:2] == local[2:]


@given(
    st.lists(
        st.tuples(
            st.ip_addresses(), st.integers(0, 2**31), st.sampled_from(["host", "srflx", "relay"])
        ),
        max_size=60,
    ),
    st.integers(0, 20),
)
def test_never_more_than_asked_for_and_nothing_invented(
    found: list[tuple[ipaddress.IPv4Address | ipaddress.IPv6Address, int, str]], most: int
) -> None:
    texts = [made(address.compressed, priority, kind) for address, priority, kind in found]
    kept = best(texts, most)
    assert len(kept) == min(most, len({address for address, _, _ in found}))
    assert set(kept) <= set(texts)
