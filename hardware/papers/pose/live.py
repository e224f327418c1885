"""`karlsson-body draw`: a picture of the running body as it stands now.

karlsson-body draw --socket PATH --out pose.svg
karlsson-body draw --documents docs/pictures              # the pictures of the handbook
karlsson-body draw --app pupil_app/js/page/signal_table.js     # what the app draws by
"""

import argparse
import socket
import sys
from pathlib import Path

import msgspec

from bridge.process import file_words
from hardware.contract import wire
from hardware.papers.pose import for_app
from hardware.papers.pose.figure import draw
from hardware.papers.pose.moment import of_state
from hardware.papers.pose.sheet import PICTURES

WAIT_S = 3.0


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `draw` to the command line."""
    parser = commands.add_parser("draw", help="draw the body as it stands now, as SVG")
    parser.add_argument("--out", type=Path, default=Path("body.svg"), help="default body.svg")
    parser.add_argument(
        "--at", type=float, metavar="SECONDS", help="since the signal began; default: its brightest"
    )
    parser.add_argument(
        "--documents", type=Path, metavar="FOLDER", help="write the handbook's pictures instead"
    )
    parser.add_argument(
        "--app", type=Path, metavar="FILE", help="write the app's table of signals instead"
    )
    parser.add_argument(
        "--socket", type=Path, default=Path("/run/karlsson/body.sock"), help="the body's"
    )
    parser.set_defaults(act=_run)


def _run(given: argparse.Namespace) -> int:
    try:
        if given.documents is not None:
            write_pictures(given.documents)
        elif given.app is not None:
            given.app.write_text(for_app.module(), encoding="utf-8")
        else:
            given.out.write_text(draw_live(given.socket, given.at), encoding="utf-8")
    except (OSError, msgspec.MsgspecError) as error:
        sys.stderr.write(f"karlsson-body: {error}\n")
        return 1
    return 0


def write_pictures(folder: Path) -> None:
    """Write the pictures of the handbook."""
    for name, drawn in PICTURES.items():
        (folder / name).write_text(drawn(), encoding="utf-8")


def draw_live(path: Path, at_s: float | None = None) -> str:
    """Return the picture of the body that listens there.

    Raises:
        OSError: No body listens there, or it stays silent.
    """
    has_hand = True
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        sock.settimeout(WAIT_S)
        try:
            sock.connect(str(path))
            with sock.makefile("rb") as stream:
                for line in stream:
                    report = wire.decode_report(line)
                    if isinstance(report, wire.Greeting):
                        has_hand = report.has_hand
                    if isinstance(report, wire.BodyState):
                        return draw(of_state(report, has_hand, at_s))
        except OSError as error:
            raise OSError(f"{path}: {file_words.of_socket(path, error)}") from error
    raise ConnectionResetError(f"{path}: the body closed the connection")
