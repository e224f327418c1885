"""`karlsson release`: make, sign and show what robots may install."""

import argparse
import getpass
import platform
import re
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from securesystemslib.signer import CryptoSigner

from bridge.process import atomic, file_words
from bridge.process.release_info import PLATFORM, ReleaseInfo, is_version, platform_of
from technician.releases import archive, debian, key_files
from technician.releases.errors import ReleaseError
from technician.releases.repository import NEEDED, PEOPLE, Repository

ROOT_FILE = "release-root.json"
BRIDGE_KEY = "bridge.pem"
LEAST_CHARS = 8

AskPassword = Callable[[str], str]


def add_release(commands: Any) -> None:
    """Add `release` and what can be done with releases."""
    release = commands.add_parser("release", help="what robots may install, and who signed it")
    actions = release.add_subparsers(dest="action", required=True)
    init = actions.add_parser(
        "init",
        help="begin a folder of releases, with a key for each of three people",
        description="Begin a folder of releases. Two of the three people sign whatever robots "
        "install; each keeps one key file, and each on another computer.",
    )
    _add_folder(init)
    init.add_argument("--keys", type=Path, required=True, metavar="DIR", help="for the new keys")
    _add_password(init)
    add = actions.add_parser("add", help="list a release; it counts once two people have signed it")
    _add_folder(add)
    add.add_argument(
        "release",
        type=Path,
        metavar="RELEASE",
        help="a package karlsson-robot_….deb, or a folder such as /opt/karlsson/releases/1.4.0",
    )
    add.add_argument("--version", default="", help="default: the name of the folder")
    add.add_argument(
        "--platform", default="", help="such as aarch64-py311; default: of this computer"
    )
    add.add_argument(
        "--instead-of",
        nargs="+",
        default=[],
        metavar="VERSION",
        help="newer versions from which robots may go back to this one",
    )
    sign = actions.add_parser("sign", help="sign what waits for signatures")
    _add_folder(sign)
    sign.add_argument("--key", type=Path, required=True, metavar="FILE", help="your own")
    _add_password(sign)
    withdraw = actions.add_parser("withdraw", help="take a version off the list")
    _add_folder(withdraw)
    withdraw.add_argument("version")
    renew = actions.add_parser("renew", help="begin root and list anew before they expire")
    _add_folder(renew)
    show = actions.add_parser("show", help="list what robots may find, and what waits")
    _add_folder(show)


def run(
    given: argparse.Namespace, now: datetime | None = None, ask: AskPassword = getpass.getpass
) -> None:
    """Run one of the actions; tell what comes next.

    Raises:
        ReleaseError: Something has to be corrected.
    """
    at = now or datetime.now(UTC)
    repository = Repository(given.out)
    match given.action:
        case "init":
            _init(given, repository, at, ask)
        case "add":
            _add(given, repository, at)
        case "sign":
            _sign(given, repository, at, ask)
        case "withdraw":
            count = repository.withdraw(given.version, at)
            _tell(f"{given.version}: taken off the list ({count} archives).", _next(given.out))
        case "renew":
            repository.renew(at)
            _tell("Root and list begin anew.", _next(given.out))
        case _:
            _show(repository)


def _init(
    given: argparse.Namespace, repository: Repository, now: datetime, ask: AskPassword
) -> None:
    if (given.out / "metadata").exists():
        raise ReleaseError(f"{given.out}: is a folder of releases already")
    try:
        given.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ReleaseError(f"{given.keys}: {file_words.of_file(given.keys, error)}") from error
    files = [given.keys / f"person-{number}.pem" for number in range(1, PEOPLE + 1)]
    for path in (*files, given.keys / BRIDGE_KEY):
        if path.exists():
            raise ReleaseError(f"{path}: is there already; keys are never written over")
    passwords = [_new_password(given, path, ask) for path in files]
    people = [key_files.make(path, word) for path, word in zip(files, passwords, strict=True)]
    bridge = key_files.make(given.keys / BRIDGE_KEY, "")
    repository.init(people, bridge, now)
    root = given.out / ROOT_FILE
    atomic.replace(root, repository.root_bytes(), 0o644)
    _tell(
        f"{given.out}: a folder of releases; {NEEDED} of {PEOPLE} people sign.",
        *(f"{path}: for one person; take it to another computer" for path in files),
        f"{given.keys / BRIDGE_KEY}: for the bridge, releases.key_file in bridge.toml",
        f"{root}: lay it into each robot as /etc/karlsson/{ROOT_FILE}",
    )


def _add(given: argparse.Namespace, repository: Repository, now: datetime) -> None:
    if given.release.suffix == ".deb":
        with debian.opened(given.release, _existing(given.out)) as package:
            version = given.version or package.version
            _add_folder_of(given, repository, now, package.folder, version, package.platform)
        return
    folder: Path = given.release.resolve()
    if not folder.is_dir():
        raise ReleaseError(f"{given.release}: is no folder; name the release's own, or a .deb")
    here = platform_of(platform.machine(), sys.version_info[:2])
    _add_folder_of(given, repository, now, folder, given.version or folder.name, here)


def _add_folder_of(
    given: argparse.Namespace,
    repository: Repository,
    now: datetime,
    folder: Path,
    version: str,
    found: str,
) -> None:
    for one in (version, *given.instead_of):
        if not is_version(one):
            raise ReleaseError(f"{one!r}: is no version; write one such as 1.4.0 or 1.4.0rc1")
    named = given.platform or found
    if not _is_platform(named):
        raise ReleaseError(
            f"--platform {named!r}: write computer and Python, such as aarch64-py311"
        )
    with tempfile.TemporaryDirectory(dir=_existing(given.out)) as beside:
        made = Path(beside, "release.tar.xz")
        packed = archive.pack(folder, made)
        info = ReleaseInfo(
            version, named, max(packed.unpacked_bytes, 1), packed.files, tuple(given.instead_of)
        )
        path = repository.add(made, info, now)
    back = f", also for robots with {', '.join(given.instead_of)}" if given.instead_of else ""
    _tell(
        f"{path}: {packed.files} files, {packed.unpacked_bytes / 1e6:.1f} MB{back}.",
        _next(given.out),
    )


def _sign(
    given: argparse.Namespace, repository: Repository, now: datetime, ask: AskPassword
) -> None:
    password = ""
    if key_files.is_locked(given.key):
        password = _file_password(given) or ask(f"Password of {given.key}: ")
    person: CryptoSigner = key_files.read(given.key, password)
    lines = []
    try:
        signed = repository.sign(person, now)
    except ReleaseError as error:
        raise ReleaseError(f"{given.key}: {error}") from error
    for one in signed:
        missing = one.needed - one.signed
        what = "counts now" if one.counts else f"waits for {missing} more"
        lines.append(f"{one.name}: {one.signed} of {one.needed} signatures; {what}")
    _tell(*lines)
    if not repository.waits():
        _tell(f"On the bridge: karlsson-bridge release import {given.out}")


def _show(repository: Repository) -> None:
    listed = repository.listed()
    for info, size in sorted(listed, key=lambda one: (one[0].version, one[0].platform)):
        back = f"\talso instead of {', '.join(info.instead_of)}" if info.instead_of else ""
        _tell(f"{info.version}\t{info.platform}\t{size / 1e6:.1f} MB{back}")
    if not listed:
        _tell("No release yet.")
    for name in repository.waits():
        _tell(f"{name}: waits for signatures")


def _new_password(given: argparse.Namespace, path: Path, ask: AskPassword) -> str:
    password = _file_password(given) or ask(f"Password for {path}: ")
    if len(password) < LEAST_CHARS:
        raise ReleaseError(f"{path}: the password has to have {LEAST_CHARS} characters")
    if not given.password_file and ask("Once more: ") != password:
        raise ReleaseError(f"{path}: the two passwords differ; nothing was made")
    return password


def _file_password(given: argparse.Namespace) -> str:
    path: Path | None = given.password_file
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        what = file_words.of_file(path, error) if isinstance(error, OSError) else "holds no text"
        raise ReleaseError(f"{path}: {what}") from error


def _is_platform(text: str) -> bool:
    return re.match(PLATFORM, text) is not None


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise ReleaseError(f"{folder}: is no folder of releases; `karlsson release init` makes one")
    return folder


def _next(folder: Path) -> str:
    return f"Now two people: karlsson release sign --out {folder} --key FILE"


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="the folder of releases"
    )


def _add_password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password-file", type=Path, metavar="FILE", help="instead of asking at the terminal"
    )


def _tell(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
