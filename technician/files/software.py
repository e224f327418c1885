"""PURE. The robot's software on its card: Debian packages, and their installation. No I/O.

They lie on the boot partition, since a school's network may let nothing else in. The robot runs
without any network; what it needs of Debian beside that follows as soon as there is one.
"""

import io
import shlex
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

ROBOT = "karlsson-robot"
ARCHS = ("arm64", "all")
"""Architectures of packages for a Raspberry Pi with Raspberry Pi OS in 64 bits."""

BOOT = "/boot/firmware"
SCRIPT = "/usr/local/sbin/karlsson-install"
SERVICE = "karlsson-install.service"
UNIT = f"/etc/systemd/system/{SERVICE}"

MAGIC = b"!<arch>\n"
HEAD_BYTES = 60


class WrongPackageError(ValueError):
    """A file is no Debian package, or none for a robot; the text says what to do."""


@dataclass(frozen=True)
class CardPackage:
    """A Debian package that goes onto cards."""

    name: str
    """Its file's name."""
    content: bytes = field(repr=False)


def fields(content: bytes) -> dict[str, str]:
    """Return the fields of a package's control file.

    Raises:
        WrongPackageError: It is no Debian package, or only the head of one.
    """
    members = dict(_members(content))
    name = next((name for name in members if name.startswith("control.tar")), "")
    if not name or not any(other.startswith("data.tar") for other in members):
        raise WrongPackageError("is no Debian package, or was cut off; build or copy it again")
    try:
        with tarfile.open(fileobj=io.BytesIO(members[name])) as archive:
            control = archive.extractfile("./control")
            text = control.read().decode() if control else ""
    except (tarfile.TarError, KeyError, UnicodeDecodeError) as error:
        raise WrongPackageError(
            f"{name} cannot be read here; `./run package` and Debian build packages that can be"
        ) from error
    pairs = (line.partition(":") for line in text.splitlines() if not line.startswith(" "))
    return {key: value.strip() for key, _, value in pairs}


def check(packages: Mapping[str, bytes]) -> list[CardPackage]:
    """Return packages by the names of their files, the robot's among them.

    Raises:
        WrongPackageError: The text names the file, what is wrong, and what to do.
    """
    kinds = {}
    for name, content in packages.items():
        try:
            found = fields(content)
        except WrongPackageError as error:
            raise WrongPackageError(f"{name}: {error}") from error
        arch = found.get("Architecture", "")
        if arch not in ARCHS:
            raise WrongPackageError(
                f"{name}: is for {arch}, and a robot is arm64;"
                " `./run package robot --arch arm64` builds its package"
            )
        kinds[name] = found.get("Package", "")
    robots = [name for name, kind in kinds.items() if kind == ROBOT]
    if packages and len(robots) != 1:
        raise WrongPackageError(
            f"{', '.join(packages)}: exactly one {ROBOT} package is needed among them;"
            " `./run package robot --arch arm64` builds one for each release of Debian"
        )
    return [CardPackage(name, content) for name, content in packages.items()]


def script(packages: Sequence[CardPackage]) -> str:
    """Return the script that installs them."""
    names = " ".join(shlex.quote(f"./{one.name}") for one in packages)
    return f"""#!/bin/sh
# Written by `karlsson card prepare`: installs the robot's software, and takes itself away.
set -eu
export DEBIAN_FRONTEND=noninteractive
cd {BOOT}
# Also without a network: then what a package needs beside it follows below.
dpkg --install --skip-same-version --force-depends --force-confold {names}
apt="apt-get --yes -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold"
$apt update
$apt --fix-broken --no-remove install
for one in $(dpkg-query --show --showformat '${{Recommends}}' {ROBOT} | tr -d ,); do
    # One that this system does not have keeps none of the others away.
    $apt --simulate install "$one" >/dev/null 2>&1 || continue
    $apt install --no-install-recommends "$one"
done
# What came just now is looked for at the start alone.
systemctl try-restart karlsson-robot.service
systemctl disable {SERVICE}
rm -f {names} {UNIT} {SCRIPT}
systemctl daemon-reload
"""


UNIT_TEXT = f"""# Written by `karlsson card prepare`; it takes itself away when it is done.
[Unit]
Description=Karlsson's software from the card
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
Type=oneshot
ExecStart={SCRIPT}
# Until there is a network.
Restart=on-failure
RestartSec=60s

[Install]
WantedBy=multi-user.target
"""

COMMANDS = [
    ["systemctl", "daemon-reload"],
    # cloud-init does not wait for it: it may take until there is a network.
    ["systemctl", "enable", "--now", "--no-block", SERVICE],
]


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the whole members of an ar archive."""
    if not content.startswith(MAGIC):
        return
    place = len(MAGIC)
    while place + HEAD_BYTES <= len(content):
        head = content[place : place + HEAD_BYTES]
        size = head[48:58].strip()
        start = place + HEAD_BYTES
        if not size.isdigit() or start + int(size) > len(content):
            return
        name = head[:16].decode("ascii", errors="replace").strip().rstrip("/")
        yield name, content[start : start + int(size)]
        place = start + int(size) + int(size) % 2
