"""Run the agent of one robot, or print the robot's public key.

karlsson-robot run [--config FILE]        # default: /etc/karlsson/robot.toml
karlsson-robot key [--config FILE]
karlsson-robot wipe [--keep-key] [--keep-network] [--yes] [--json]
karlsson-robot nettest [--config FILE] [--lang en] [--json]
karlsson-robot doctor [--config FILE] [--lang en] [--json] [--gentle] [--buttons]
"""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from bridge.process import logs, notify
from bridge.process.config_file import ConfigError
from robot.call import memory
from robot.handover import command as handover
from robot.nettest.found import verdict_of
from robot.nettest.sheet import Language, sheet
from robot.settings import config, identity
from robot.settings.errors import IdentityError

UNIT_STATE = Path("/var/lib/karlsson-robot")
"""StateDirectory of the agent's unit."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="karlsson-robot", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in (
        ("run", "serve until SIGTERM"),
        ("key", "print the public key, making the key at first use"),
    ):
        command = commands.add_parser(name, help=words)
        _name_config(command)
    test = commands.add_parser(
        "nettest", help="test the network; print a sheet for the IT department"
    )
    _name_config(test)
    test.add_argument("--lang", choices=["de", "en"], default="de", help="language of the sheet")
    test.add_argument("--json", action="store_true", help="one line of JSON, for programs")
    _add_doctor(commands)
    wiping = commands.add_parser(
        "wipe", help="remove what a loan left here: Wi-Fi, key, places, names; as root"
    )
    _name_config(wiping)
    handover.add_options(wiping)
    given = parser.parse_args(arguments)
    if given.command == "doctor":
        # Only here: it loads FFmpeg.
        from robot.doctor import command as doctor_command

        return doctor_command.run(given, os.environ)
    try:
        loaded = config.load(given.config, _environment(given.command))
        if given.command == "wipe":
            return handover.run(given, loaded.robot.id, loaded.state_dir)
        if given.command == "nettest":
            with _named(given.config or config.USUAL_FILE):
                return _test_network(loaded, given.lang, given.json)
        own = _identity(loaded)
        if given.command == "key":
            print(own.public)
            return 0
        with _named(given.config or config.USUAL_FILE):
            return _run(loaded, own)
    except ConfigError as error:
        print(f"karlsson-robot: {error}", file=sys.stderr)
        if given.command == "run":
            notify.mistaken(str(error))
        return 2
    except IdentityError as error:
        print(f"karlsson-robot: {error}", file=sys.stderr)
        return 1


def _add_doctor(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    doctor = commands.add_parser("doctor", help="check every part of this robot")
    _name_config(doctor)
    doctor.add_argument("--lang", choices=["de", "en"], default="de", help="language")
    doctor.add_argument("--json", action="store_true", help="one document, for programs")
    doctor.add_argument(
        "--gentle", action="store_true", help="only read: open, move and light nothing"
    )
    doctor.add_argument("--buttons", action="store_true", help="ask for a press of each button")


def _name_config(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--config", type=Path, metavar="FILE", help=f"default: {config.USUAL_FILE}"
    )


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Name the file in front of a mistake that shows only when something is opened."""
    try:
        yield
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error


def _environment(command: str) -> Mapping[str, str]:
    """Return the environment; who wipes a robot finds the folder of its unit by itself."""
    if command != "wipe" or not UNIT_STATE.is_dir():
        return os.environ
    return {"STATE_DIRECTORY": str(UNIT_STATE), **os.environ}


def _identity(loaded: config.RobotConfig) -> identity.Identity:
    credential = config.credential(os.environ)
    if credential is not None:
        return identity.load(credential)
    return identity.load_or_make(loaded.state_dir / config.KEY_FILE)


def _test_network(loaded: config.RobotConfig, language: Language, as_json: bool) -> int:
    """Print what the network lets through; return 0 if a lesson can take place."""
    # Only here: the other commands need no HTTP client to start.
    from robot.nettest.probes import Probes

    outward = config.outward_of(loaded.network, os.environ)
    found = asyncio.run(Probes(loaded.bridge, loaded.network.ca_file, outward).run())
    verdict = verdict_of(found)
    if as_json:
        print(msgspec.json.encode({"verdict": verdict, "found": found}).decode())
    else:
        print(sheet(found, language), end="")
    return 0 if verdict not in ("no_media", "blocked") else 1


def _run(loaded: config.RobotConfig, own: identity.Identity) -> int:
    # Only here: `key` need not load FFmpeg and WebRTC.
    from robot.agent import Agent
    from robot.caution.ledger import Ledger, folder_of
    from robot.handover.wiping import at_work

    logs.configure()

    async def serve() -> None:
        ledger = Ledger(folder_of(os.environ))
        ledger.begin()
        try:
            agent = Agent(loaded, own, ledger)
        except ConfigError:
            ledger.end()  # a mistake of a person is no reason for safe mode
            raise
        memory.settle()
        await _until_stopped(agent.run)
        ledger.end()

    with at_work(loaded.state_dir):
        asyncio.run(serve())
    return 0


async def _until_stopped(run: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await run(stop)


if __name__ == "__main__":
    sys.exit(main())
