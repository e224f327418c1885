"""Run the agent of one robot, enrol it, or print its public key.

karlsson-robot run [--config FILE]        # default: /etc/karlsson/robot.toml
karlsson-robot enrol TOKEN [--config FILE]
karlsson-robot enrol --moved [--config FILE]
karlsson-robot key [--config FILE]
karlsson-robot pin [--config FILE]
karlsson-robot wipe [--keep-key] [--keep-network] [--yes] [--json] [--root FOLDER]
karlsson-robot nettest [--config FILE] [--lang en] [--json]
karlsson-robot doctor [--config FILE] [--lang en] [--json] [--gentle] [--buttons]
karlsson-robot update [--check] [--now] [--version VERSION] [--lang en] [--json]
karlsson-robot find [--config FILE] [--lang en] [--json]
karlsson-robot setup [--config FILE] [--lang en] [--status] [--json]
"""

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from bridge.process import logs, notify
from bridge.process.config_file import ConfigError
from bridge.protocol.enrolment import TokenMistyped, plain
from robot.call import memory
from robot.handover import command as handover
from robot.handover.asked import AskedWipe
from robot.local_page.pin_command import set_pin
from robot.nettest.found import verdict_of
from robot.nettest.sheet import Language, sheet
from robot.settings import config, identity
from robot.settings.enrolment import EnrolmentFiles
from robot.settings.errors import IdentityError
from robot.update import options as update_options

UNIT_STATE = Path("/var/lib/karlsson-robot")
"""Folder that `StateDirectory=` of the unit names."""

OF_AGENT = (
    "The token is kept. The key of this robot comes from systemd's credentials, so the agent "
    "enrols with it within 15 seconds; `systemctl status karlsson-robot` says so."
)


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    made = argparse.ArgumentParser(prog="karlsson-robot", description=__doc__.splitlines()[0])
    commands = made.add_subparsers(dest="command", required=True)
    for name, words in (
        ("run", "serve until SIGTERM"),
        ("key", "print the public key, making the key at first use"),
        ("pin", "make a new PIN for the robot's own page, and print it; as root"),
    ):
        command = commands.add_parser(name, help=words)
        _name_config(command)
    enrol = commands.add_parser(
        "enrol", help="make this robot known to its bridge with a one-time token"
    )
    enrol.add_argument("token", nargs="?", default="", help="typed at the terminal if left out")
    enrol.add_argument(
        "--moved",
        action="store_true",
        help="keep the key of a card that was moved here; the robot it came from is out of use",
    )
    _name_config(enrol)
    test = commands.add_parser(
        "nettest", help="test the network; print a sheet for the IT department"
    )
    _name_config(test)
    test.add_argument("--lang", choices=["de", "en"], default="de", help="language of the sheet")
    test.add_argument("--json", action="store_true", help="one line of JSON, for programs")
    _add_doctor(commands)
    updating = commands.add_parser(
        "update", help="install a newer release from the bridge; as root"
    )
    _name_config(updating)
    update_options.add_options(updating)
    testing = commands.add_parser("testcall", help="a call of this robot to itself")
    testing.add_argument("--json", action="store_true", help="one line of JSON, for programs")
    _add_setup(commands)
    wiping = commands.add_parser(
        "wipe", help="remove what a loan left here: Wi-Fi, key, places, names; as root"
    )
    _name_config(wiping)
    handover.add_options(wiping)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    given = parser().parse_args(arguments)
    if given.command == "doctor":
        # Only here: it loads FFmpeg.
        from robot.doctor import command as doctor_command

        return doctor_command.run(given, os.environ)
    if given.command == "find":
        from robot.setup import find_command

        return find_command.run(given, _environment("find"))
    try:
        return _perform(given)
    except ConfigError as error:
        print(f"karlsson-robot: {error}", file=sys.stderr)
        if given.command == "run":
            notify.mistaken(str(error))
        return 2
    except IdentityError as error:
        print(f"karlsson-robot: {error}", file=sys.stderr)
        return 1


def _perform(given: argparse.Namespace) -> int:
    """Run a command whose mistakes are told in one way; return its exit code."""
    if given.command == "testcall":
        # Only here: it loads FFmpeg and WebRTC.
        from robot import self_call

        return self_call.run(given.json)
    if given.command == "update":
        # Only here: the other commands need no TUF to start.
        from robot.update import command as update_command

        return update_command.run(given, _environment(given.command))
    if given.command == "wipe" and given.root is not None:
        return _wipe_card(given)
    loaded = config.load(given.config, _environment(given.command))
    if given.command == "pin":
        return set_pin(Path(loaded.page.pin_file))
    if given.command == "wipe":
        return _wipe(given, loaded)
    if given.command == "setup":
        from robot.setup import command as setup_command

        return setup_command.run(given, loaded, _environment("setup"))
    if given.command == "nettest":
        with _named(given.config or config.USUAL_FILE):
            return _test_network(loaded, given.lang, given.json)
    return _be_oneself(given, loaded)


def _be_oneself(given: argparse.Namespace, loaded: config.RobotConfig) -> int:
    """Run a command that needs the identity of this robot: `enrol`, `key` or `run`."""
    files = EnrolmentFiles(loaded.state_dir)
    if given.command != "run":
        _become_owner(loaded.state_dir)
    if given.command == "enrol":
        with _named(given.config or config.USUAL_FILE):
            return _enrol(loaded, files, given.token, given.moved)
    files.settle()
    own = _identity(loaded)
    if given.command == "key":
        print(own.public)
        return 0
    with _named(given.config or config.USUAL_FILE):
        return _run(loaded, own)


def _wipe(given: argparse.Namespace, loaded: config.RobotConfig) -> int:
    name = loaded.robot.id or EnrolmentFiles(loaded.state_dir).record().robot
    if given.asked:
        return AskedWipe(name, loaded.state_dir).run()
    return handover.run(given, name, loaded.state_dir)


def _wipe_card(given: argparse.Namespace) -> int:
    """Wipe a card that is mounted here; nothing outside of its folder is read or written."""
    folder: Path = given.root / UNIT_STATE.relative_to("/")
    if not folder.is_dir():
        print(
            f"karlsson-robot: --root {given.root}: holds no robot, since {folder} is missing; name "
            "the folder where the card's second partition is mounted",
            file=sys.stderr,
        )
        return 2
    name = EnrolmentFiles(folder, given.root).record().robot
    return handover.run(given, name, folder, given.root)


def _add_doctor(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    doctor = commands.add_parser("doctor", help="check every part of this robot")
    _name_config(doctor)
    doctor.add_argument("--lang", choices=["de", "en"], default="de", help="language")
    doctor.add_argument("--json", action="store_true", help="one document, for programs")
    doctor.add_argument(
        "--gentle", action="store_true", help="only read: open, move and light nothing"
    )
    doctor.add_argument("--buttons", action="store_true", help="ask for a press of each button")


def _add_setup(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    finding = commands.add_parser(
        "find", help="find cameras, sound cards, servos and boards; nothing moves"
    )
    _name_config(finding)
    finding.add_argument("--lang", choices=["de", "en"], default="de", help="language")
    finding.add_argument("--json", action="store_true", help="one document, for programs")
    setting_up = commands.add_parser(
        "setup", help="guide through the whole set-up, and go on where it was left; as root"
    )
    _name_config(setting_up)
    setting_up.add_argument("--lang", choices=["de", "en"], default="de", help="language")
    setting_up.add_argument(
        "--status", action="store_true", help="only show what is done and what is open"
    )
    setting_up.add_argument("--json", action="store_true", help="the same as one document")


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


def _identity(loaded: config.RobotConfig) -> identity.Identity:
    credential = config.credential(os.environ)
    if credential is not None:
        return identity.load(credential)
    return identity.load_or_make(loaded.state_dir / config.KEY_FILE)


def _environment(command: str) -> Mapping[str, str]:
    """Return the environment; a person's command finds the folder of the unit by itself."""
    if command == "run" or not UNIT_STATE.is_dir():
        return os.environ
    return {"STATE_DIRECTORY": str(UNIT_STATE), **os.environ}


def _become_owner(folder: Path) -> None:
    """Go on as the owner of the robot's folder, so that the agent can read what is written."""
    if os.geteuid() != 0 or not folder.is_dir():
        return
    owner = folder.stat()
    os.setgroups([owner.st_gid])
    os.setgid(owner.st_gid)
    os.setuid(owner.st_uid)


def _enrol(loaded: config.RobotConfig, files: EnrolmentFiles, token: str, moved: bool) -> int:
    """Make this robot known, or its card at home here; return the exit code."""
    files.settle()
    own = _identity(loaded)
    if moved:
        files.bind(own.public, anew=True)
        print("This card belongs to this robot now. The robot it came from must stay off.")
        return 0
    try:
        token = plain(token or input("Token: "))
    except TokenMistyped as error:
        print(f"karlsson-robot: the token is mistyped: {error}", file=sys.stderr)
        return 2
    key_is_given = config.credential(os.environ) is not None
    if not key_is_given and files.record().key not in ("", own.public):
        files.put_token(token)
        print(OF_AGENT)
        return 0
    # Only here: `key` needs no HTTP client to start.
    from robot.links.enrol_once import enrol_once

    logging.getLogger().addHandler(logging.NullHandler())  # what matters is printed below
    done, words = asyncio.run(enrol_once(loaded, own, files, token, key_is_given))
    if done:
        print(f"This robot is {words}.")
        return 0
    print(f"karlsson-robot: not enrolled: {words}", file=sys.stderr)
    return 1


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
