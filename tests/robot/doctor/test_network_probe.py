from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from robot.doctor.network import WifiReading
from robot.doctor.network_probe import ask_enrolment, read_name, read_networks, read_wifi
from robot.settings.identity import Identity
from tests.robot.bridges import bridge_stand_in
from tests.robot.doctor.trees import healthy_tree, put
from tests.robot.schools import config_for
from tests.robot.wifi.conftest import bus_address as bus_address
from tests.robot.wifi.conftest import network_manager


def test_the_signal_stands_in_the_kernels_file(tmp_path: Path) -> None:
    assert read_wifi(healthy_tree(tmp_path)) == ([WifiReading("wlan0", -50.0)], False)


def test_an_interface_in_no_network_and_a_cable(tmp_path: Path) -> None:
    root = healthy_tree(tmp_path)
    put(root, "proc/net/wireless", "header\nheader\n")
    put(root, "sys/class/net/eth0/carrier", "1\n")
    put(root, "sys/class/net/lo/carrier", "1\n")  # no cable leads there
    assert read_wifi(root) == ([WifiReading("wlan0", None)], True)


def test_a_driver_that_knows_no_signal_writes_zero(tmp_path: Path) -> None:
    root = healthy_tree(tmp_path)
    put(root, "proc/net/wireless", "a\nb\n wlan0: 0000   0.  0.  -256. 0 0\n")
    assert read_wifi(root) == ([WifiReading("wlan0", None)], False)


async def test_networkmanager_is_asked_where_there_is_one(tmp_path: Path, bus_address: str) -> None:
    root = healthy_tree(tmp_path)
    assert await read_networks(root) is None
    socket = root / "run/dbus/system_bus_socket"
    socket.parent.mkdir(parents=True)
    socket.symlink_to(bus_address.removeprefix("unix:path=").partition(",")[0])
    async with network_manager(bus_address):
        networks = await read_networks(root)
    assert networks
    assert networks.radio == "missing"


@pytest.mark.parametrize(
    ("host", "found", "is_address"),
    [("localhost", True, False), ("nowhere.invalid", False, False), ("[::1]", True, True)],
)
async def test_the_name_service_is_asked_for_the_bridge(
    tmp_path: Path, host: str, found: bool, is_address: bool
) -> None:
    reading = await read_name(config_for(tmp_path, f"ws://{host}:1/signal"))
    assert (reading.found, reading.is_address) == (found, is_address)


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [("", None), ("signature", "wrong_key"), ("unknown_robot", "unknown_robot")],
)
async def test_the_bridge_is_asked_whether_it_knows_this_robot(
    tmp_path: Path, refusal: str, expected: str | None
) -> None:
    identity = Identity(Ed25519PrivateKey.generate())
    async with bridge_stand_in() as bridge:
        bridge.refusal = refusal
        config = config_for(tmp_path, bridge.url)
        assert await ask_enrolment(config, {}, "karlsson-1", identity) == expected


async def test_a_bridge_that_is_away_says_nothing_about_it(tmp_path: Path) -> None:
    config = config_for(tmp_path, "ws://127.0.0.1:1/signal")
    identity = Identity(Ed25519PrivateKey.generate())
    assert await ask_enrolment(config, {}, "karlsson-1", identity) == "refused"
