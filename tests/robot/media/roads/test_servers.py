from typing import Any

import pytest

from robot.media.roads.servers import MOST_ROADS, IceRoad, plain_host, roads

LOGIN: dict[str, Any] = {"username": "kalle", "credential": "secret"}


@pytest.mark.parametrize(
    ("url", "road"),
    [
        ("turn:turn.example.org", ("turn", "udp", "turn.example.org", 3478)),
        ("turn:turn.example.org:80?transport=udp", ("turn", "udp", "turn.example.org", 80)),
        ("turn:192.0.2.1:3478?transport=tcp", ("turn", "tcp", "192.0.2.1", 3478)),
        ("turns:turn.example.org:443?transport=tcp", ("turn", "tls", "turn.example.org", 443)),
        ("TURNS:Turn.Example.Org", ("turn", "tls", "turn.example.org", 5349)),
        ("turn:[2001:DB8::1]", ("turn", "udp", "2001:db8::1", 3478)),
        ("turns:[2001:db8::1]:443", ("turn", "tls", "2001:db8::1", 443)),
        ("turn:_turn.example_1.org", None),
        ("turn:a", ("turn", "udp", "a", 3478)),
    ],
)
def test_a_url_is_a_road(url: str, road: tuple[str, str, str, int] | None) -> None:
    found, wrong = roads([{"urls": url, **LOGIN}])
    if road is None:
        assert (found, len(wrong)) == ([], 1)
    else:
        assert [(r.kind, r.transport, r.host, r.port) for r in found] == [road]
        assert wrong == []


@pytest.mark.parametrize("url", ["stun:stun.example.org", "stun:[2001:db8::1]:3479"])
def test_stun_needs_no_user(url: str) -> None:
    (found,), wrong = roads([{"urls": url}])
    assert (found.kind, found.transport, wrong) == ("stun", "udp", [])


@pytest.mark.parametrize(
    ("server", "why"),
    [
        ({"urls": "turn:turn.example.org"}, "user name and password"),
        ({"urls": "turn:turn.example.org", "username": "kalle"}, "user name and password"),
        ({"urls": "turn:turn.example.org", "username": 7, "credential": None}, "user name"),
        ({"urls": "turns:turn.example.org?transport=udp", **LOGIN}, "DTLS"),
        ({"urls": "stuns:stun.example.org"}, "TLS"),
        ({"urls": "stun:stun.example.org?transport=tcp"}, "transport"),
        ({"urls": "turn:2001:db8::1", **LOGIN}, "form"),
        ({"urls": "turn:[2001:db8::1", **LOGIN}, "form"),
        ({"urls": "turn:[192.0.2.1]", **LOGIN}, "address"),
        ({"urls": "turn:[::g]", **LOGIN}, "form"),
        ({"urls": "turn:[:::]", **LOGIN}, "address"),
        ({"urls": "turn:300.1.1.1", **LOGIN}, "address"),
        ({"urls": "turn:1", **LOGIN}, "address"),
        ({"urls": "turn:a:0", **LOGIN}, "port"),
        ({"urls": "turn:a:70000", **LOGIN}, "port"),
        ({"urls": "turn:user@a", **LOGIN}, "form"),
        ({"urls": "turn:", **LOGIN}, "form"),
        ({"urls": "http://a", **LOGIN}, "form"),
        ({"urls": "turn:a?transport=sctp", **LOGIN}, "form"),
        ({"urls": "turn:a b", **LOGIN}, "form"),
        ({"urls": "turn:" + "a" * 400, **LOGIN}, "form"),
        ({"urls": 5}, "form"),
        ({}, "form"),
    ],
)
def test_an_entry_that_cannot_be_used_is_named_and_hides_no_other(
    server: dict[str, Any], why: str
) -> None:
    found, (sentence,) = roads([server, {"urls": "turn:good.example.org", **LOGIN}])
    assert [road.host for road in found] == ["good.example.org"]
    assert sentence.startswith("server 1 of the bridge's list is left out: ")
    assert why in sentence
    assert "kalle" not in sentence
    assert "example" not in sentence


def test_several_urls_in_one_entry_are_several_roads() -> None:
    urls = ["turn:a", "turn:a?transport=tcp", "turns:a", "turn:a"]
    found, _ = roads([{"urls": urls, **LOGIN}])
    assert [road.transport for road in found] == ["udp", "tcp", "tls"]


def test_a_long_list_is_cut() -> None:
    found, _ = roads([{"urls": f"turn:a:{port}", **LOGIN} for port in range(1, 100)])
    assert len(found) == MOST_ROADS


def test_a_road_shows_neither_user_nor_password() -> None:
    road = IceRoad("turn", "tls", "turn.example.org", 443, "kalle", "secret", 2)
    assert "kalle" not in repr(road)
    assert "secret" not in repr(road)
    assert road.words == "server 2 of the bridge's list (relay over TLS)"
    assert road.key == IceRoad("turn", "tls", "turn.example.org", 443, "other", "word", 1).key


def test_hosts_are_compared_in_one_form() -> None:
    assert plain_host("Turn.School.Example") == "turn.school.example"
    assert plain_host("2001:DB8:0::1") == plain_host("[2001:db8::1]") == "2001:db8::1"
    assert plain_host("") == ""
