"""`karlsson-bridge fleet`: every robot in one screen, and errands through the running bridge."""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import msgspec
from rich.console import Console
from rich.live import Live

from bridge.base.errors import BadRequest, BridgeError
from bridge.commands.fleet_arguments import ERRANDS, TRY_ALARMS
from bridge.commands.fleet_table import PLAIN_WIDTH, screen
from bridge.commands.result import as_json
from bridge.fleet import words
from bridge.fleet.caller import NoBridge, replies
from bridge.fleet.rows import FleetRow, filtered, named
from bridge.fleet.talk import (
    AskErrand,
    AskRows,
    AskTrial,
    ErrandAnswer,
    TellAnswer,
    TellRows,
    TellTrial,
)
from bridge.process import file_words
from bridge.protocol.fields import PhraseLanguage
from bridge.protocol.fleet import ErrandName

WATCH_S = 2.0

StoredRows = Callable[[], Awaitable[list[FleetRow]]]


class FleetCommand:
    """One call of the command.

    Args:
        socket: Where the running bridge answers.
        stored: Returns the rows that the database holds, for a bridge that does not run.
        language: German or English.
        as_json: Print for programs.
        console: Terminal.
    """

    def __init__(
        self,
        socket: str,
        stored: StoredRows,
        language: PhraseLanguage,
        as_json: bool,
        console: Console | None = None,
    ) -> None:
        self._socket = socket
        self._stored = stored
        self._language = language
        self._as_json = as_json
        self._console = console or Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH)

    # ---- the list

    async def show(self, wanted: Sequence[str]) -> int:
        """Print all robots, or those that a filter leaves; return the exit code."""
        try:
            rows, why = await self._rows(), ""
        except NoBridge as error:
            rows, why = await self._stored(), str(error)
        shown = filtered(rows, wanted)
        if self._as_json:
            _say(as_json([msgspec.to_builtins(row) for row in shown]))
            return 0
        if why:
            _say(words.of(words.STORED, self._language).format(why), sys.stderr)
        self._console.print(self._screen(rows, shown, None))
        return 0

    async def watch(self, wanted: Sequence[str]) -> int:
        """Show the robots until interrupted; return the exit code."""
        if self._as_json or not self._console.is_terminal:
            raise BadRequest("--watch needs a terminal; `fleet --json` prints for programs")
        filtered([], wanted)  # a mistake is told before the screen is cleared
        with Live(console=self._console, screen=True, auto_refresh=False) as live:
            while True:
                rows = await self._rows()
                shown = filtered(rows, wanted)
                live.update(self._screen(rows, shown, self._console.height), refresh=True)
                await asyncio.sleep(WATCH_S)

    def _screen(
        self, rows: Sequence[FleetRow], shown: Sequence[FleetRow], height: int | None
    ) -> Any:
        now, width = time.time(), self._console.width
        return screen(rows, shown, now, width, height, self._language)

    async def _rows(self) -> list[FleetRow]:
        async for reply in replies(self._socket, AskRows()):
            if isinstance(reply, TellRows):
                return list(reply.rows)
        raise NoBridge(f"{self._socket}: the bridge ended its answer early")

    # ---- errands

    async def send(self, errand: ErrandName, wanted: Sequence[str], folder: Path | None) -> int:
        """Have robots do an errand; return 1 if any of them did not.

        Args:
            folder: Where log bundles are put.
        """
        robots = named([row.robot for row in await self._rows()], wanted)
        told: list[dict[str, Any]] = []
        refused = False
        async for answer in self._answers(errand, robots):
            refused |= answer.refused is not None
            told.append(self._take(errand, answer, folder or Path()))
        if self._as_json:
            _say(as_json(sorted(told, key=lambda one: robots.index(one["robot"]))))
        return int(refused)

    async def try_alarms(self) -> int:
        """Have the bridge send a trial alarm on every way; return 1 if one did not take it."""
        async for reply in replies(self._socket, AskTrial()):
            if not isinstance(reply, TellTrial):
                continue
            if self._as_json:
                _say(as_json([{"way": way, "refused": why or None} for way, why in reply.found]))
            elif not reply.found:
                _say(words.of(words.NO_WAY, self._language))
            else:
                sent = words.of(words.SENT, self._language)
                for way, why in reply.found:
                    _say(f"✗ {way}: {why}" if why else f"✓ {way}: {sent}")
            return int(any(why for _, why in reply.found) or not reply.found)
        raise NoBridge(f"{self._socket}: the bridge ended its answer early")

    async def _answers(
        self, errand: ErrandName, robots: Sequence[str]
    ) -> AsyncIterator[ErrandAnswer]:
        asked = AskErrand(errand, tuple(robots), self._language)
        async for reply in replies(self._socket, asked):
            if isinstance(reply, TellAnswer):
                yield reply.answer

    def _take(self, errand: ErrandName, answer: ErrandAnswer, folder: Path) -> dict[str, Any]:
        """Print an answer, or keep it for the end; return it for programs."""
        told: dict[str, Any] = {
            "robot": answer.robot,
            "refused": answer.refused,
            "text": answer.text,
        }
        lines: list[str] = []
        if errand == "doctor" and answer.data:
            told["doctor"] = report = _report(answer.data)
            lines = _to_mend(report)
        if errand == "log_bundle" and answer.data:
            told["file"] = path = str(_kept(answer, folder))
            lines = [path]
        if not self._as_json:
            sign = "✓" if answer.refused is None else "✗"
            _say(f"{sign} {answer.robot}: {_plain(answer.text)}")
            for line in lines:
                _say(f"    {line}")
        return told


async def run_fleet(options: argparse.Namespace, socket: str, stored: StoredRows) -> int:
    """Run the command; return the exit code.

    Args:
        options: As `fleet_arguments` reads them.
        socket: Where the running bridge answers.
        stored: Returns the rows that the database holds.
    """
    command = FleetCommand(socket, stored, options.lang, options.json)
    if options.action == TRY_ALARMS:
        return await command.try_alarms()
    if options.action:
        errand, _ = ERRANDS[options.action]
        return await command.send(errand, options.robots, getattr(options, "out", None))
    if options.watch:
        return await command.watch(options.filter)
    return await command.show(options.filter)


def _say(text: str, stream: TextIO | None = None) -> None:
    out = stream or sys.stdout
    out.write(f"{text}\n")
    out.flush()


def _report(data: bytes) -> dict[str, Any]:
    try:
        report = json.loads(data)
    except ValueError:
        return {}
    return report if isinstance(report, dict) else {}


def _to_mend(report: dict[str, Any]) -> list[str]:
    """Return what a doctor's report wants to be mended, each with its remedy below."""
    lines = []
    for check in report.get("checks", ()):
        if check.get("outcome") not in ("failed", "weak"):
            continue
        sign = "✗" if check["outcome"] == "failed" else "!"
        lines.append(_plain(f"{sign} {check.get('name')}: {check.get('text')}"))
        if check.get("remedy"):
            lines.append(_plain(f"  → {check['remedy']}"))
    return lines


def _plain(text: str) -> str:
    """Return a robot's text without what would steer the terminal."""
    return "".join(one if one.isprintable() else "?" for one in text)


def _kept(answer: ErrandAnswer, folder: Path) -> Path:
    """Write a log bundle into a new file that only its owner reads; return its path.

    Raises:
        BridgeError: It cannot be written.
    """
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    path = folder / f"karlsson-{answer.robot}-{stamp}.zip"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(answer.data)
    except OSError as error:
        raise BridgeError(
            f"--out: {file_words.of_file(path, error)}; name a folder where you may write"
        ) from error
    return path
