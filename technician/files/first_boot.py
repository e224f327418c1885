"""PURE. First start of a robot: the files and commands that it puts in place. No I/O.

cloud-init of Raspberry Pi OS trixie runs them (`cloud_config.py`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from technician.files import keyfile, settings, software
from technician.files.software import CardPackage
from technician.lists.records import Enterprise, ListedRobot

STATE = "/var/lib/karlsson-robot"
"""Folder of the agent's unit, which becomes the agent's own when it starts."""

TOKEN_FILE = f"{STATE}/enrolment-token"
SCHOOL_CA = "/usr/local/share/ca-certificates/karlsson-school.crt"
TIME_FILE = "/etc/systemd/timesyncd.conf.d/karlsson.conf"
APT_PROXY_FILE = "/etc/apt/apt.conf.d/80karlsson-proxy"
HOTSPOT_KEY_FILE = "/etc/credstore/karlsson-hotspot.key"
"""systemd hands it to the agent; only root reads it. A wipe leaves it, since the label stays."""
PIN_FILE = "/etc/karlsson/page-pin"
"""Hash of the PIN of the robot's own page; without it the robot opens no port for one."""

GROUP = "karlsson"
"""Group of the robot's processes, which read /etc/karlsson."""

LATER_CLOCK = (
    f"made=$(stat -c %Y {software.BOOT}/meta-data) && now=$(date +%s) &&"
    ' if [ "$now" -lt "$made" ]; then date -s "@$made"; fi'
)
"""Sets a clock that is behind to the day of the card. A Pi starts with the day of its image, when a
school's newer certificate is not valid yet, and without Wi-Fi no time server mends that."""


@dataclass(frozen=True)
class PlacedFile:
    """A file that the first start writes."""

    path: str
    content: bytes = field(repr=False)
    mode: str = "0600"


def files(robot: ListedRobot, packages: Sequence[CardPackage] = ()) -> list[PlacedFile]:
    """Return the files of a robot.

    Args:
        robot: Whose card it is.
        packages: Debian packages that lie on it.
    """
    return [*_wifi(robot), *_network(robot), *_karlsson(robot), *_software(packages)]


def _wifi(robot: ListedRobot) -> Iterator[PlacedFile]:
    if robot.wifi is None:
        return
    text = keyfile.keyfile(robot.id, robot.wifi)
    yield PlacedFile(f"{keyfile.FOLDER}/karlsson-wifi.nmconnection", text.encode())
    access = robot.wifi.access
    if not isinstance(access, Enterprise):
        return
    folder = keyfile.CERTIFICATES
    if access.ca:
        yield PlacedFile(f"{folder}/{keyfile.CA}", access.ca.encode())
    if access.client and access.client.kind == "p12":
        yield PlacedFile(f"{folder}/{keyfile.KEY_P12}", access.client.key)
    elif access.client:
        yield PlacedFile(f"{folder}/{keyfile.CLIENT}", access.client.certificate)
        yield PlacedFile(f"{folder}/{keyfile.KEY}", access.client.key)


def _network(robot: ListedRobot) -> Iterator[PlacedFile]:
    outside = robot.outside
    if outside.ca:
        yield PlacedFile(SCHOOL_CA, outside.ca.encode(), "0644")
    if outside.time_servers:
        text = f"[Time]\nNTP={' '.join(outside.time_servers)}\n"
        yield PlacedFile(TIME_FILE, text.encode(), "0644")
    if outside.proxy:
        address = settings.proxy_with_password(outside)
        text = f'Acquire::http::Proxy "{address}";\nAcquire::https::Proxy "{address}";\n'
        yield PlacedFile(APT_PROXY_FILE, text.encode())


def _karlsson(robot: ListedRobot) -> Iterator[PlacedFile]:
    yield PlacedFile("/etc/karlsson/robot.toml", settings.robot_toml(robot).encode(), "0640")
    if robot.body:
        yield PlacedFile("/etc/karlsson/body.toml", robot.body.encode(), "0640")
    if robot.token:
        yield PlacedFile(TOKEN_FILE, f"{robot.token}\n".encode())
    if robot.hotspot_key:
        yield PlacedFile(HOTSPOT_KEY_FILE, f"{robot.hotspot_key}\n".encode())
    if robot.pin_hash:
        yield PlacedFile(PIN_FILE, f"{robot.pin_hash}\n".encode(), "0640")
    if robot.outside.proxy_password:
        content = f"{robot.outside.proxy_password}\n".encode()
        yield PlacedFile(settings.PROXY_PASSWORD_FILE, content, "0640")


def _software(packages: Sequence[CardPackage]) -> Iterator[PlacedFile]:
    if packages:
        yield PlacedFile(software.SCRIPT, software.script(packages).encode(), "0755")
        yield PlacedFile(software.UNIT, software.UNIT_TEXT.encode(), "0644")


def commands(robot: ListedRobot, packages: Sequence[CardPackage] = ()) -> list[list[str]]:
    """Return the commands that follow, each of which may fail without stopping the others."""
    found = [
        ["sh", "-c", LATER_CLOCK],
        ["sh", "-c", f"getent group {GROUP} >/dev/null || groupadd --system {GROUP}"],
        ["chgrp", "--recursive", GROUP, "/etc/karlsson"],
        ["chmod", "750", "/etc/karlsson"],
        # Sets the radio's channels and lifts the block that the image comes with.
        ["raspi-config", "nonint", "do_wifi_country", robot.country],
        ["raspi-config", "nonint", "do_i2c", "0"],
        ["raspi-config", "nonint", "do_spi", "0"],
        ["systemctl", "enable", "--now", "ssh"],
    ]
    if robot.outside.ca:
        found.append(["update-ca-certificates"])
    if robot.outside.time_servers:
        found.append(["systemctl", "restart", "systemd-timesyncd"])
    if robot.wifi:
        found.append(["nmcli", "connection", "reload"])
        found.append(["nmcli", "--wait", "30", "connection", "up", "karlsson-wifi"])
    if packages:
        found.extend(software.COMMANDS)
    found.append(["sh", "-c", forget(robot)])
    return found


def forget(robot: ListedRobot) -> str:
    """Return the command that takes keys and token off the card's readable partition.

    The instance stays the same, so that cloud-init does nothing again.
    """
    name = f"{software.BOOT}/user-data"
    left = f'#cloud-config\\n{{"hostname": "{robot.host}", "manage_etc_hosts": true}}\\n'
    return f"printf '{left}' >{name}.new && mv -f {name}.new {name} && sync"
