"""Readings of the network: interfaces, name service, the roads of `nettest`, and the enrolment.

proc/net/wireless                        signal of each wireless interface, in dBm
sys/class/net/*/{carrier,device,wireless}
"""

import asyncio
import ipaddress
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bridge.protocol.causes import NetworkCause
from robot.doctor.network import NameReading, WifiReading
from robot.links.bridge_link import LinkTroubled, LinkUp
from robot.links.first_news import first_news
from robot.links.own_link import link_of
from robot.nettest.found import Found
from robot.nettest.probes import Probes
from robot.settings.config import RobotConfig, outward_of
from robot.settings.identity import Identity
from robot.wifi.causes import WifiError
from robot.wifi.network_manager import NetworkManagerWifi
from robot.wifi.records import NetworkState

NAME_S = 6.0
ENROL_S = 12.0


def read_wifi(root: Path) -> tuple[list[WifiReading], bool]:
    """Return the wireless interfaces, and whether a cable is in use.

    Args:
        root: Folder that holds `proc` and `sys`.
    """
    signals: dict[str, float] = {}
    # The agent's unit shows processes alone below /proc, and its own network among them.
    told = _text(root / "proc/net/wireless") or _text(root / "proc/self/net/wireless")
    for line in told.splitlines():
        name, colon, rest = line.partition(":")
        words = rest.split()
        if colon and len(words) > 2:
            signals[name.strip()] = float(words[2].rstrip("."))
    found, cable = [], False
    for folder in sorted((root / "sys/class/net").glob("*")):
        name = folder.name
        if (folder / "wireless").exists() or name in signals:
            dbm = signals.get(name)
            # 0 and -256 are what drivers write that know nothing.
            found.append(WifiReading(name, dbm if dbm is not None and -200 < dbm < 0 else None))
        elif (folder / "device").exists():
            cable |= _text(folder / "carrier").strip() == "1"
    return found, cable


async def read_networks(root: Path) -> NetworkState | None:
    """Return what NetworkManager tells of the networks; None without it."""
    try:
        address = f"unix:path={root / 'run/dbus/system_bus_socket'}"
        return await NetworkManagerWifi(address).state()
    except WifiError:
        return None


async def read_name(config: RobotConfig) -> NameReading:
    """Return how the name service answers for the bridge."""
    host = urlsplit(config.bridge.url).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return NameReading(host, 0.0, True, is_address=True)
    began_s = time.monotonic()
    try:
        async with asyncio.timeout(NAME_S):
            await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
        found = True
    except OSError:
        found = False
    return NameReading(host, 1000 * (time.monotonic() - began_s), found)


async def read_roads(config: RobotConfig, environment: Mapping[str, str]) -> Found:
    """Return what `nettest` finds."""
    outward = outward_of(config.network, environment)
    return await Probes(config.bridge, config.network.ca_file, outward).run()


async def ask_enrolment(
    config: RobotConfig, environment: Mapping[str, str], robot_id: str, identity: Identity
) -> NetworkCause | None:
    """Return why the bridge does not let this robot in; None if it does.

    The question would take the place of a running agent's link, so it is asked only without one.
    """
    try:
        told = await first_news(
            lambda tell: link_of(config, environment, identity, tell, robot_id=robot_id),
            (LinkUp, LinkTroubled),
            ENROL_S,
        )
    except TimeoutError:
        return "silent"
    return told.cause if isinstance(told, LinkTroubled) else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # there is no such interface, or its cable is out
