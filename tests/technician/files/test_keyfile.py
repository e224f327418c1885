import subprocess
import sys

import pytest
from hypothesis import example, given, settings

from technician.files import keyfile
from technician.lists.records import Enterprise, SharedPassword, Wifi
from tests.technician.files import glib_keyfile
from tests.technician.files.robots import HARD, NETWORKS, PASSWORDS, SSIDS
from tests.unpacked import program


def read(wifi: Wifi) -> dict[str, dict[str, str]]:
    return glib_keyfile.read(keyfile.keyfile("karlsson-1", wifi))


@example("12;34", HARD)
@example(" ", "        ")
@example("7", "\\s\\s\\s\\s\\s")
@given(SSIDS, PASSWORDS)
def test_each_name_and_password_is_read_as_it_was_written(ssid: str, password: str) -> None:
    found = read(Wifi(ssid, SharedPassword("wpa-psk", password)))
    assert glib_keyfile.name_of(found["wifi"]["ssid"]) == ssid
    assert found["wifi-security"] == {"key-mgmt": "wpa-psk", "psk": password}


@given(PASSWORDS, PASSWORDS, PASSWORDS)
def test_each_account_is_read_as_it_was_written(user: str, password: str, outer: str) -> None:
    found = read(Wifi("a", Enterprise("ttls", user, password, outer, "pap", "ca")))
    assert found["802-1x"] == {
        "eap": "ttls;",
        "identity": user,
        "anonymous-identity": outer,
        "ca-cert": "/etc/karlsson/wifi/ca.pem",
        "phase2-auth": "pap",
        "password": password,
    }


def test_wpa3_and_hidden_and_open() -> None:
    found = read(NETWORKS["wpa3"])
    assert found["wifi-security"] == {"key-mgmt": "sae", "psk": HARD}
    assert read(NETWORKS["wpa2"])["wifi"]["hidden"] == "true"
    assert "wifi-security" not in read(NETWORKS["open"])
    assert "hidden" not in read(NETWORKS["open"])["wifi"]


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("public", {"system-ca-certs": "true", "domain-suffix-match": "radius.schule.example"}),
        (
            "tls",
            {
                "client-cert": "/etc/karlsson/wifi/client.pem",
                "private-key": "/etc/karlsson/wifi/client.key",
                "private-key-password-flags": "4",
            },
        ),
        (
            "p12",
            {
                "client-cert": "/etc/karlsson/wifi/client.p12",
                "private-key": "/etc/karlsson/wifi/client.p12",
                "private-key-password": HARD,
            },
        ),
    ],
)
def test_how_a_server_and_a_robot_prove_themselves(name: str, pairs: dict[str, str]) -> None:
    found = read(NETWORKS[name])["802-1x"]
    assert pairs.items() <= found.items()
    assert "password" not in found or name == "public"


def test_nothing_proves_the_server_only_where_the_list_says_so() -> None:
    found = read(NETWORKS["unproven"])["802-1x"]
    assert not {"ca-cert", "system-ca-certs"} & set(found)


def test_the_same_network_is_the_same_file() -> None:
    one = NETWORKS["wpa2"]
    assert keyfile.keyfile("a", one) == keyfile.keyfile("a", one)
    assert keyfile.keyfile("a", one) != keyfile.keyfile("b", one)


# Real NetworkManager. `nmcli --offline` (1.40 and newer) reads a keyfile and writes it again.

NMCLI = program("nmcli")

needs_nmcli = pytest.mark.skipif(NMCLI is None, reason="needs nmcli (Debian: network-manager)")


def by_network_manager(text: str) -> dict[str, dict[str, str]]:
    assert NMCLI
    done = subprocess.run(
        [*NMCLI.argv, "--offline", "connection", "modify", "connection.autoconnect-priority", "7"],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**NMCLI.env, "LC_ALL": "C.UTF-8"},
        timeout=20,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "ignor" not in done.stderr, done.stderr
    return glib_keyfile.read(done.stdout)


@pytest.mark.thorough
@needs_nmcli
@pytest.mark.parametrize("name", NETWORKS)
def test_network_manager_reads_each_kind_of_network(name: str) -> None:
    ours = read(NETWORKS[name])
    theirs = by_network_manager(keyfile.keyfile("karlsson-1", NETWORKS[name]))
    assert theirs["connection"]["autoconnect-priority"] == "7"
    ssid = glib_keyfile.name_of(theirs["wifi"]["ssid"])
    assert ssid == NETWORKS[name].ssid
    for group in ("wifi-security", "802-1x"):
        assert theirs.get(group) == ours.get(group)


@pytest.mark.thorough
@needs_nmcli
@settings(max_examples=100 if "--all" in sys.argv else 40, deadline=None)
@example("12;34", HARD)
@example("7", "12345678  ")
@given(SSIDS, PASSWORDS)
def test_network_manager_reads_each_name_and_password(ssid: str, password: str) -> None:
    wifi = Wifi(ssid, SharedPassword("wpa-psk", password))
    found = by_network_manager(keyfile.keyfile("karlsson-1", wifi))
    assert glib_keyfile.name_of(found["wifi"]["ssid"]) == ssid
    assert found["wifi-security"]["psk"] == password
