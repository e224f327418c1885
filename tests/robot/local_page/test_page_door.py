import pytest

from robot.local_page.page_door import is_own_host, is_own_origin

HERE = {"machine": "karlsson-kaethe", "address": "192.168.1.20", "port": 80}


@pytest.mark.parametrize(
    "host",
    [
        "karlsson-kaethe.local",
        "Karlsson-Kaethe.local",
        "karlsson-kaethe.local.",
        "karlsson-kaethe",
        "karlsson-kaethe.local:80",
        "192.168.1.20",
    ],
)
def test_the_robot_answers_to_its_own_names_and_its_own_address(host: str) -> None:
    assert is_own_host([host], **HERE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        [""],
        ["karlsson-kaethe.local", "karlsson-kaethe.local"],
        ["evil.example"],
        ["karlsson-kaethe.local.evil.example"],
        ["karlsson-pelle.local"],
        ["192.168.1.21"],
        ["localhost"],
        ["karlsson-kaethe.local:8080"],
        ["karlsson-kaethe.local:"],
        ["karlsson-kaethe.local:８０"],
        ["karlsson-kaethe.local:80:80"],
        ["[192.168.1.20"],
        ["[::1]80"],
        ["evil.example:80@karlsson-kaethe.local"],
    ],
)
def test_a_name_that_somebody_gave_this_address_is_no_name_of_ours(hosts: list[str]) -> None:
    assert not is_own_host(hosts, **HERE)  # type: ignore[arg-type]


def test_addresses_are_compared_by_what_they_mean() -> None:
    assert is_own_host(["[fd00::1]:8080"], "k", "fd00:0:0:0:0:0:0:1%wlan0", 8080)
    assert is_own_host(["10.0.0.1"], "k", "::ffff:10.0.0.1", 80)
    assert is_own_host(["k.local"], "k.lan.example", "10.0.0.1", 80)


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        ("http://k.local", True),
        ("HTTP://K.local", True),
        ("", False),
        ("null", False),
        ("https://k.local", False),
        ("http://k.local:8080", False),
        ("http://k.local.evil.example", False),
    ],
)
def test_only_a_script_of_the_page_itself_may_change_anything(origin: str, own: bool) -> None:
    assert is_own_origin(origin, "k.local") is own
