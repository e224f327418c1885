"""A folder that stands for the root of a robot's file system, as its first boot leaves it."""

import json
import os
import shutil
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from tests.rehearsal import releases, remapping
from tests.rehearsal.first_boot import FirstBoot, read

BOOT = "boot/firmware"
CLOUD = "var/lib/cloud"
STATE = "var/lib/karlsson-robot"
RUNTIME = "run/karlsson-robot"
CONFIG = "etc/karlsson/robot.toml"
BODY_CONFIG = "rehearsal/body.toml"
"""Beside what is the robot's: its own body.toml is for servos that are not there."""

ROBOT_CONFIG = "rehearsal/robot.toml"


@dataclass(frozen=True)
class RobotRoot:
    """A robot's folder.

    Args:
        path: Stands for `/`.
        host: The robot's host name.
        left_out: What its first boot did not do.
        changes: What is not as on its card.
    """

    path: Path
    host: str
    left_out: tuple[str, ...]
    changes: tuple[str, ...]

    @property
    def state(self) -> Path:
        """Folder of the agent's own files."""
        return self.path / STATE

    @property
    def robot_config(self) -> Path:
        """The card's robot.toml, for this folder."""
        return self.path / ROBOT_CONFIG

    @property
    def body_config(self) -> Path:
        """Of the simulated body."""
        return self.path / BODY_CONFIG

    @property
    def socket(self) -> Path:
        """Of the simulated body."""
        return self.path / remapping.BODY_SOCKET.lstrip("/")

    @property
    def environment(self) -> dict[str, str]:
        """Return the agent's variables by the unit's `StateDirectory=` and `RuntimeDirectory=`."""
        runtime = self.path / RUNTIME
        return {"STATE_DIRECTORY": str(self.state), "RUNTIME_DIRECTORY": str(runtime)}

    @property
    def paths(self) -> tuple[tuple[str, str], ...]:
        """Return pairs of a path here and its place on a robot."""
        return ((str(self.robot_config), f"/{CONFIG}"), (str(self.path), ""))

    def files_with(self, secrets: Set[bytes]) -> list[Path]:
        """Return the files that hold one of these texts, wherever they lie."""
        files = sorted(path for path in self.path.rglob("*") if path.is_file())
        return [path for path in files if any(one in path.read_bytes() for one in secrets)]


def boot(card: Path, root: Path) -> RobotRoot:
    """Boot a robot for the first time, with this card in it.

    Args:
        card: Folder with the files of the card's first partition; the robot changes it.
        root: An empty folder.

    Raises:
        CardNotUnderstood: The card holds something that is not understood.
    """
    firmware = root / BOOT
    shutil.copytree(card, firmware)
    user_data = (firmware / "user-data").read_bytes()
    found = read(user_data)
    _keep_copies(root, firmware, user_data, found)
    for file in found.files:
        path = root / file.path.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, file.mode), "wb"
        ) as out:
            out.write(file.content)
        path.chmod(file.mode)
    (root / STATE).mkdir(parents=True, exist_ok=True)
    (root / STATE).chmod(0o700)
    (root / RUNTIME).mkdir(parents=True)
    (root / remapping.BODY_SOCKET.lstrip("/")).parent.mkdir(parents=True)
    releases.lay_in(root)
    return RobotRoot(root, found.host, found.left_out, _configure(root))


def copied(of: RobotRoot, root: Path) -> RobotRoot:
    """Copy a robot's whole card, as another robot would boot with it.

    Args:
        of: Whose card it is; the robot may run.
        root: A folder that is not there yet.
    """
    # Nothing that lives in memory is copied with a card.
    shutil.copytree(
        of.path, root, symlinks=True, ignore=lambda path, _: _OWN if path == str(of.path) else ()
    )
    (root / RUNTIME).mkdir(parents=True)
    (root / remapping.BODY_SOCKET.lstrip("/")).parent.mkdir(parents=True)
    return RobotRoot(root, of.host, (), _configure(root))


_OWN = ("run", "rehearsal")


def _configure(root: Path) -> tuple[str, ...]:
    """Write the configurations with which this robot really starts; return what was changed."""
    (root / "rehearsal").mkdir()
    text, changes = remapping.remapped((root / CONFIG).read_text(encoding="utf-8"), str(root))
    (root / ROBOT_CONFIG).write_text(text, encoding="utf-8")
    (root / BODY_CONFIG).write_text(remapping.body_toml(str(root)), encoding="utf-8")
    return changes


def _keep_copies(root: Path, firmware: Path, user_data: bytes, found: FirstBoot) -> None:
    """Keep what cloud-init keeps of a card for itself; a wipe has to find it."""
    name = json.loads((firmware / "meta-data").read_text(encoding="utf-8"))["instance-id"]
    instance = root / CLOUD / "instances" / name
    (instance / "scripts").mkdir(parents=True)
    (instance / "user-data.txt").write_bytes(user_data)
    (instance / "cloud-config.txt").write_bytes(user_data)
    (instance / "scripts/runcmd").write_text("\n".join(found.left_out), encoding="utf-8")
