"""Technician's commands: calibrate, test, watch, page.

Each command imports its own modules on demand, so that the body itself starts without them.
"""

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bridge.process.config_file import ConfigError
from hardware.config.calibration_file import calibrated, path_of, serial_of
from hardware.config.config import USUAL_FILE, BodyConfig, load
from hardware.contract.errors import HardwareError, NotConnected
from hardware.setup.words import LANGUAGES, language_of

if TYPE_CHECKING:
    from hardware.setup.axes import AxisCalibration, AxisName, Sentence
    from hardware.setup.terminal import Terminal

SOCKET = Path("/run/karlsson/body.sock")
ANSWER_S = 60.0
GLIMPSE_S = 0.1
"""Time for which each light is shown if nobody is asked to look."""
INTERRUPTED = 130
"""Exit code, as shells count: 128 plus SIGINT."""


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the technician's commands to the command line."""
    language = language_of(os.environ.get("LC_ALL") or os.environ.get("LANG", ""))
    calibrating = commands.add_parser("calibrate", help="set up each axis and store the result")
    calibrating.add_argument("--axis", choices=("pan", "tilt", "hand"), help="this one only")
    calibrating.set_defaults(act=_calibrate)
    testing = commands.add_parser("test", help="try everything once")
    testing.add_argument("--no-buttons", action="store_true", help="do not ask for presses")
    testing.add_argument("--no-questions", action="store_true", help="do not ask questions")
    testing.add_argument("--json", action="store_true", help="one document instead of lines")
    testing.set_defaults(act=_test)
    watching = commands.add_parser("watch", help="see what the running body does")
    watching.add_argument("--json", action="store_true", help="every report as one line")
    watching.set_defaults(act=_watch)
    page = commands.add_parser("page", help="the same as a page for this machine's browser")
    page.add_argument("--port", type=int, default=0, help="0 takes a free one")
    page.set_defaults(act=_page)
    for parser in (calibrating, testing):
        parser.add_argument(
            "--config",
            type=Path,
            default=argparse.SUPPRESS,
            help=f"default: {USUAL_FILE}",
        )
    for parser in (watching, page):
        parser.add_argument("--socket", type=Path, default=SOCKET, help="the body's")
    for parser in (calibrating, testing, watching):
        parser.add_argument("--lang", choices=LANGUAGES, default=language)


def _calibrate(given: argparse.Namespace) -> int:
    from hardware.setup.calibrate import calibrate
    from hardware.setup.plans import save_found

    try:
        base = load(given.config, os.environ)
        path = path_of(base)
    except ConfigError as error:
        return _failed(error, 2)
    try:
        config = calibrated(base)
    except ConfigError as error:
        # A wrong old file is a reason to calibrate, so it does not end the command.
        _failed(error, 2)
        config = base

    def save(found: "Mapping[AxisName, AxisCalibration]") -> None:
        save_found(base, found)

    async def run() -> int:
        _refuse_unwritable(path)
        return await calibrate(config, given.axis, path, save, _terminal(), given.lang)

    return _ran(run())


def _refuse_unwritable(path: Path) -> None:
    """Refuse before the work, not after it, if the result cannot be written."""
    folder = next(each for each in path.parents if each.exists())
    if not os.access(folder, os.W_OK):
        raise NotConnected(f"folder {folder}", "cannot be written: start this with sudo", "driver")


def _test(given: argparse.Namespace) -> int:
    from hardware.setup.axes import sentence
    from hardware.setup.checks import Check, data_of, exit_code, good, line_of
    from hardware.setup.dial import Style
    from hardware.setup.examine import ExamineOptions, calibration_check, examine
    from hardware.setup.terminal import style_of
    from hardware.setup.words import say

    style = Style(unicode=True) if given.json else style_of(os.environ, sys.stdout)
    found: list[Check] = []
    asking = not given.no_questions and sys.stdin.isatty()

    def tell(check: Check) -> None:
        found.append(check)
        if not given.json:
            _say(line_of(check, style, given.lang))

    def announce(request: "Sentence") -> None:
        # Results go to standard output, where they may be redirected to a file.
        sys.stderr.write(say(request, given.lang) + "\n")
        sys.stderr.flush()

    async def ask(question: "Sentence") -> bool | None:
        if not asking:
            return None
        announce(question)
        return await _yes_or_no()

    async def run() -> int:
        config = _loaded(given.config, tell)
        if config is not None:
            tell(calibration_check(config, serial_of(config)))
            options = ExamineOptions(tell, ask, announce, not given.no_buttons)
            await examine(config, options if asking else replace(options, show_s=GLIMPSE_S))
        return exit_code(found)

    def _loaded(path: Path | None, tell: Any) -> BodyConfig | None:
        name = sentence("check_config")
        try:
            config = load(path, os.environ)
        except ConfigError as error:
            tell(Check(name, "failed", sentence("found", text=str(error)), sentence("do_config")))
            return None
        tell(good(name, sentence("found", text=f"{path}: {config.body.driver}")))
        try:
            return calibrated(config)
        except ConfigError as error:
            name = sentence("check_calibration")
            tell(
                Check(
                    name, "failed", sentence("found", text=str(error)), sentence("do_calibration")
                )
            )
            return None

    code = _ran(run())
    if given.json:
        checks = [data_of(check, given.lang) for check in found]
        _say(json.dumps({"ok": code == 0, "checks": checks}, ensure_ascii=False, indent=2))
    elif code in (0, 1):
        failed = sum(check.outcome == "failed" for check in found)
        _say(say(sentence("not_ok" if failed else "all_ok", failed=failed), given.lang))
    return code


def _watch(given: argparse.Namespace) -> int:
    from hardware.setup.watch import watch, watch_lines

    if given.json:
        return _ran(watch_lines(given.socket, sys.stdout))

    async def run() -> None:
        await watch(given.socket, _terminal(), given.lang)

    return _ran(run())


def _page(given: argparse.Namespace) -> int:
    from hardware.setup.page import serve_page

    async def run() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        told: asyncio.Queue[str] = asyncio.Queue(1)
        async with asyncio.TaskGroup() as group:
            group.create_task(serve_page(given.socket, given.port, told, stop), name="page")
            _say(await told.get())

    return _ran(run())


def _terminal() -> "Terminal":
    from hardware.setup.terminal import Terminal

    return Terminal.of(sys.stdin, sys.stdout, os.environ)


async def _yes_or_no() -> bool | None:
    """Return the answer, or None if nobody presses a key."""
    with _terminal().opened() as terminal:
        end_s = asyncio.get_running_loop().time() + ANSWER_S
        while asyncio.get_running_loop().time() < end_s:
            key = await terminal.key(1.0)
            if key in ("y", "n", "j"):
                return bool(key != "n")
            if key in ("ctrl_c", "eof", "q"):
                raise KeyboardInterrupt
    return None


def _ran(work: Coroutine[Any, Any, int | None]) -> int:
    """Run a command; print one sentence if it fails; return the exit code."""
    code = 0
    try:
        code = asyncio.run(work) or 0
    except* HardwareError as errors:
        code = _failed(_first(errors), 1)
    except* KeyboardInterrupt:
        code = INTERRUPTED
    return code


def _first(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _failed(error: BaseException, code: int) -> int:
    sys.stderr.write(f"karlsson-body: {error}\n")
    return code


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
