"""`karlsson-bridge`: arguments, configuration, logging, run; nothing else."""

import argparse
import asyncio
import os
import signal
import sys
from datetime import date, datetime
from pathlib import Path

from bridge import commands
from bridge import config as configuration
from bridge.commands import Report
from bridge.config import Config
from bridge.errors import BridgeError
from bridge.process import config_file, logs
from bridge.records import Robot
from bridge.store import Store, open_store

WRONG = 2
"""Exit code for anything that a person has to put right."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    options = _parser().parse_args(_joined(sys.argv[1:] if arguments is None else arguments))
    logs.configure(options.log_level)
    try:
        config = configuration.check(config_file.load(options.config, Config, os.environ))
        if options.command == "serve":
            asyncio.run(_serve(config))
            return 0
        report = asyncio.run(_command(config, options))
        _show(report, options)
    except (config_file.ConfigError, BridgeError) as error:
        print(f"karlsson-bridge: {error}", file=sys.stderr)
        return WRONG
    return 0


async def _serve(config: Config) -> None:
    # Here, since loading a server takes longer than most commands.
    from bridge.app import serve

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await serve(config, stop)


async def _command(config: Config, options: argparse.Namespace) -> Report:
    async with open_store(config.storage.url) as store:
        return await _run(store, configuration.public_url(config), options)


async def _run(store: Store, public_url: str, options: argparse.Namespace) -> Report:
    match (options.command, getattr(options, "action", "")):
        case ("lend", _):
            span = (_day(options.first), commands.day(options.until))
            robot = Robot(options.id, options.name, options.key, 0)
            return await commands.lend(store, public_url, robot, options.pupil, span)
        case ("robot", "add"):
            return await commands.add_robot(
                store, options.id, options.name, options.key, options.replace_key
            )
        case ("robot", "list"):
            return await commands.list_robots(store)
        case ("loan", "add"):
            span = (_day(options.first), commands.day(options.until))
            return await commands.add_loan(store, public_url, options.robot, options.pupil, span)
        case ("loan", "list"):
            return await commands.list_loans(store)
        case ("loan", "end"):
            return await commands.end_loan(store, options.loan, _day(options.on))
        case ("loan", "renew"):
            return await commands.renew_teacher(store, public_url, options.loan)
        case _:
            return await commands.add_pairing(
                store, public_url, options.loan, options.word, options.hours
            )


def _joined(arguments: list[str]) -> list[str]:
    """Join `--key` with what follows: one key in 64 begins with a hyphen, like an option."""
    if "--key" not in arguments[:-1]:
        return arguments
    at = arguments.index("--key")
    return [*arguments[:at], f"--key={arguments[at + 1]}", *arguments[at + 2 :]]


def _day(text: str) -> date:
    return commands.day(text) if text else datetime.now().astimezone().date()


def _show(report: Report, options: argparse.Namespace) -> None:
    svg = getattr(options, "svg", None)
    if svg:
        if not report.link:
            raise BridgeError("--svg: a word is typed, there is nothing to scan")
        commands.write_svg(report.link, svg)
    if options.json:
        print(commands.as_json(report.data))
        return
    print(report.text)
    if report.link:
        print(commands.qr_text(report.link))


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", type=Path, metavar="FILE", help="bridge.toml")
    common.add_argument("--log-level", default="INFO", choices=["DEBUG", "INFO", "WARNING"])
    told = argparse.ArgumentParser(add_help=False, parents=[common])
    told.add_argument("--json", action="store_true", help="one line of JSON, for programs")

    parser = argparse.ArgumentParser(prog="karlsson-bridge", description="Who may meet whom.")
    sub = parser.add_subparsers(dest="command", required=True)
    sub.add_parser("serve", parents=[common], help="serve pages and signaling")
    _lend_parser(sub.add_parser("lend", parents=[told], help="robot, loan and pairing in one"))
    _robot_parser(sub.add_parser("robot", help="robots"), told)
    _loan_parser(sub.add_parser("loan", help="which child has which robot, and when"), told)
    pairing = sub.add_parser("pairing", help="bind a child's device to a loan")
    add = pairing.add_subparsers(dest="action", required=True).add_parser(
        "add", parents=[told], help="a link or word, good for one device"
    )
    add.add_argument("--loan", type=int, required=True, metavar="ID", help="number of the loan")
    add.add_argument("--word", action="store_true", help="a word to type instead of a code")
    add.add_argument("--hours", type=float, help="how long it can be used")
    add.add_argument("--svg", type=Path, metavar="FILE", help="write the QR code there")
    return parser


def _lend_parser(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="such as karlsson-1")
    parser.add_argument("--name", required=True, help="what the class calls it")
    parser.add_argument("--key", required=True, help="as `karlsson-robot key` prints it")
    parser.add_argument(
        "--pupil", required=True, metavar="NAME", help="what the class calls the child"
    )
    parser.add_argument("--from", dest="first", default="", metavar="DATE", help="default: today")
    parser.add_argument("--until", required=True, metavar="DATE", help="last day, included")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="write the child's QR code there")


def _robot_parser(parser: argparse.ArgumentParser, told: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", parents=[told], help="make a robot known by its key")
    add.add_argument("id", help="such as karlsson-1")
    add.add_argument("--name", required=True, help="what the class calls it")
    add.add_argument("--key", required=True, help="as `karlsson-robot key` prints it")
    add.add_argument("--replace-key", action="store_true", help="it was set up anew")
    actions.add_parser("list", parents=[told])


def _loan_parser(parser: argparse.ArgumentParser, told: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", parents=[told], help="lend a robot; prints the teacher's link")
    add.add_argument("--robot", required=True, metavar="ID", help="which robot")
    add.add_argument(
        "--pupil", required=True, metavar="NAME", help="what the class calls the child"
    )
    add.add_argument("--from", dest="first", default="", metavar="DATE", help="default: today")
    add.add_argument("--until", required=True, metavar="DATE", help="such as 2027-01-31, included")
    add.add_argument("--svg", type=Path, metavar="FILE", help="write the QR code there")
    actions.add_parser("list", parents=[told])
    end = actions.add_parser("end", parents=[told], help="let a loan end on another day")
    end.add_argument("--loan", type=int, required=True, metavar="ID", help="number of the loan")
    end.add_argument("--on", default="", metavar="DATE", help="its last day; default: today")
    renew = actions.add_parser("renew", parents=[told], help="a new teacher's link, the old ends")
    renew.add_argument("--loan", type=int, required=True, metavar="ID", help="number of the loan")
    renew.add_argument("--svg", type=Path, metavar="FILE", help="write the QR code there")


if __name__ == "__main__":
    sys.exit(main())
