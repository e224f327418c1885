from robot.wifi.profiles import HOTSPOT_UUID, profile_of, profile_of_hotspot, uuid_of
from robot.wifi.records import Hotspot, WifiAccount, WifiNetwork


def test_a_network_with_a_shared_key() -> None:
    profile = profile_of(WifiNetwork("Süd".encode(), "wpa", "kreide-tafel", hidden=True), "u")
    assert profile["802-11-wireless"]["ssid"] == ("ay", "Süd".encode())
    assert profile["802-11-wireless"]["hidden"] == ("b", True)
    assert profile["802-11-wireless-security"] == {
        "key-mgmt": ("s", "wpa-psk"),
        "psk": ("s", "kreide-tafel"),
    }
    assert profile["connection"]["autoconnect-retries"] == ("i", 0)
    wpa3 = profile_of(WifiNetwork(b"x", "sae", "k"), "u")
    assert wpa3["802-11-wireless-security"]["key-mgmt"] == ("s", "sae")


def test_an_open_network_has_no_security() -> None:
    profile = profile_of(WifiNetwork(b"Gast", "open"), "u")
    assert "802-11-wireless-security" not in profile
    assert "hidden" not in profile["802-11-wireless"]


def test_an_account_with_and_without_a_certificate() -> None:
    account = WifiAccount("ttls", "robot1", "pw", "pap", "anonymous", "/etc/karlsson/wifi/ca.pem")
    assert profile_of(WifiNetwork(b"edu", "account", account=account), "u")["802-1x"] == {
        "eap": ("as", ["ttls"]),
        "identity": ("s", "robot1"),
        "password": ("s", "pw"),
        "phase2-auth": ("s", "pap"),
        "anonymous-identity": ("s", "anonymous"),
        "ca-cert": ("ay", b"file:///etc/karlsson/wifi/ca.pem\0"),
    }
    bare = WifiAccount("pwd", "robot1", "pw")
    assert set(profile_of(WifiNetwork(b"edu", "account", account=bare), "u")["802-1x"]) == {
        "eap",
        "identity",
        "password",
    }


def test_each_profile_has_the_name_by_which_a_wipe_finds_it() -> None:
    profile = profile_of(WifiNetwork(b"Schule", "open"), "some-uuid")
    assert profile["connection"]["id"] == ("s", "karlsson-Schule")
    assert uuid_of(profile) == "some-uuid"
    hotspot = profile_of_hotspot(Hotspot("karlsson-1", "wolke-tafel"))
    assert uuid_of(hotspot) == HOTSPOT_UUID
    assert hotspot["connection"]["id"] == ("s", "karlsson-hotspot")


def test_the_hotspot_has_a_key_and_a_fixed_address_and_never_starts_by_itself() -> None:
    profile = profile_of_hotspot(Hotspot("karlsson-1", "wolke-tafel"))
    assert profile["802-11-wireless"]["mode"] == ("s", "ap")
    assert profile["802-11-wireless-security"]["psk"] == ("s", "wolke-tafel")
    assert profile["802-11-wireless-security"]["proto"] == ("as", ["rsn"])
    assert profile["connection"]["autoconnect"] == ("b", False)
    address = profile["ipv4"]["address-data"][1][0]["address"]
    assert address == ("s", "10.42.0.1")
