import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.wifi.causes import WifiError
from robot.wifi.records import WifiAccount, WifiNetwork, check
from robot.wifi.wifi_code import parse_code


@pytest.mark.parametrize(
    ("code", "network"),
    [
        ("WIFI:T:WPA;S:Schule;P:kreide-tafel;;", ("Schule", "wpa", "kreide-tafel", False)),
        ("wifi:S:Schule;t:wpa2;P:kreide-tafel;", ("Schule", "wpa", "kreide-tafel", False)),
        ("WIFI:T:SAE;S:Neu;P:kurz;H:true;;", ("Neu", "sae", "kurz", True)),
        ("WIFI:T:WPA3;S:Neu;P:kurz;H:false;;", ("Neu", "sae", "kurz", False)),
        ("WIFI:T:nopass;S:Gast;;", ("Gast", "open", "", False)),
        ("WIFI:S:Gast;P:;;", ("Gast", "open", "", False)),
        ("WIFI:S:Heim;P:12345678;;", ("Heim", "wpa", "12345678", False)),
        ("WIFI:T:WPA;R:1;S:Süd 🎓;P:größer-als;;", ("Süd 🎓", "wpa", "größer-als", False)),
        (
            r"WIFI:T:WPA;S:a\;b\:c\\d\,e;P:\"quo\"ted\\;;",
            (r"a;b:c\d,e", "wpa", '"quo"ted\\', False),
        ),
        ('WIFI:T:WPA;S:"ABCD";P:"12345678";;', ("ABCD", "wpa", "12345678", False)),
        ('WIFI:T:WPA;S:"ab\\";P:12345678;;', ('"ab"', "wpa", "12345678", False)),
        ("WIFI:T:WPA;P:12345678;S:a:b=c;;", ("a:b=c", "wpa", "12345678", False)),
    ],
)
def test_a_code_of_a_phone(code: str, network: tuple[str, str, str, bool]) -> None:
    found = parse_code(code)
    assert found
    assert (found.name, found.security, found.key, found.hidden) == network


def test_a_code_with_an_account_takes_the_certificate_of_the_robot() -> None:
    code = "WIFI:T:WPA2-EAP;S:eduroam;E:TTLS;PH2:PAP;A:anonymous;I:robot1@x;P:pw\\;1;;"
    found = parse_code(code, "/etc/karlsson/wifi/ca.pem")
    assert found == WifiNetwork(
        b"eduroam",
        "account",
        account=WifiAccount(
            "ttls", "robot1@x", "pw;1", "pap", "anonymous", "/etc/karlsson/wifi/ca.pem"
        ),
    )
    short = parse_code("WIFI:S:edu;EAP:PEAP;I:r;P:p;;")
    assert short
    assert short.account == WifiAccount("peap", "r", "p")


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("WIFI:", "bad_name"),
        ("WIFI:T:WPA;P:12345678;;", "bad_name"),
        ("WIFI:T:WPA;S:" + "x" * 33 + ";P:12345678;;", "bad_name"),
        ("WIFI:T:WPA;S:Schule;P:kurz;;", "bad_key"),
        ("WIFI:T:WPA;S:Schule;;", "bad_key"),
        ("WIFI:T:WEP;S:Alt;P:12345;;", "wep"),
        ("WIFI:T:nopass;S:Gast;P:12345678;;", "bad_code"),
        ("WIFI:T:WAPI;S:x;P:12345678;;", "bad_code"),
        ("WIFI:T:WPA;S:Schule;P:cut-off-her", "bad_code"),
        ("WIFI:T:WPA;S:Schule;P:cut-off-her\\", "bad_code"),
        ("WIFI:T:WPA;S:a;S:b;P:12345678;;", "bad_code"),
        ("WIFI:T:WPA;S:a;P:12345678;H:yes;;", "bad_code"),
        ("WIFI:T:WPA;S:a;P:12345678;;https://x", "bad_code"),
        ("WIFI:Tü:WPA;;", "bad_code"),
        ("WIFI:no colon;;", "bad_code"),
        ("WIFI:" + "".join(f"X{n}:;" for n in range(17)), "bad_code"),
        ("WIFI:T:WPA;S:a;P:" + "x" * 600 + ";;", "bad_code"),
        ("WIFI:T:WPA2-EAP;S:edu;E:TLS;I:r;P:p;;", "needs_card"),
        ("WIFI:T:WPA2-EAP;S:edu;I:r;P:p;;", "needs_card"),
        ("WIFI:S:edu;E:PEAP;I:r;;", "no_account"),
        ("WIFI:S:edu;E:PEAP;PH2:EAP-TLS;I:r;P:p;;", "bad_code"),
    ],
)
def test_what_nobody_can_join_is_named(code: str, cause: str) -> None:
    with pytest.raises(WifiError) as caught:
        parse_code(code)
    assert caught.value.cause == cause


@pytest.mark.parametrize("code", ["", "WIF", "https://karlsson-1.local", "K7QF-2MXR", "MECARD:;"])
def test_other_codes_are_none_of_its_business(code: str) -> None:
    assert parse_code(code) is None


def escaped(text: str) -> str:
    return "".join(f"\\{one}" if one in '\\;,:"' else one for one in text)


@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=8),
    st.text(st.characters(codec="ascii", min_codepoint=32, max_codepoint=126), min_size=8).map(
        lambda text: text[:63]
    ),
)
def test_what_was_escaped_comes_back(name: str, key: str) -> None:
    found = parse_code(f"WIFI:T:WPA;S:{escaped(name)};P:{escaped(key)};;")
    assert found == WifiNetwork(name.encode(), "wpa", key)


@given(st.text('WIFI:TSPHEA2;\\":,wpaopen é\0', max_size=80).map(lambda rest: "WIFI:" + rest))
def test_any_text_is_a_network_that_can_be_joined_or_a_named_mistake(code: str) -> None:
    try:
        found = parse_code(code)
    except WifiError:
        return
    assert found
    check(found)
