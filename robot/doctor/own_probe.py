"""Readings of what is the robot's own: packages, key, folder, unit, voice."""

import importlib.metadata
import os
import pwd
import sys
from collections.abc import Mapping
from pathlib import Path

from robot.doctor.own import KeyReading, ServiceReading, StateReading, VersionReading
from robot.doctor.system_commands import ask, fields_of
from robot.handover import wiping
from robot.settings import config as settings
from robot.settings import identity
from robot.settings.config import RobotConfig
from robot.settings.enrolment import EnrolmentFiles
from robot.settings.errors import IdentityError
from robot.settings.identity import Identity
from robot.speech.speech import PROBE, find_voice
from robot.speech.synthesizer import SynthesizerError

CREDENTIAL_STORE = "etc/credstore/karlsson-robot.key"
"""Path from which systemd takes the key, if it is there."""


def read_versions() -> VersionReading:
    """Return the versions, and which packages are not as they were pinned."""
    wrong = []
    try:
        own = importlib.metadata.version("karlsson")
        needs = importlib.metadata.requires("karlsson") or []
    except importlib.metadata.PackageNotFoundError:
        own, needs = "?", []
    for need in needs:
        name, pinned, version = need.partition(";")[0].strip().partition("==")
        if "robot" in need.partition(";")[2] and pinned:
            found = _version(name)
            if found != version:
                wrong.append(f"{name} {found} (needs =={version})")
    return VersionReading(own, ".".join(map(str, sys.version_info[:3])), wrong)


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


def read_key(
    loaded: RobotConfig, environment: Mapping[str, str], root: Path
) -> tuple[KeyReading, Identity | None]:
    """Return the state of the key, and the key; none is made."""
    kept = root / CREDENTIAL_STORE
    credential = settings.credential(environment) or (kept if kept.exists() else None)
    path = credential or loaded.state_dir / settings.KEY_FILE
    try:
        own = identity.load(path)
    except FileNotFoundError:
        return KeyReading(), None
    except IdentityError as error:
        return KeyReading(problem=str(error)), None
    owner = path.stat().st_uid
    foreign = credential is None and owner != path.parent.stat().st_uid
    return KeyReading(own.public, owner=_user(owner) if foreign else ""), own


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def robot_name(loaded: RobotConfig) -> str:
    """Return the robot's name, from the configuration or its enrolment; empty without one."""
    try:
        return loaded.robot.id or EnrolmentFiles(loaded.state_dir).record().robot
    except IdentityError:
        return ""


def read_state(folder: Path) -> StateReading:
    """Return whether the folder is there and can be written."""
    return StateReading(str(folder), folder.is_dir(), os.access(folder, os.W_OK | os.X_OK))


async def read_service(root: Path, folder: Path) -> ServiceReading:
    """Return whether the agent runs, and what it says of itself."""
    wanted = ("--property=ActiveState", "--property=StatusText")
    told = fields_of(await ask(root, "systemctl", "show", "karlsson-robot", *wanted))
    state = told.get("ActiveState", "")
    runs = _in_use(folder) or state == "active"
    return ServiceReading(runs, told.get("StatusText", "") if runs else "", state)


def _in_use(folder: Path) -> bool:
    """Return whether an agent works with this folder."""
    try:
        with wiping.alone(folder):
            return False
    except wiping.InUse:
        return True


async def voice_lacks(wanted: bool) -> str:
    """Return why no phrase can be spoken; empty if one could be."""
    voice = find_voice(wanted)
    if isinstance(voice, str):
        return voice
    try:
        await voice(PROBE, "de")
    except SynthesizerError as error:
        return f"espeak-ng {error}"
    return ""
