"""The profiles before NetworkManager itself, in a network and file systems of its own."""

import asyncio
import os
from pathlib import Path
from uuid import uuid4

import pytest

from robot.wifi.bus import SETTINGS, NetworkBus, network_bus
from robot.wifi.causes import WifiError
from robot.wifi.network_manager import NetworkManagerWifi
from robot.wifi.objects import Objects
from robot.wifi.profiles import Profile, profile_of, profile_of_hotspot
from robot.wifi.records import Hotspot, WifiAccount, WifiNetwork
from tests.deadline import WAIT_S
from tests.robot.wifi.conftest import (
    serving,
)
from tests.unpacked import program

PROGRAM = program("NetworkManager")
OWN_FILES = """
mount -t tmpfs none /run
cp -a /etc /run/etc
mount --bind /run/etc /etc
mkdir -p /etc/NetworkManager
mount -t tmpfs none /etc/NetworkManager
mount -t tmpfs none /var/lib
mkdir /var/lib/NetworkManager
"""
"""Gives it folders of its own, also on a computer where it is only unpacked and has none."""
KEY = "kreide-und-schwamm"

pytestmark = [
    pytest.mark.root,
    pytest.mark.thorough,
    pytest.mark.skipif(
        PROGRAM is None or os.geteuid() != 0,
        reason="needs NetworkManager (Debian: network-manager) and root",
    ),
]

CABLE: Profile = {
    "connection": {
        "id": ("s", "cable"),
        "uuid": ("s", str(uuid4())),
        "type": ("s", "802-3-ethernet"),
        "interface-name": ("s", "eth7"),
    },
    "ipv4": {
        "method": ("s", "manual"),
        "gateway": ("s", "192.0.2.1"),
        "address-data": ("aa{sv}", [{"address": ("s", "192.0.2.7"), "prefix": ("u", 24)}]),
    },
}

NETWORKS = (
    WifiNetwork("Süd/1 ü".encode(), "wpa", KEY, hidden=True),
    WifiNetwork(b"Neu", "sae", "kurz"),
    WifiNetwork(b"Gast", "open"),
    WifiNetwork(b"edu1", "account", account=WifiAccount("peap", "r", "p")),
    WifiNetwork(
        b"edu2", "account", account=WifiAccount("ttls", "r", "p", "pap", "anon", "/etc/ssl/ca.pem")
    ),
    WifiNetwork(b"edu3", "account", account=WifiAccount("pwd", "r", "p")),
)


async def objects_of(bus: NetworkBus) -> Objects:
    try:
        return await bus.objects()
    except WifiError:
        return {}


async def test_networkmanager_takes_keeps_and_forgets_every_kind_of_network(
    bus_address: str, tmp_path: Path
) -> None:
    settings = tmp_path / "nm.conf"
    settings.write_text("[main]\nplugins=keyfile\nauth-polkit=false\nno-auto-default=*\n")
    assert PROGRAM
    libraries = PROGRAM.env.get("LD_LIBRARY_PATH", "")
    cable = "ip link add eth7 type veth peer name far && ip link set far up"
    # What cannot be written has no udev, which would never say that the cable is there.
    mounts = f"{OWN_FILES}\nmount -t sysfs -o ro sysfs /sys"
    served = f"LD_LIBRARY_PATH={libraries} exec {PROGRAM.argv[0]} --no-daemon --log-level=WARN"
    start = f"{mounts}\n{cable}\n{served} --config={settings}"
    async with serving(bus_address, "unshare", "-m", "-n", "sh", "-ec", start) as (_, process):
        wifi = NetworkManagerWifi(bus_address)
        async with network_bus(bus_address) as bus:
            # It has its name before it has its objects.
            async with asyncio.timeout(WAIT_S):
                while SETTINGS not in await objects_of(bus):
                    pass
            for network in NETWORKS:
                path = await bus.add_unsaved(profile_of(network, str(uuid4())))
                await bus.call(path, ".Settings.Connection", "Save")
            await bus.add_unsaved(profile_of_hotspot(Hotspot("karlsson-1", KEY)))
        kept = Path(f"/proc/{process}/root/etc/NetworkManager/system-connections")
        files = {one.name: one.stat().st_mode & 0o777 for one in kept.iterdir()}
        assert len(files) == len(NETWORKS)
        assert set(files.values()) == {0o600}
        # As a wipe looks for them.
        assert all(name.startswith("karlsson-") for name in files)
        assert f"psk={KEY}" in (kept / "karlsson-Süd_1 ü.nmconnection").read_text()
        async with network_bus(bus_address) as bus:
            await bus.add_unsaved(CABLE)
            async with asyncio.timeout(WAIT_S):
                while not (state := await wifi.state()).ways or not state.ways[0].used:
                    pass
        (way,) = state.ways
        assert (way.kind, way.interface, way.address) == ("cable", "eth7", "192.0.2.7")
        assert state.words.de == "Über Kabel."
        assert (state.radio, set(state.known)) == ("missing", {one.name for one in NETWORKS})
        await wifi.forget("edu1")
        await wifi.hotspot_off()
        assert len([*kept.iterdir()]) == len(NETWORKS) - 1
        with pytest.raises(WifiError) as caught:
            await wifi.join(NETWORKS[0])
        assert caught.value.cause == "no_radio"
