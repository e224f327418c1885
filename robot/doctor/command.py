"""`karlsson-robot doctor`: every part of this robot, each with a tick or a cross and its remedy."""

import argparse
import asyncio
import json
import logging
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from bridge.process import file_words
from bridge.process.config_file import ConfigError
from robot.doctor.examine import DoctorOptions, config_good, examine
from robot.doctor.findings import NAMES, Both, Finding, Language, bad, data_of, exit_code
from robot.doctor.table import PLAIN_WIDTH, show
from robot.media.devices.reopening import StuckError
from robot.settings import config as settings

STATE = "/var/lib/karlsson-robot"
"""Folder of the service's state, which only the service is told by its environment."""

INTERRUPTED = 130
"""Exit code, as shells count: 128 plus SIGINT."""

ADVICE = Both(
    "Diesen Wert in der Datei ändern, oder mit --config eine andere nennen; systemd/robot.toml ist "
    "ein Muster.",
    "Change this value in the file, or name another one with --config; systemd/robot.toml is an "
    "example.",
)

NAMED = Both(
    "Mit --config die richtige Datei nennen; systemd/robot.toml ist ein Muster.",
    "Name the right file with --config; systemd/robot.toml is an example.",
)
AS_WHOM = Both(
    "Den Befehl als Benutzer des Roboters aufrufen: sudo -u karlsson-robot.",
    "Run the command as the robot's user: sudo -u karlsson-robot.",
)


def run(given: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Examine the robot; return 1 if anything has to be mended, 2 for a wrong configuration."""
    # Links and devices write warnings of what the findings say better.
    logging.disable(logging.CRITICAL)
    language: Language = given.lang
    console = Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH)
    progress = Console(stderr=True, quiet=given.json or not sys.stderr.isatty())
    try:
        loaded = settings.load(given.config, {"STATE_DIRECTORY": STATE, **environment})
    except ConfigError as error:
        _print([_wrong(given.config or settings.USUAL_FILE, error)], language, given.json, console)
        return 2

    def announce(words: Both) -> None:
        sys.stderr.write(words.of(language) + "\n")
        sys.stderr.flush()

    options = DoctorOptions(given.gentle, environment=environment)
    if given.buttons and sys.stdin.isatty():
        options = replace(options, announce=announce)
    found = [config_good(given.config or settings.USUAL_FILE)]
    code = 0
    try:
        with progress.status("…") as status:

            def tell(finding: Finding) -> None:
                status.update(NAMES[finding.check].of(language))

            found += asyncio.run(examine(loaded, options, tell))
    except* StuckError as stuck:
        # The process ends at once, which frees the device; until then the light stays on.
        sys.stderr.write(f"karlsson-robot: {stuck.exceptions[0]}\n")
        code = 1
    except* KeyboardInterrupt:
        code = INTERRUPTED
    if code:
        return code
    _print(found, language, given.json, console)
    return exit_code(found)


def _wrong(path: Path, error: ConfigError) -> Finding:
    """Return the finding of a configuration that cannot be used.

    Keys, values and what is allowed stand in English, as in the log and in the example.
    """
    text = str(error)
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.filename == str(path):
            if isinstance(cause, FileNotFoundError):
                meant = file_words.like(path)
                there = f"; da ist: {meant}" if meant else ""
                return bad("config", Both(f"{path} ist nicht da{there}", text), NAMED)
            if isinstance(cause, PermissionError):
                return bad(
                    "config", Both(f"{path} darf dieser Benutzer nicht lesen", text), AS_WHOM
                )
        cause = cause.__cause__
    return bad("config", Both(text, text), ADVICE)


def _print(found: list[Finding], language: Language, as_json: bool, console: Console) -> None:
    if as_json:
        text = json.dumps(data_of(found, language), ensure_ascii=False, indent=2)
        sys.stdout.write(f"{text}\n")
    else:
        show(found, language, console)
