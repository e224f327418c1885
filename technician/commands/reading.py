"""From arguments to robots: the list, what holds for all of it, and who may log in."""

import argparse
import json
import shlex
import zoneinfo
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from bridge.tables import reading as tables
from bridge.tables.errors import TableFileError
from technician.files.cloud_config import Login
from technician.lists import logins, robots, tokens, values
from technician.lists.attachments import ListedFiles
from technician.lists.records import ListedRobot, Outside
from technician.lists.remarks import Remark, WrongValueError, wrong
from technician.lists.robots import ForAll, ListOfRobots

Found = TypeVar("Found")
Given = TypeVar("Given")


class UsageError(Exception):
    """An argument or a file cannot be used; the text says what to do about it."""


class WrongListError(Exception):
    """The list has mistakes."""

    def __init__(self, path: Path, remarks: tuple[Remark, ...]) -> None:
        """Keep the remarks, wrong ones and notes."""
        count = len(wrong(remarks))
        super().__init__(f"{path}: {count} mistake{'s' if count > 1 else ''}")
        self.path = path
        self.remarks = remarks


def read(options: argparse.Namespace, labels_only: bool = False) -> ListOfRobots:
    """Return the robots of the list.

    Args:
        options: Arguments of `card prepare` or `card labels`.
        labels_only: True if nothing but names and serial numbers is needed.

    Raises:
        UsageError: An argument or the file cannot be used.
        WrongListError: Something in the list is wrong.
    """
    files = ListedFiles(options.list.parent, lambda: datetime.now(UTC))
    for_all = ForAll(bridge_url=LABELS_ONLY) if labels_only else _for_all(options)
    try:
        sheets = tables.read(options.list)
    except TableFileError as error:
        raise UsageError(str(error)) from error
    found = robots.robots(sheets, for_all, files, options.sheet)
    if wrong(found.remarks):
        raise WrongListError(options.list, found.remarks)
    unknown = sorted(set(for_all.tokens) - {robot.id for robot in found.robots})
    more = tuple(
        Remark("note", str(options.tokens), f"the token of {one} belongs to no robot of the list")
        for one in unknown
    )
    chosen = _only(found.robots, options.only)
    if not labels_only:
        more += _without_token(chosen)
    return ListOfRobots(chosen, (*found.remarks, *more))


LABELS_ONLY = "wss://none.invalid/signal"
"""Address of a bridge in a list that is read for labels alone."""


def login(options: argparse.Namespace) -> Login | None:
    """Return who may log in.

    Raises:
        UsageError: Nobody was named, or a key cannot be used.
    """
    if options.no_login:
        return None
    if not options.ssh_key:
        raise UsageError(
            "--ssh-key is missing: without a key nobody could log in to the robots; name your"
            " public key, such as --ssh-key ~/.ssh/id_ed25519.pub, or say --no-login"
        )
    keys: list[str] = []
    for path in options.ssh_key:
        keys += _argument(str(path), logins.public_keys, _text(path))
    return Login(_argument("--user", logins.user, options.user), tuple(dict.fromkeys(keys)))


def _for_all(options: argparse.Namespace) -> ForAll:
    zones = zoneinfo.available_timezones()
    # Named on the command line, so from where it was typed and not from beside the list.
    here = ListedFiles(Path(), lambda: datetime.now(UTC))
    return ForAll(
        bridge_url=_argument("--bridge", values.bridge_url, options.bridge)
        if options.bridge
        else "",
        country=_argument("--country", values.country, options.country),
        time_zone=_argument(
            "--time-zone", lambda text: values.time_zone(text, zones), options.time_zone
        ),
        outside=Outside(
            time_servers=_argument("--time-servers", values.hosts, options.time_servers),
            proxy=_argument("--proxy", values.proxy, options.proxy) if options.proxy else "",
            ca=_argument("--ca", here.certificates, options.ca) if options.ca else "",
        ),
        body_name=options.body,
        tokens=_tokens(options.tokens) if options.tokens else {},
        known_zones=zones,
    )


def _tokens(path: Path) -> dict[str, str]:
    text = path.suffix == ".json" and _text(path)
    if text:
        try:
            document = json.loads(text)
        except json.JSONDecodeError as error:
            raise UsageError(f"{path}: is no JSON; {tokens.REMEDY}") from error
        return _argument(str(path), tokens.of_json, document)
    try:
        return _argument(str(path), tokens.of_table, tables.read(path))
    except TableFileError as error:
        raise UsageError(str(error)) from error


def _without_token(chosen: Sequence[ListedRobot]) -> tuple[Remark, ...]:
    """Return a remark on robots without a token, with the command that makes them."""
    missing = [robot for robot in chosen if not robot.token]
    if not missing:
        return ()
    same = all(values.id_from(robot.name) == robot.id for robot in missing)
    named = shlex.join(robot.name if same else robot.id for robot in missing)
    return (
        Remark(
            "note",
            f"{len(missing)} of {len(chosen)} robots",
            "have no token, and are strangers to the bridge until one is typed in on them",
            f"on the bridge: karlsson-bridge robot enrol --json {named} >tokens.json - and then"
            " --tokens tokens.json",
        ),
    )


def _only(found: tuple[ListedRobot, ...], named: list[str]) -> tuple[ListedRobot, ...]:
    if not named:
        return found
    names = {one.casefold() for one in named}
    chosen = tuple(one for one in found if {one.id, one.name.casefold()} & names)
    known = {name for one in chosen for name in (one.id, one.name.casefold())}
    if missing := sorted(names - known):
        listed = ", ".join(one.id for one in found)
        raise UsageError(f"--only {missing[0]}: is not in the list, which has {listed}")
    return chosen


def _argument(name: str, parse: Callable[[Given], Found], given: Given) -> Found:
    try:
        return parse(given)
    except WrongValueError as error:
        raise UsageError(f"{name}: {error}") from error


def _text(path: Path) -> str:
    try:
        return path.expanduser().read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; name a file that is there") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is no text; name another file") from error
