"""Options of `karlsson-bridge release` and `karlsson-bridge wave`."""

import argparse
from pathlib import Path
from typing import Any

from bridge.releases.waves import SOAK_H


def add_releases(commands: Any, told: argparse.ArgumentParser) -> None:
    """Add both commands."""
    release = commands.add_parser("release", help="releases of the robots' software")
    actions = release.add_subparsers(dest="action", required=True)
    bring = actions.add_parser(
        "import", parents=[told], help="take over a folder that `karlsson release` made"
    )
    bring.add_argument("source", type=Path, metavar="DIR", help="everything in it is checked first")

    wave = commands.add_parser("wave", help="which robots take a release, and when")
    actions = wave.add_subparsers(dest="action", required=True)
    start = actions.add_parser(
        "start", parents=[told], help="let one robot take a release, then 10 %%, then all"
    )
    start.add_argument("version", metavar="VERSION", help="such as 1.4.0")
    start.add_argument(
        "--first", default="", metavar="ROBOT", help="default: the one that was heard of last"
    )
    start.add_argument(
        "--soak-hours",
        type=float,
        default=SOAK_H,
        metavar="HOURS",
        help=f"how long each stage has to go well; default: {SOAK_H:g}",
    )
    actions.add_parser("show", parents=[told], help="how the wave goes, and what robots run")
    actions.add_parser("stop", parents=[told], help="stop the wave; robots keep what they have")
