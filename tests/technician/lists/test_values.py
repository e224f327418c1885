import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from technician.lists import values
from technician.lists.remarks import WrongValueError


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Käthe", "kaethe"),
        ("Karlsson 7", "karlsson-7"),
        ("Größe & Süß", "groesse-suess"),
        ("KRL_0003", "krl-0003"),
        ("Zoë", "zoe"),
    ],
)
def test_an_id_is_made_of_a_name(name: str, found: str) -> None:
    assert values.id_from(name) == found


@given(st.text(max_size=60))
def test_an_id_that_was_made_is_one(name: str) -> None:
    made = values.id_from(name)
    assert made == "" or values.robot_id(made) == made


def test_an_id_in_capitals_is_meant_in_small_letters() -> None:
    assert values.robot_id("Karlsson-3") == "karlsson-3"


@pytest.mark.parametrize("text", ["karlsson 3", "-a", "a--b", "käthe", "a" * 33, "a_b"])
def test_what_no_network_takes_as_a_name_is_named_with_one_that_it_does(text: str) -> None:
    with pytest.raises(WrongValueError, match="such as "):
        values.robot_id(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("WPA2-PSK", "wpa-psk"),
        ("WPA2 / WPA3", "wpa-psk"),
        ("wpa3", "sae"),
        ("offen", "open"),
        ("WPA2-Enterprise", "peap"),
        ("802.1X", "peap"),
        ("EAP-TTLS", "ttls"),
        ("TTLS/PAP", "ttls"),
        ("EAP-TLS", "tls"),
    ],
)
def test_security_is_known_as_people_write_it(text: str, found: str) -> None:
    assert values.security(text) == found


@pytest.mark.parametrize(("text", "told"), [("WEP", "ask the school"), ("gut", "one of: offen")])
def test_other_security_is_refused_with_what_to_do(text: str, told: str) -> None:
    with pytest.raises(WrongValueError, match=told):
        values.security(text)


@pytest.mark.parametrize("text", ["12345678", "x" * 63, "ä" * 4, "0aF" * 21 + "0", " a b c d "])
def test_a_password_of_wpa2(text: str) -> None:
    assert values.passphrase(text, "wpa-psk") == text


@pytest.mark.parametrize(
    ("text", "known"),
    [("1234567", "wpa-psk"), ("x" * 64, "wpa-psk"), ("a\nb" * 5, "sae"), ("a" * 64, "sae")],
)
def test_a_password_that_no_network_takes_is_not_shown(text: str, known: values.Security) -> None:
    with pytest.raises(WrongValueError) as caught:
        values.passphrase(text, known)
    assert text not in str(caught.value)


def test_a_short_password_of_wpa3_is_taken() -> None:
    assert values.passphrase("kurz", "sae") == "kurz"


@pytest.mark.parametrize("text", ["", "ä" * 17, "a\tb"])
def test_a_networks_name_has_1_to_32_bytes(text: str) -> None:
    with pytest.raises(WrongValueError):
        values.ssid(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("karlsson.example.org", "wss://karlsson.example.org/signal"),
        ("https://karlsson.example.org/", "wss://karlsson.example.org/signal"),
        ("http://192.0.2.1:8080", "ws://192.0.2.1:8080/signal"),
        ("wss://k.example/signal", "wss://k.example/signal"),
        ("https://[2001:db8::1]:443", "wss://[2001:db8::1]:443/signal"),
    ],
)
def test_the_bridge_by_any_of_its_addresses(text: str, found: str) -> None:
    assert values.bridge_url(text) == found


@pytest.mark.parametrize(
    "text",
    ["ftp://a", "https://", "https://a/karlsson", "https://u:p@a", "https://a:99999", "a b", "[x"],
)
def test_an_address_that_is_no_bridges(text: str) -> None:
    with pytest.raises(WrongValueError, match=r"karlsson\.example\.org|host name"):
        values.bridge_url(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("proxy.schule.example:3128", "http://proxy.schule.example:3128"),
        ("http://u:p%40@192.0.2.1:8080/", "http://u:p%40@192.0.2.1:8080"),
    ],
)
def test_a_proxy(text: str, found: str) -> None:
    assert values.proxy(text) == found


@pytest.mark.parametrize(
    "text",
    ["a.b-7", "https://a:1", "http://a:0x", "http://a:1/pac", 'http://a"b:1', "http://u v@a:1"],
)
def test_a_proxy_that_cannot_be_used_is_not_shown(text: str) -> None:
    with pytest.raises(WrongValueError) as caught:
        values.proxy(text)
    assert text not in str(caught.value)


def test_a_token_is_one_word_and_never_shown() -> None:
    assert values.token("Abc-123_~=") == "Abc-123_~="
    for text in ("abc", "ab cd", "tökén", "a" * 513):
        with pytest.raises(WrongValueError) as caught:
            values.token(text)
        assert text not in str(caught.value)


@pytest.mark.parametrize(("text", "found"), [("x", True), ("Ja", True), ("nein", False)])
def test_a_tick(text: str, found: bool) -> None:
    assert values.yes(text) is found


@pytest.mark.parametrize(
    ("text", "found"), [("de", "DE"), ("Österreich", "AT"), ("Deutschland", "DE")]
)
def test_a_country(text: str, found: str) -> None:
    assert values.country(text) == found


def test_a_time_zone() -> None:
    assert values.time_zone("MEZ", ["Europe/Berlin"]) == "Europe/Berlin"
    with pytest.raises(WrongValueError, match="Europe/Berlin"):
        values.time_zone("Berlin/Europa", ["Europe/Berlin"])


def test_hosts_with_any_sign_between() -> None:
    assert values.hosts("a.example, 192.0.2.1;b\n2001:db8::1") == (
        *("a.example", "192.0.2.1", "b", "2001:db8::1"),
    )
    for text in ("a_b", "1.2.3", "-a", "x" * 64):
        with pytest.raises(WrongValueError):
            values.hosts(text)


@pytest.mark.parametrize(
    "parse",
    [values.country, values.inner_method, values.yes, values.display_name, values.serial],
)
def test_what_cannot_be_used_is_told_with_a_remedy(parse: object) -> None:
    assert callable(parse)
    with pytest.raises(WrongValueError) as caught:
        parse("?" * 50)
    assert caught.value.remedy
    assert not re.search(r"\[a-z\]\(", str(caught.value))


def test_an_inner_method() -> None:
    assert values.inner_method("MS-CHAP v2") == "mschapv2"
    assert values.inner_method("EAP-GTC") == "gtc"
