"""`karlsson-body poke`: cause a fault or an event in a running simulated body.

karlsson-body poke block --part pan       # until: poke repair
karlsson-body poke overheat --part tilt   # --value 75: degrees Celsius
karlsson-body poke unplug --part hand
karlsson-body poke brown_out              # of the supply of all servos
karlsson-body poke turn --value 20        # by hand, while its torque is off
karlsson-body poke drain --value 9        # percent left in the battery
karlsson-body poke charge                 # until: poke repair
karlsson-body poke warm --value 81        # the computer; from 75 degrees on its picture shrinks
karlsson-body poke weaken                 # the computer's supply is too weak
"""

import argparse
import socket
import sys
import time
from pathlib import Path
from typing import get_args

import msgspec

from bridge.process import file_words
from bridge.process.config_words import mistake
from hardware.contract import wire

WAIT_S = 3.0


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `poke` to the command line."""
    parser = commands.add_parser("poke", help="cause a fault or an event in the simulated body")
    parser.add_argument("what", choices=get_args(wire.PokeName))
    parser.add_argument("--part", choices=get_args(wire.AxisName), default="pan")
    parser.add_argument("--value", type=float, help="degrees, degrees Celsius or percent")
    parser.add_argument(
        "--socket", type=Path, default=Path("/run/karlsson/body.sock"), help="the body's"
    )
    parser.set_defaults(act=_run)


def _run(given: argparse.Namespace) -> int:
    return poke(given.what, given.part, given.value, given.socket)


def poke(what: str, part: str, value: float | None, path: Path) -> int:
    """Send a poke to the body; return the exit code."""
    fields = {"type": "poke", "seq": 1, "what": what, "part": part, "value": value}
    try:
        intent = msgspec.convert(fields, wire.Poke)
    except msgspec.ValidationError as error:
        found = mistake(error, wire.Poke)
        sys.stderr.write(f"karlsson-body: {found.key}: {found.what}\n")
        return 1
    try:
        refused = _send(intent, path)
    except OSError as error:
        refused = f"{path}: {file_words.of_socket(path, error)}"
    except msgspec.MsgspecError:
        refused = f"{path}: what answers there is no body of this version"
    if refused:
        sys.stderr.write(f"karlsson-body: {refused}\n")
        return 1
    return 0


def _send(intent: wire.Poke, path: Path) -> str | None:
    """Send an intent and wait for the next state; return the reason of a refusal, or None."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        sock.settimeout(WAIT_S)
        sock.connect(str(path))
        sent_s = time.monotonic()
        sock.sendall(wire.encode(intent) + b"\n")
        with sock.makefile("rb") as stream:
            for line in stream:
                report = wire.decode_report(line)
                if isinstance(report, wire.RefusedIntent):
                    return f"refused: {report.text}"
                if isinstance(report, wire.BodyState) and report.at_s > sent_s:
                    return None
    return f"{path}: the body closed the connection"
