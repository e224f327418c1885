from typing import Any

import pytest

from technician.lists.records import ClientCertificate, Enterprise, SharedPassword, Wifi
from tests.technician.lists.lists import PEM, notes, one, rows_of, wrong


def wifi(**cells: Any) -> Wifi | None:
    return one(**cells).wifi


def test_a_robot_on_the_cable() -> None:
    assert wifi() is None
    assert wifi(WLAN="-") is None


def test_a_password_alone_means_wpa2() -> None:
    assert wifi(WLAN="Schule", **{"WLAN-Passwort": "geheim-1"}) == Wifi(
        "Schule", SharedPassword("wpa-psk", "geheim-1")
    )


def test_wpa3_hidden_and_a_number_as_password() -> None:
    cells = {"WLAN-Passwort": 12345678.0, "WLAN-Sicherheit": "WPA3", "versteckt": "ja"}
    assert wifi(WLAN="Schule", **cells) == Wifi("Schule", SharedPassword("sae", "12345678"), True)


def test_an_open_network_is_only_open_when_it_is_said() -> None:
    assert wifi(WLAN="Gäste", Sicherheit="offen") == Wifi("Gäste")
    assert "no password" in wrong(rows_of(WLAN="Gäste"))[0]
    both = rows_of(WLAN="Gäste", Sicherheit="offen", Passwort="geheim-1")
    assert "said to be open" in wrong(both)[0]


def test_a_password_without_a_network() -> None:
    assert "no network is named" in wrong(rows_of(Passwort="geheim-1", WLAN=""))[0]


def test_peap_with_the_servers_certificate() -> None:
    cells = {"WLAN-Benutzer": "r1@schule", "RADIUS-Server": "radius.schule.example"}
    found = wifi(WLAN="Lehrer", Sicherheit="PEAP", Passwort="x", WLAN_CA="ca.pem", **cells)
    assert found == Wifi(
        "Lehrer",
        Enterprise("peap", "r1@schule", "x", ca=PEM, server_name="radius.schule.example"),
    )


@pytest.mark.parametrize(
    ("security", "inner", "found"),
    [("TTLS", "PAP", "pap"), ("TTLS-PAP", "", "pap"), ("TTLS", "", "mschapv2")],
)
def test_ttls_with_its_inner_method(security: str, inner: str, found: str) -> None:
    cells = {"Sicherheit": security, "Innere Methode": inner, "WLAN-CA": "ca.pem"}
    network = wifi(WLAN="a", Passwort="x", Benutzer="u", **cells)
    assert network is not None
    assert isinstance(network.access, Enterprise)
    assert network.access.inner == found


def test_tls_with_a_certificate() -> None:
    cells = {"WLAN-Zertifikat": "k.p12", "Passwort der Schlüsseldatei": "s", "WLAN-CA": "ca.pem"}
    assert wifi(WLAN="a", Benutzer="host/k", **cells) == Wifi(
        "a",
        Enterprise("tls", "host/k", ca=PEM, client=ClientCertificate("p12", b"", b"\x30\x82", "s")),
    )


def test_a_user_without_security_is_read_as_peap_and_told() -> None:
    found = rows_of(WLAN="a", Benutzer="u", Passwort="x", WLAN_CA="ca.pem")
    assert wrong(found) == []
    assert "read as PEAP" in notes(found)[0]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"Passwort": "x"}, "name of the account is missing"),
        ({"Benutzer": "u"}, "account's password is missing"),
        ({"Benutzer": "u", "Passwort": "x"}, "certificate of the network's server is missing"),
        ({"Benutzer": "u", "Passwort": "x", "WLAN_CA": "system"}, "any server with a public"),
        ({"Benutzer": "u", "Passwort": "x", "WLAN_CA": "no.pem"}, "cannot be read"),
        ({"Benutzer": "u", "Sicherheit": "TLS", "WLAN_CA": "ca.pem"}, "no file is named"),
        ({"Sicherheit": "WEP"}, "protects nothing"),
        ({"Sicherheit": "WPA2"}, "password is missing"),
    ],
)
def test_what_is_missing_for_a_network_is_named(cells: dict[str, str], told: str) -> None:
    found = rows_of(**{"WLAN": "a", "Sicherheit": "PEAP", **cells})
    assert any(told in remark for remark in wrong(found)), wrong(found)


def test_the_schools_own_authority_proves_the_network_where_nothing_else_does() -> None:
    found = rows_of(WLAN="a", Benutzer="u", Passwort="x", Sicherheit="PEAP", Schul_CA="ca.pem")
    assert wrong(found) == []
    assert "the school's own is taken" in notes(found)[0]
    access = found.robots[0].wifi and found.robots[0].wifi.access
    assert isinstance(access, Enterprise)
    assert access.ca == PEM


@pytest.mark.parametrize(
    ("security", "method", "found"),
    [
        ("WPA2-Enterprise", "PEAP", "peap"),
        ("WPA2-Enterprise", "EAP-TTLS", "ttls"),
        ("", "TTLS", "ttls"),
        ("WPA2-Enterprise (PEAP)", "", "peap"),
    ],
)
def test_a_method_in_a_column_of_its_own(security: str, method: str, found: str) -> None:
    cells = {"Verschlüsselung": security, "EAP-Methode": method, "WLAN-CA": "ca.pem"}
    network = wifi(WLAN="a", Passwort="x", Benutzer="u", **cells)
    assert network is not None
    assert isinstance(network.access, Enterprise)
    assert network.access.method == found


def test_enterprise_without_a_method_is_read_as_peap_and_told() -> None:
    cells = {"Verschlüsselung": "802.1X", "WLAN-CA": "ca.pem"}
    found = rows_of(WLAN="a", Passwort="x", Benutzer="u", **cells)
    assert wrong(found) == []
    assert "no EAP method is given: read as PEAP" in notes(found)[0]


@pytest.mark.parametrize(("security", "method"), [("WPA2", "PEAP"), ("802.1X", "WPA2")])
def test_a_method_that_does_not_go_with_the_security_is_named(security: str, method: str) -> None:
    cells = {"Verschlüsselung": security, "EAP-Methode": method}
    assert "does not go with" in wrong(rows_of(WLAN="a", Passwort="geheim-1", **cells))[0]


def test_no_proof_of_the_server_is_possible_only_in_words() -> None:
    found = rows_of(WLAN="a", Benutzer="u", Passwort="x", WLAN_CA="ohne")
    assert wrong(found) == []
    assert any("stranger's network" in note for note in notes(found))
    access = found.robots[0].wifi and found.robots[0].wifi.access
    assert isinstance(access, Enterprise)
    assert not access.checks_server


def test_a_password_with_umlauts_is_told() -> None:
    found = rows_of(WLAN="a", Passwort="schlüssel")
    assert "access points do not all read alike" in notes(found)[0]
