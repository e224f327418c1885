"""Run the agent of one robot, or print the robot's public key.

karlsson-robot run --config robot.toml
karlsson-robot key --config robot.toml
"""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from bridge.process import logs
from bridge.process.config_file import ConfigError
from robot.call import memory
from robot.settings import config, identity
from robot.settings.errors import IdentityError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="karlsson-robot", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in (
        ("run", "serve until SIGTERM"),
        ("key", "print the public key, making the key at first use"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("--config", type=Path, required=True, help="TOML file")
    given = parser.parse_args(arguments)
    try:
        loaded = config.load(given.config, os.environ)
        own = _identity(loaded)
        if given.command == "key":
            print(own.public)
            return 0
        return _run(loaded, own)
    except ConfigError as error:
        print(f"karlsson-robot: {error}", file=sys.stderr)
        return 2
    except IdentityError as error:
        print(f"karlsson-robot: {error}", file=sys.stderr)
        return 1


def _identity(loaded: config.RobotConfig) -> identity.Identity:
    credential = config.credential(os.environ)
    if credential is not None:
        return identity.load(credential)
    return identity.load_or_make(loaded.state_dir / config.KEY_FILE)


def _run(loaded: config.RobotConfig, own: identity.Identity) -> int:
    # Only here: `key` need not load FFmpeg and WebRTC.
    from robot.agent import Agent

    logs.configure()

    async def serve() -> None:
        agent = Agent(loaded, own)
        memory.settle()
        await _until_stopped(agent.run)

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
