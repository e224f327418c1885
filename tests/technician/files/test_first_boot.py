import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from robot.settings.config import PageSection
from technician.files import first_boot, software
from technician.files.software import CardPackage
from technician.lists.records import Outside
from tests.technician.files.robots import NETWORKS, PEM, robot


def paths(**more: object) -> dict[str, str]:
    return {one.path: one.mode for one in first_boot.files(robot(**more))}  # type: ignore[arg-type]


def test_what_holds_secrets_is_for_root_and_the_robot_alone() -> None:
    outside = Outside(("ntp.example",), "http://u@proxy.example:1", "geheim", PEM)
    found = paths(wifi=NETWORKS["p12"], outside=outside, token="tok-1")
    assert found == {
        "/etc/NetworkManager/system-connections/karlsson-wifi.nmconnection": "0600",
        "/etc/karlsson/wifi/ca.pem": "0600",
        "/etc/karlsson/wifi/client.p12": "0600",
        "/usr/local/share/ca-certificates/karlsson-school.crt": "0644",
        "/etc/systemd/timesyncd.conf.d/karlsson.conf": "0644",
        "/etc/apt/apt.conf.d/80karlsson-proxy": "0600",
        "/etc/karlsson/robot.toml": "0640",
        "/etc/karlsson/body.toml": "0640",
        "/var/lib/karlsson-robot/enrolment-token": "0600",
        "/etc/karlsson/proxy-password": "0640",
    }


def test_the_key_of_its_own_wifi_is_for_root_alone() -> None:
    found = first_boot.files(replace(robot(), hotspot_key="k7qf-2mxr-9tch"))
    (key,) = (one for one in found if one.path == first_boot.HOTSPOT_KEY_FILE)
    assert (key.content, key.mode) == (b"k7qf-2mxr-9tch\n", "0600")
    assert "k7qf" not in repr(found) + str(first_boot.commands(robot()))


def test_a_robot_on_the_cable_gets_nothing_of_a_network() -> None:
    assert set(paths()) == {"/etc/karlsson/robot.toml", "/etc/karlsson/body.toml"}
    assert not [one for one in first_boot.commands(robot()) if one[0] == "nmcli"]


def test_a_robot_with_a_page_gets_the_hash_of_its_pin_and_never_the_pin() -> None:
    one = replace(robot(), pin="47110815", pin_hash="scrypt$of-it")
    (kept,) = [file for file in first_boot.files(one) if file.path == first_boot.PIN_FILE]
    assert (kept.content, kept.mode) == (b"scrypt$of-it\n", "0640")
    assert not [file for file in first_boot.files(one) if b"4711" in file.content]
    assert PageSection().pin_file == first_boot.PIN_FILE


def test_time_servers_and_proxy_are_written_as_their_readers_want_them() -> None:
    outside = Outside(("a.example", "192.0.2.1"), "http://u@proxy.example:1", 'p" @', "")
    found = {one.path: one.content.decode() for one in first_boot.files(robot(outside=outside))}
    assert found[first_boot.TIME_FILE] == "[Time]\nNTP=a.example 192.0.2.1\n"
    assert '"http://u:p%22%20%40@proxy.example:1";' in found[first_boot.APT_PROXY_FILE]


@pytest.mark.parametrize("name", NETWORKS)
def test_no_secret_stands_in_a_command(name: str) -> None:
    outside = Outside(proxy="http://u@a:1", proxy_password="geheim-2")
    told = str(first_boot.commands(robot(NETWORKS[name], outside, "tok-1")))
    assert not [secret for secret in ("geheim", "tok-1", "ä😀") if secret in told]


@pytest.mark.parametrize(("made", "sets"), [(4_000_000_000, True), (1_000_000_000, False)])
def test_a_clock_before_the_cards_day_is_set_forward(tmp_path: Path, made: int, sets: bool) -> None:
    (tmp_path / "meta-data").touch()
    os.utime(tmp_path / "meta-data", (made, made))
    # Only told, and not done: `date` is a function here.
    told = 'date() { if [ "$1" = -s ]; then echo "$2"; else command date "$@"; fi; }; '
    script = told + first_boot.LATER_CLOCK.replace(software.BOOT, str(tmp_path))
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == (f"@{made}\n" if sets else "")


def test_the_last_command_leaves_an_empty_card_config(tmp_path: Path) -> None:
    (tmp_path / "user-data").write_text("geheim", encoding="utf-8")
    script = first_boot.forget(robot()).replace(software.BOOT, str(tmp_path))
    subprocess.run(["sh", "-c", script], check=True)
    head, _, rest = (tmp_path / "user-data").read_text(encoding="utf-8").partition("\n")
    assert head == "#cloud-config"
    assert json.loads(rest) == {"hostname": "karlsson-kaethe", "manage_etc_hosts": True}
    assert [one.name for one in tmp_path.iterdir()] == ["user-data"]


def test_keys_and_token_leave_the_readable_partition_at_last() -> None:
    last = first_boot.commands(robot(NETWORKS["wpa2"]))[-1]
    assert "/boot/firmware/user-data" in last[-1]


def test_software_on_the_card_is_installed_before_its_secrets_leave_it() -> None:
    package = CardPackage("karlsson-robot.deb", b"")
    placed = {one.path: one.mode for one in first_boot.files(robot(), [package])}
    assert placed[software.SCRIPT] == "0755"
    assert placed[software.UNIT] == "0644"
    told = first_boot.commands(robot(), [package])
    assert told[-3:-1] == software.COMMANDS
    assert not [one for one in first_boot.commands(robot()) if software.SERVICE in one]


def test_no_content_stands_in_a_files_representation() -> None:
    assert "geheim" not in repr(first_boot.PlacedFile("a", b"geheim"))
