import pytest

from robot.nettest.asking import read_server
from robot.nettest.found import Found, Road, Times
from robot.nettest.sheet import TEXTS, WIDTH, Language, needs_of, sheet

URLS = ("stun:k.example:443", "turn:k.example:443", "turns:k.example:443?transport=tcp")
SERVERS = [server for server in map(read_server, URLS) if server]
GOOD = Found(
    "https://k.example",
    None,
    True,
    roads=[Road(SERVERS[0], True, 0.05, 12.3), Road(SERVERS[2], False)],
    times=Times(20.4, 80.0, 0.034),
    down_kbit=4000,
    up_kbit=None,
)


def test_both_languages_say_the_same() -> None:
    assert TEXTS["de"].keys() == TEXTS["en"].keys()


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_sheet_fits_on_one_page(language: Language) -> None:
    for found in (GOOD, Found("https://k.example", "tls_opened", False, "CN=Filter")):
        lines = sheet(found, language).splitlines()
        assert len(lines) <= 45
        assert all(len(line) <= 2 * WIDTH + 60 for line in lines)


def test_the_sheet_says_what_is_blocked_and_what_to_allow() -> None:
    assert needs_of(GOOD) == [("k.example", 443, "TCP"), ("k.example", 443, "UDP")]
    text = sheet(GOOD, "de")
    assert "STUN über UDP (stun:k.example:443): offen, 12 ms, 5 % verloren" in text
    assert "Relay über TLS (turns:k.example:443?transport=tcp): gesperrt" in text
    assert "Antwortzeit 20 ms, 95 % unter 80 ms, 3 % stecken fest" in text
    assert "4000 kbit/s herunter, ? kbit/s hinauf" in text
    assert "durch den HTTP-Proxy" in text
    blocked = sheet(Found("https://k.example:8443", "tls_opened", False, "CN=Filter"), "en")
    assert "The bridge cannot be reached." in blocked
    assert "Cause: tls_opened: the certificate is signed by an authority" in blocked
    assert "signed by: CN=Filter" in blocked
    assert " 8443  TCP  required" in blocked


def test_the_sheet_says_how_often_a_relayed_road_over_tcp_gets_stuck() -> None:
    road = Road(SERVERS[2], True, None, 31.0, stalled=0.25)
    found = Found("https://k.example", None, False, roads=[road])
    url = "turns:k.example:443?transport=tcp"
    assert f"Relay über TLS ({url}): offen, 31 ms, 25 % stecken fest" in sheet(found, "de")
    assert f"Relay over TLS ({url}): open, 31 ms, 25 % get stuck" in sheet(found, "en")
