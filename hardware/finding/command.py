"""`karlsson-body find`: what this robot is made of, and the body.toml that fits."""

import argparse
import asyncio
import json
import os
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bridge.process import file_words
from bridge.process.config_file import ConfigError
from hardware.config.config import USUAL_FILE, load
from hardware.setup.words import LANGUAGES, language_of

if TYPE_CHECKING:
    from hardware.finding.proposal import BodyProposal

SOCKET = Path("/run/karlsson/body.sock")
YES = ("ja", "yes")


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    language = language_of(os.environ.get("LC_ALL") or os.environ.get("LANG", ""))
    finding = commands.add_parser(
        "find", help="find servos, boards and pins, and propose a body.toml; nothing moves"
    )
    finding.add_argument(
        "--port", action="append", default=[], help="ask this serial port alone; may be repeated"
    )
    finding.add_argument(
        "--write", action="store_true", help="write the proposal once somebody has typed yes"
    )
    finding.add_argument("--json", action="store_true", help="one document, for programs")
    finding.add_argument("--lang", choices=LANGUAGES, default=language)
    finding.add_argument("--socket", type=Path, default=SOCKET, help="the body's")
    finding.add_argument(
        "--config",
        type=Path,
        default=argparse.SUPPRESS,
        help=f"file to write, default: {USUAL_FILE}",
    )
    finding.set_defaults(act=find)


def find(given: argparse.Namespace) -> int:
    """Search; return 0 if something is proposed (and written, where that was asked), else 1."""
    from hardware.finding.looking import look, running_driver
    from hardware.finding.proposal import propose
    from hardware.finding.reference import builds
    from hardware.finding.report import data_of, lines
    from hardware.setup.terminal import style_of

    running = asyncio.run(running_driver(given.socket))
    sys.stderr.write(_words("find_searching", given.lang) + "\n")
    sys.stderr.flush()
    found = look(given.port or _configured_ports(given.config or USUAL_FILE), running)
    proposal = propose(found, builds())
    if given.json:
        text = json.dumps(data_of(found, proposal, given.lang), ensure_ascii=False, indent=2)
        _say(text)
    else:
        for line in lines(found, proposal, style_of(os.environ, sys.stdout), given.lang):
            _say(line)
    if proposal.document is None:
        return 1
    if given.write and not given.json:
        return _write(given.config or USUAL_FILE, proposal, given.lang)
    if not given.json:
        _say("\n" + _words("find_how_on", given.lang))
    return 0


def _configured_ports(path: Path) -> tuple[str, ...]:
    """Return the ports that a body which is to be found names; none where there is no such file."""
    try:
        return load(path, os.environ).find.ports
    except ConfigError:
        return ()


def _old(path: Path) -> dict[str, Any]:
    """Return what the present file says; nothing if the body would refuse it."""
    try:
        load(path, {})
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (ConfigError, OSError, ValueError):
        return {}


def _write(path: Path, proposal: "BodyProposal", language: str) -> int:
    from hardware.finding.accepting import accept, is_same
    from hardware.finding.document import carried_over, config_of, text_of

    assert proposal.document is not None
    document = carried_over(proposal.document, _old(path))
    config_of(document)
    text = text_of(document)
    if is_same(path, text):
        _say("\n" + _words("find_same", language, path=path))
        return 0
    _say(f"\n{text}")
    if not sys.stdin.isatty():
        sys.stderr.write(f"karlsson-body: {_words('find_nobody_types', language)}\n")
        return 1
    if not _typed_yes(_words("find_ask", language, path=path)):
        _say(_words("find_not_written", language))
        return 1
    try:
        kept = accept(path, text)
    except OSError as error:
        sys.stderr.write(f"karlsson-body: {path}: {file_words.of_file(path, error)}\n")
        return 1
    if kept is not None:
        _say(_words("find_kept", language, path=kept))
    _say(_words("find_written", language, path=path))
    return 0


def _typed_yes(question: str) -> bool:
    try:
        return input(question).strip().lower() in YES
    except (EOFError, KeyboardInterrupt):
        _say("")
        return False


def _words(key: str, language: str, **values: object) -> str:
    from hardware.setup.axes import sentence
    from hardware.setup.words import say

    return say(sentence(key, **values), language)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
