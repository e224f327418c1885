"""Settings of NetworkManager: drivers, metrics and a profile, read without starting it."""

import configparser
import subprocess
from pathlib import Path

import pytest

from robot.wifi.objects import STICK_DRIVERS
from tests.unpacked import program

FOLDER = Path(__file__).parents[2] / "systemd"
OWN_WIFI_METRIC = 600
"""NetworkManager's own for a Wi-Fi."""


def read(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string((FOLDER / name).read_text(encoding="utf-8"))
    return parser


def test_sticks_that_look_like_a_cable_come_after_the_wifi() -> None:
    section = read("karlsson-network.conf")["connection-karlsson-lte"]
    drivers = {one.removeprefix("driver:") for one in section["match-device"].split(",")}
    assert drivers <= set(STICK_DRIVERS)
    for key in ("ipv4.route-metric", "ipv6.route-metric"):
        assert int(section[key]) > OWN_WIFI_METRIC


def test_a_modem_needs_no_setting_and_comes_last() -> None:
    profile = read("karlsson-lte.nmconnection")
    assert profile["connection"]["type"] == "gsm"
    assert profile["gsm"]["auto-config"] == "true"
    for family in ("ipv4", "ipv6"):
        assert int(profile[family]["route-metric"]) > OWN_WIFI_METRIC


def test_the_keys_of_the_robot_come_from_where_only_root_reads() -> None:
    unit = (FOLDER / "karlsson-robot.service").read_text(encoding="utf-8")
    assert "LoadCredential=hotspot-key:karlsson-hotspot.key" in unit
    assert "AF_UNIX" in unit


@pytest.mark.thorough
def test_networkmanager_understands_the_profile() -> None:
    nmcli = program("nmcli")
    if nmcli is None:
        pytest.skip("needs nmcli (Debian: network-manager)")
    text = (FOLDER / "karlsson-lte.nmconnection").read_text(encoding="utf-8")
    read_back = subprocess.run(
        [*nmcli.argv, "--offline", "connection", "modify", "connection.id", "karlsson-lte"],
        input=text,
        env=nmcli.env,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert read_back.returncode == 0, read_back.stderr
    assert "auto-config=true" in read_back.stdout
