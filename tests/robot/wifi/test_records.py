import pytest

from robot.wifi.causes import WifiError
from robot.wifi.records import (
    Hotspot,
    NetworkState,
    NetworkWay,
    SeenNetwork,
    WifiAccount,
    WifiNetwork,
    check,
    is_key,
    name_of,
    ssid_of,
)


def test_a_key_appears_in_no_repr() -> None:
    account = WifiAccount("peap", "robot1", "geheim-geheim")
    secrets = (
        WifiNetwork(b"Schule", "wpa", "geheim-geheim"),
        WifiNetwork(b"Schule", "account", account=account),
        Hotspot("karlsson", "geheim-geheim"),
    )
    assert "geheim" not in repr(secrets)


@pytest.mark.parametrize(
    ("network", "cause"),
    [
        (WifiNetwork(b"", "open"), "bad_name"),
        (WifiNetwork(b"x" * 33, "open"), "bad_name"),
        (WifiNetwork(b"x", "wpa", "1234567"), "bad_key"),
        (WifiNetwork(b"x", "wpa", ""), "bad_key"),
        (WifiNetwork(b"x", "wpa", "g" * 64), "bad_key"),
        (WifiNetwork(b"x", "wpa", "with\nbreak"), "bad_key"),
        (WifiNetwork(b"x", "sae", ""), "bad_key"),
        (WifiNetwork(b"x", "account"), "no_account"),
        (WifiNetwork(b"x", "account", account=WifiAccount("peap", "", "pw")), "no_account"),
    ],
)
def test_a_network_that_nobody_can_join_is_named(network: WifiNetwork, cause: str) -> None:
    with pytest.raises(WifiError) as caught:
        check(network)
    assert caught.value.cause == cause


def test_what_can_be_joined_is_left_alone() -> None:
    check(WifiNetwork(b"x" * 32, "open"))
    check(WifiNetwork(b"x", "sae", "kurz"))
    check(WifiNetwork(b"x", "wpa", "aB3 ä€-x"))
    check(WifiNetwork(b"x", "account", account=WifiAccount("ttls", "r", "p")))
    assert is_key("0123456789abcdef" * 4)
    assert is_key("x" * 63)


def test_names_that_are_no_utf_8_are_shown_and_found_again() -> None:
    old = SeenNetwork("Süd".encode("latin-1"), 50, "wpa")
    assert old.name == "S\\xfcd"
    assert ssid_of("S\\xfcd", [old]) == b"S\xfcd"
    assert ssid_of("Süd", [old]) == "Süd".encode()
    assert name_of(b"a\nb\x00") == "a\\x0ab\\x00"


def test_the_state_says_in_words_which_way_is_used() -> None:
    wifi = NetworkWay("wifi", "wlan0", "Schule", signal_percent=61, used=True)
    said = [
        NetworkState().words.de,
        NetworkState(hotspot="karlsson-1").words.de,
        NetworkState((NetworkWay("cable", "eth0", "Wired", used=True), wifi)).words.de,
        NetworkState((wifi,), wants_login=True).words.de,
        NetworkState((NetworkWay("mobile", "wwan0", "LTE", metered=True),)).words.de,
    ]
    assert said == [
        "Kein Netz.",
        "Eigenes WLAN karlsson-1 ist an.",
        "Über Kabel.",
        "Über WLAN Schule (61 %); das Netz verlangt eine Anmeldung auf einer Seite.",
        "Über Mobilfunk, Daten kosten.",
    ]
    assert NetworkState((wifi,)).words.en == "By Wi-Fi Schule (61 %)."
