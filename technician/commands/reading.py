"""From arguments to robots: the list, and what holds for all of it."""

import argparse
import json
import shlex
import zoneinfo
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bridge.tables import reading as tables
from bridge.tables.errors import TableFileError
from technician.commands.arguments import UsageError, argument, text_of
from technician.lists import robots, tokens, values
from technician.lists.attachments import ListedFiles
from technician.lists.hotspot_keys import hotspot_key
from technician.lists.records import ListedRobot, Outside
from technician.lists.remarks import Remark, wrong
from technician.lists.robots import ForAll, ListOfRobots
from technician.places import pins
from technician.places.list_secret import secret_of


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
        CardError: The secret beside the list cannot be read or kept.
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
    chosen = _with_keys(_only(found.robots, options.only), options)
    if not labels_only:
        more += _without_token(chosen)
    return ListOfRobots(chosen, (*found.remarks, *more))


def _with_keys(
    chosen: tuple[ListedRobot, ...], options: argparse.Namespace
) -> tuple[ListedRobot, ...]:
    """Return the robots with the keys of their own Wi-Fi."""
    is_look = getattr(options, "dry_run", False)
    secret = secret_of(options.list, keep=not is_look and bool(chosen))
    return tuple(replace(one, hotspot_key=hotspot_key(secret, one.id)) for one in chosen)


def with_page(listed: ListOfRobots, options: argparse.Namespace, keep: bool = True) -> ListOfRobots:
    """Return the robots with the PINs of their own pages, unless they have none.

    Args:
        listed: As read.
        options: Arguments of `card prepare` or `card labels`.
        keep: False writes no file.

    Raises:
        CardError: The file of the PINs holds something else, or cannot be written.
    """
    if options.no_page:
        return listed
    path: Path = options.pins or options.list.with_name(f"{options.list.stem}-{PINS}")
    robots = pins.with_pins(path, listed.robots, keep)
    kept = Remark("note", str(path), "keeps the PINs that stand on the labels", "guard it")
    return ListOfRobots(robots, (*listed.remarks, *([kept] if keep else [])))


PINS = "karlsson-pins.json"

LABELS_ONLY = "wss://none.invalid/signal"
"""Address of a bridge in a list that is read for labels alone."""


def _for_all(options: argparse.Namespace) -> ForAll:
    zones = zoneinfo.available_timezones()
    # Named on the command line, so from where it was typed and not from beside the list.
    here = ListedFiles(Path(), lambda: datetime.now(UTC))
    known, bridge = _tokens(options.tokens) if options.tokens else ({}, "")
    if options.bridge:
        bridge = argument("--bridge", values.bridge_url, options.bridge)
    return ForAll(
        bridge_url=bridge,
        country=argument("--country", values.country, options.country),
        time_zone=argument(
            "--time-zone", lambda text: values.time_zone(text, zones), options.time_zone
        ),
        outside=Outside(
            time_servers=argument("--time-servers", values.hosts, options.time_servers),
            proxy=argument("--proxy", values.proxy, options.proxy) if options.proxy else "",
            ca=argument("--ca", here.certificates, options.ca) if options.ca else "",
        ),
        body_name=options.body,
        tokens=known,
        known_zones=zones,
    )


def _tokens(path: Path) -> tuple[dict[str, str], str]:
    """Return the tokens by robot, and the bridge that they are for, if that stands there."""
    text = path.suffix == ".json" and text_of(path)
    if text:
        try:
            document = json.loads(text)
        except json.JSONDecodeError as error:
            raise UsageError(f"{path}: is no JSON; {tokens.REMEDY}") from error
        bridge = tokens.bridge_of(document)
        return (
            argument(str(path), tokens.of_json, document),
            argument(str(path), values.bridge_url, bridge) if bridge else "",
        )
    try:
        return argument(str(path), tokens.of_table, tables.read(path)), ""
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
