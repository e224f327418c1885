"""Arguments of `karlsson-bridge fleet`."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from bridge.fleet.rows import FILTER_HELP
from bridge.protocol.fleet import ErrandName

TRY_ALARMS = "try-alarms"

ERRANDS: Mapping[str, tuple[ErrandName, str]] = {
    "identify": ("identify", "have robots light up and say their names"),
    "restart": ("restart", "have the agents of robots end and start anew"),
    "doctor": ("doctor", "have robots check what they can without opening anything"),
    "logs": ("log_bundle", "fetch redacted log bundles"),
}
"""By word of the command line: the errand, and what it does."""


def add_fleet(parser: argparse.ArgumentParser, told: argparse.ArgumentParser) -> None:
    """Add the arguments; without an action all robots are listed."""
    parser.set_defaults(filter=[], watch=False)
    _language(parser)
    parser.add_argument("--watch", action="store_true", help="show them until interrupted")
    parser.add_argument("--filter", nargs="+", default=[], metavar="WORD", help=FILTER_HELP)
    actions = parser.add_subparsers(dest="action")
    trial = actions.add_parser(
        TRY_ALARMS, parents=[told], help="send a trial alarm on every way, to see if it arrives"
    )
    _language(trial)
    for name, (_errand, what) in ERRANDS.items():
        one = actions.add_parser(name, parents=[told], help=what)
        _language(one)
        one.add_argument(
            "robots", nargs="+", metavar="ROBOT", help="ids, patterns such as 'klasse-*', or all"
        )
        if name == "logs":
            one.add_argument(
                "--out", type=Path, metavar="DIR", help="folder for the bundles; default: here"
            )


def _language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=["de", "en"], default="de", help="language")
