"""The command `karlsson-bridge`: arguments, configuration and logging."""

import argparse
import asyncio
import contextlib
import dataclasses
import functools
import os
import signal
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from bridge import config as configuration
from bridge.base.clock import Clock
from bridge.base.collector import no_collection
from bridge.base.errors import BridgeError, PagesError
from bridge.base.records import Robot
from bridge.commands import devices, enrolments, lending, loans, releases, robots
from bridge.commands.fleet_arguments import add_fleet
from bridge.commands.keeping_options import add_keeping
from bridge.commands.lending_options import add_lending
from bridge.commands.list_options import add_lists
from bridge.commands.loan_acts import LoanCommand
from bridge.commands.loan_options import add_schools
from bridge.commands.paper_options import add_papers
from bridge.commands.people_options import add_people
from bridge.commands.release_options import add_releases
from bridge.commands.request_options import add_requests
from bridge.commands.result import CommandResult, as_json
from bridge.commands.schools import run_child, run_school
from bridge.config import BridgeConfig
from bridge.fleet.fleet import rows_of
from bridge.fleet.roll import Roll
from bridge.fleet.rows import FleetRow
from bridge.papers import qr_code
from bridge.process import config_file, logs, notify
from bridge.store import Store, open_store
from bridge.store.backup import Backups

DEFAULT_CONFIG = Path("/etc/karlsson/bridge.toml")
"""File that is read without `--config`; `systemd/README.md` puts it there."""

AS_WHOM = "run it as the bridge's user: sudo -u karlsson-bridge"

INTERRUPTED = 130
"""Exit code, as shells count: 128 plus SIGINT."""

WRONG = 2
"""Exit code for a mistake that a person has to correct."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    options = parser().parse_args(_joined(sys.argv[1:] if arguments is None else arguments))
    logs.configure(options.log_level)
    try:
        config = _config(options.config)
        if options.command == "serve":
            with _alone(options.config or DEFAULT_CONFIG):
                asyncio.run(_serve(config))
            return 0
        if options.command == "fleet":
            return asyncio.run(_fleet(config, options))
        report = asyncio.run(_command(config, options))
        _show(report, options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except (config_file.ConfigError, BridgeError) as error:
        print(f"karlsson-bridge: {error}", file=sys.stderr)
        if options.command == "serve" and isinstance(error, config_file.ConfigError):
            notify.mistaken(str(error))
        return WRONG
    return 0


def _config(named: Path | None) -> BridgeConfig:
    path = named or DEFAULT_CONFIG
    config = config_file.load_usual(named, DEFAULT_CONFIG, BridgeConfig, os.environ, AS_WHOM)
    try:
        return configuration.check(config)
    except config_file.ConfigError as error:
        raise config_file.ConfigError(f"{path}: {error}") from error


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Raise a mistake by itself, which task groups wrap, and name the file that holds it."""
    try:
        yield
    except (config_file.ConfigError, PagesError) as error:
        raise config_file.ConfigError(f"{path}: {error}") from error
    except ExceptionGroup as group:
        first: Exception = group
        while isinstance(first, ExceptionGroup):
            first = first.exceptions[0]
        if isinstance(first, config_file.ConfigError | PagesError):
            raise config_file.ConfigError(f"{path}: {first}") from group
        if isinstance(first, BridgeError):
            raise first from None
        raise


async def _serve(config: BridgeConfig) -> None:
    # Imported here, since loading a server takes longer than most commands. The collector would
    # look again and again at modules, which all stay: a quarter of the time.
    with no_collection():
        from bridge.serving import serve

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await serve(config, stop)


async def _fleet(config: BridgeConfig, options: argparse.Namespace) -> int:
    # Imported here: only this command draws tables.
    from bridge.commands.fleet import run_fleet

    async def stored() -> list[FleetRow]:
        password = configuration.database_password(config)
        async with open_store(config.storage.url, password, may_create=False) as store:
            return await rows_of(store, Clock(), Roll())

    return await run_fleet(options, config.fleet.socket, stored)


async def _command(config: BridgeConfig, options: argparse.Namespace) -> CommandResult:
    offered = config.releases
    if options.command == "release":
        return releases.import_releases(options.source, offered.folder, offered.key_file)
    password = configuration.database_password(config)
    backups = configuration.backups(config, os.environ)
    if options.command in ("backup", "restore"):
        return await _keep(config, password, backups, options)
    may_create = _may_create(options)
    async with open_store(config.storage.url, password, backups, may_create=may_create) as store:
        if store.is_new and not getattr(options, "json", False):
            # Nobody should wonder later where the other database is.
            print(f"karlsson-bridge: made a new, empty database: {store.place}", file=sys.stderr)
        if options.command in ("erase", "retention"):
            return await _erase(store, options)
        if options.command in ("person", "history"):
            # Imported here: only these commands read the office's rows.
            from bridge.commands.people import run_people

            return await run_people(store, configuration.public_url(config), options)
        if options.command == "list":
            from bridge.commands.lists import run_lists

            return await run_lists(store, options)
        if options.command == "request":
            from bridge.commands.requests import RequestCommand

            return await RequestCommand(store, options).run()
        if options.command in ("paper", "charity"):
            # Imported here: only these commands typeset.
            from bridge.commands.papers import run_papers

            return await run_papers(store, configuration.public_url(config), options)
        if options.command == "wave":
            return await _run_wave(store, offered.folder, options)
        return await _run(store, configuration.public_url(config), options)


async def _keep(
    config: BridgeConfig, password: str, backups: Backups, options: argparse.Namespace
) -> CommandResult:
    # Imported here: only these commands encrypt.
    from bridge.commands import keeping

    url, kept = config.storage.url, config.backup
    if options.command == "restore":
        if options.erased is not None:
            named = (*(backups.erased or ()), options.erased)
            backups = dataclasses.replace(backups, erased=named)
        passphrase = keeping.read_secret(options.passphrase_file).strip("\r\n")
        secrets = (keeping.read_secret(options.key), passphrase)
        return await keeping.put_back(
            url, password, backups, options.file, *secrets, is_forced=options.replace
        )
    if options.new_key is not None:
        return keeping.make_key(options.new_key)
    if options.by_itself and not (kept.folder and kept.recipients):
        return keeping.nothing_to_do()
    lock = keeping.lock_of(options.recipients, kept.recipients, options.passphrase_file)
    folder = Path(kept.folder) if kept.folder else None
    where = keeping.KeptWhere(folder, kept.keep_days, backups.erased or ())
    return keeping.backup(url, password, options.to, where, lock)


async def _erase(store: Store, options: argparse.Namespace) -> CommandResult:
    from bridge.commands import keeping

    match (options.command, options.action):
        case ("erase", "loan"):
            return await keeping.erase_loan(store, options.loan)
        case ("erase", "due"):
            return await keeping.erase_due(store)
        case ("erase", _):
            return await keeping.list_erasures(store)
        case (_, "set"):
            return await keeping.set_period(store, options.kind, options.days)
        case _:
            return await keeping.list_periods(store)


BEGINNINGS = frozenset(
    {
        *(("lend", ""), ("robot", "add"), ("robot", "enrol"), ("school", "add")),
        ("person", "invite"),
    }
)
"""Commands with which an office may begin, before the bridge has run once."""


def _may_create(options: argparse.Namespace) -> bool:
    """Return whether a command may make a new database; all others look into one that is there."""
    return (options.command, getattr(options, "action", "")) in BEGINNINGS


async def _run(store: Store, public_url: str, options: argparse.Namespace) -> CommandResult:
    if hasattr(options, "act"):
        return await LoanCommand(store, options).run()
    match (options.command, getattr(options, "action", "")):
        case ("school", _):
            return await run_school(store, options)
        case ("child", _):
            return await run_child(store, options)
        case ("lend", _):
            span = (_day(options.first), loans.day(options.until))
            robot = Robot(options.id, options.name, options.key, 0)
            without = loans.rights(options.without) if options.without else frozenset()
            return await lending.lend(store, public_url, robot, options.pupil, span, without)
        case ("robot", "add"):
            return await robots.add_robot(
                store, options.id, options.name, options.key, options.replace_key
            )
        case ("robot", _):
            return await _run_robot(store, public_url, options)
        case ("loan", "add"):
            span = (_day(options.first), loans.day(options.until))
            without = loans.rights(options.without) if options.without else frozenset()
            return await loans.add_loan(
                store, public_url, options.robot, options.pupil, span, without
            )
        case ("loan", "list"):
            return await loans.list_loans(store)
        case ("loan", "end") if options.on:
            return await loans.end_loan(store, options.loan, _day(options.on))
        case ("loan", "end"):
            return await loans.close_loan(store, options.loan, _day(""))
        case ("loan", "cancel"):
            return await loans.cancel_loan(store, options.loan, _day(""))
        case ("loan", "allow" | "forbid" as action):
            named = loans.rights(options.rights)
            return await loans.set_rights(store, options.loan, named, action == "allow")
        case ("loan", "renew"):
            return await loans.renew_links(store, public_url, options.loan)
        case ("pairing", "add"):
            return await devices.add_pairing(
                store, public_url, options.loan, options.word, options.hours
            )
        case _:
            return await _take_back(store, options)


async def _run_robot(store: Store, public_url: str, options: argparse.Namespace) -> CommandResult:
    match options.action:
        case "enrol":
            return await enrolments.enrol_robots(store, public_url, options.names, options.days)
        case "tokens":
            return await enrolments.list_enrolments(store, time.time())
        case "withdraw":
            return await enrolments.withdraw_enrolment(store, options.name, time.time())
        case _:
            return await robots.list_robots(store)


async def _run_wave(store: Store, folder: str, options: argparse.Namespace) -> CommandResult:
    now = int(time.time())
    match options.action:
        case "start":
            return await releases.start_wave(
                store, folder, options.version, options.first, options.soak_hours, now
            )
        case "stop":
            return await releases.stop_wave(store, now)
        case _:
            return await releases.show_wave(store)


async def _take_back(store: Store, options: argparse.Namespace) -> CommandResult:
    match (options.command, options.action):
        case ("pairing", "list"):
            return await devices.list_pairings(store, time.time())
        case ("pairing", "withdraw"):
            return await devices.withdraw_pairing(store, options.pairing)
        case ("device", "list"):
            return await devices.list_devices(store)
        case _:
            return await devices.lock_device(store, options.device)


def _joined(arguments: list[str]) -> list[str]:
    """Join `--key` with its value: one key in 64 begins with a hyphen, like an option."""
    if "--key" not in arguments[:-1]:
        return arguments
    at = arguments.index("--key")
    return [*arguments[:at], f"--key={arguments[at + 1]}", *arguments[at + 2 :]]


def _day(text: str) -> date:
    return loans.day(text) if text else datetime.now().astimezone().date()


def _show(report: CommandResult, options: argparse.Namespace) -> None:
    svg = getattr(options, "svg", None)
    if svg:
        if not report.link:
            raise BridgeError("--svg: a word is typed, so there is no code to draw")
        qr_code.write_svg(report.link, svg)
    if options.json:
        print(as_json(report.data))
        return
    print(report.text)
    if report.link:
        print(qr_code.qr_text(report.link))


@functools.cache
def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", type=Path, metavar="FILE", help=f"default: {DEFAULT_CONFIG}")
    common.add_argument(
        "--log-level", default="INFO", choices=["DEBUG", "INFO", "WARNING"], help="default: INFO"
    )
    told = argparse.ArgumentParser(add_help=False, parents=[common])
    told.add_argument("--json", action="store_true", help="one line of JSON, for programs")

    made = argparse.ArgumentParser(
        prog="karlsson-bridge",
        description="Serve the bridge; manage robots, loans, pairings and devices.",
    )
    sub = made.add_subparsers(dest="command", required=True)
    sub.add_parser("serve", parents=[common], help="serve pages and signaling")
    add_lending(sub, told)
    fleet = sub.add_parser(
        "fleet", parents=[told], help="how every robot is; identify, restart, doctor, logs"
    )
    add_fleet(fleet, told)
    add_people(sub, told)
    add_requests(sub, told)
    add_lists(sub, told)
    add_papers(sub, told)
    add_releases(sub, told)
    add_keeping(sub, told)
    add_schools(sub, told)
    return made


if __name__ == "__main__":
    sys.exit(main())
