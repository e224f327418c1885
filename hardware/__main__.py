"""`karlsson-body`: run the body, set it up, or press a simulated button.

karlsson-body --config body.toml                # or: karlsson-body run --config body.toml
karlsson-body find                              # what is there, and a body.toml that fits
karlsson-body calibrate --config body.toml      # each axis; test, watch and page: SETUP.md
karlsson-body press pause --socket /run/karlsson/body.sock
karlsson-body poke block --part pan
karlsson-body draw --out pose.svg
python -m hardware.papers --lang de --output page.pdf      # the page for the class; also: legend
"""

import argparse
import asyncio
import io
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, get_args

import msgspec

from bridge.process import file_words, logs, notify
from bridge.process.config_file import ConfigError
from hardware.body.body import HURRY_S, Body
from hardware.body.latch import Latch
from hardware.body.loop import BodyLoop
from hardware.body.server import serve
from hardware.config.calibration_file import calibrated
from hardware.config.config import USUAL_FILE, BodyConfig, load_or_find, servos
from hardware.config.open import open_hardware
from hardware.contract import wire
from hardware.contract.errors import HardwareError
from hardware.drivers.simulated import poking
from hardware.finding import command as finding
from hardware.papers import __main__ as page
from hardware.papers.pose import live
from hardware.setup import commands as setup

PRESS_S = 3.0
AGAIN_S = HURRY_S + 0.2


class Watchdog:
    """Feeder of systemd's watchdog, driven by the ticks of the loop."""

    def __init__(self) -> None:
        self._interval_s = notify.watchdog_interval_s()
        self._fed_s = 0.0

    def ticked(self, now: float) -> None:
        """Take a tick; tell systemd if that is due."""
        if self._interval_s is not None and now - self._fed_s >= self._interval_s:
            self._fed_s = now
            notify.alive()


async def run(config: BodyConfig, stop: asyncio.Event, pin_factory: Any = None) -> None:
    """Serve until `stop` is set.

    Args:
        config: The body's configuration.
        stop: Event that ends the process.
        pin_factory: gpiozero pins that tests use instead of the configured ones.

    Raises:
        HardwareError: A device or the socket is missing.
    """
    clock = time.monotonic
    path = Path(config.body.socket)
    latch = Latch(path.with_suffix(".paused"), Path(config.body.state))
    body = Body(config, clock(), has_hand(config), latch.closed())
    loop = BodyLoop(body, clock, Watchdog().ticked, latch)
    async with open_hardware(config, loop.report, clock, pin_factory) as hardware:
        loop.hardware = hardware
        async with serve(loop, path), _looking(config, loop):
            notify.ready(f"body: {config.body.driver}")
            await loop.run(stop)
            notify.stopping()
    latch.close()


@asynccontextmanager
async def _looking(config: BodyConfig, loop: BodyLoop) -> AsyncIterator[None]:
    """Look for the parts of a body that is not chosen yet."""
    if config.body.driver != "find":
        yield
        return
    # Only here: any other body starts without it.
    from hardware.finding.first_look import first_look

    async with asyncio.TaskGroup() as group:
        looking = group.create_task(first_look(loop, config.find.ports), name="first look")
        yield
        looking.cancel()


def has_hand(config: BodyConfig) -> bool:
    """Return whether the configured driver moves a hand."""
    if config.body.driver == "simulated":
        return config.simulated.has_hand
    return "hand" in servos(config)


async def _main(config: BodyConfig) -> None:
    stop = asyncio.Event()
    running = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        running.add_signal_handler(number, stop.set)
    await run(config, stop)


def press(button: str, path: Path) -> int:
    """Press a simulated button; return the exit code."""
    line = wire.encode(msgspec.convert({"type": "press", "seq": 1, "button": button}, wire.Press))
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
            sock.settimeout(PRESS_S)
            sock.connect(str(path))
            with sock.makefile("rb") as stream:
                before = _newest_pause(stream.readline(), stream.readline())
                sock.sendall(line + b"\n")
                return _pressed(stream, before, button, lambda: sock.sendall(line + b"\n"))
    except OSError as error:
        print(f"karlsson-body: {path}: {file_words.of_socket(path, error)}", file=sys.stderr)
        return 1
    except msgspec.DecodeError:
        what = "what answers there is no body of this version"
        print(f"karlsson-body: {path}: {what}", file=sys.stderr)
        return 1


def _newest_pause(*lines: bytes) -> bool:
    reports = [wire.decode_report(line) for line in lines]
    return any(isinstance(report, wire.BodyState) and report.paused for report in reports)


def _pressed(
    stream: io.BufferedReader, before: bool, button: str, again: Callable[[], None]
) -> int:
    """Wait until the press has its effect or is refused."""
    begun_s = time.monotonic()
    in_time = True
    while time.monotonic() < begun_s + PRESS_S:
        if in_time and before and button == "pause" and time.monotonic() > begun_s + AGAIN_S:
            in_time = False
            again()  # the first press came too soon after another one to lift the pause
        report = wire.decode_report(stream.readline())
        if isinstance(report, wire.RefusedIntent):
            print(f"karlsson-body: refused: {report.text}", file=sys.stderr)
            return 1
        if isinstance(report, wire.Pressed) and report.button == button:
            return 0
        if isinstance(report, wire.BodyState) and button == "pause" and report.paused != before:
            return 0
    print("karlsson-body: the press was not seen", file=sys.stderr)
    return 1


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    made = argparse.ArgumentParser(
        prog="karlsson-body", description="Run the body, set it up, or press a simulated button."
    )
    made.add_argument("--config", type=Path, metavar="FILE", help=f"default: {USUAL_FILE}")
    commands = made.add_subparsers(dest="command")
    pressing = commands.add_parser("press", help="press a simulated button")
    pressing.add_argument("button", choices=get_args(wire.ButtonName))
    pressing.add_argument(
        "--socket", type=Path, default=Path("/run/karlsson/body.sock"), help="the body's"
    )
    running = commands.add_parser("run", help="run the body, the default command")
    running.add_argument(
        "--config", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="the same"
    )
    finding.add_command(commands)
    setup.add_commands(commands)
    poking.add_command(commands)
    live.add_command(commands)
    page.add_command(commands)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    given = parser().parse_args(arguments)
    if given.command == "press":
        return press(given.button, given.socket)
    if given.command not in (None, "run"):
        return int(given.act(given))
    try:
        config = calibrated(load_or_find(given.config, os.environ))
    except ConfigError as error:
        print(f"karlsson-body: {error}", file=sys.stderr)
        notify.mistaken(str(error))
        return 2
    logs.configure()
    try:
        asyncio.run(_main(config))
    except HardwareError as error:
        print(f"karlsson-body: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
