"""Arguments of `karlsson card`."""

import argparse
from pathlib import Path
from typing import Any

USER = "technician"
LIST_HELP = "the list of robots: .xlsx, .ods, .xls or .csv"


def add_card(commands: Any) -> None:
    """Add `card` and what can be done with cards."""
    card = commands.add_parser("card", help="memory cards of robots, and their labels")
    actions = card.add_subparsers(dest="action", required=True)
    _add_prepare(
        actions.add_parser(
            "prepare",
            help="write a card for each robot of a list",
            description="Write a card for each robot of a list. Nothing is written before the whole"
            " list is right. What is done is kept in a record, so that the same command goes on"
            " where it stopped.",
        )
    )
    labels = actions.add_parser("labels", help="set labels with name, serial number and code")
    _add_list(labels)
    labels.add_argument("--output", type=Path, required=True, metavar="FILE", help="a .pdf")
    _add_labels(labels)
    template = actions.add_parser("template", help="write an empty list with all its headings")
    template.add_argument("--output", type=Path, required=True, metavar="FILE", help="a .csv")
    template.add_argument("--lang", choices=("de", "en"), default="de", help="of the headings")


def _add_prepare(parser: argparse.ArgumentParser) -> None:
    _add_list(parser)
    parser.add_argument(
        "--out",
        type=Path,
        nargs="+",
        default=[],
        metavar="PLACE",
        help="a folder (a folder in it for each robot), or images or disks (one for each robot)",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="check the list and the places, write nothing"
    )
    parser.add_argument("--json", action="store_true", help="one line of JSON, for programs")
    parser.add_argument("--labels", type=Path, metavar="FILE", help="set labels as .pdf as well")
    _add_labels(parser)

    cards = parser.add_argument_group("cards")
    cards.add_argument(
        "--image",
        type=Path,
        metavar="FILE",
        help="copy this .img or .img.xz of Raspberry Pi OS to each disk first",
    )
    cards.add_argument(
        "--really",
        type=Path,
        nargs="+",
        default=[],
        metavar="DISK",
        help="name a disk a second time that is mounted or not removable",
    )
    cards.add_argument(
        "--again",
        action="store_true",
        help="write also what is done, and over another robot's card",
    )
    cards.add_argument(
        "--record",
        type=Path,
        metavar="FILE",
        help="keeps what is done; by default in the folder of --out, or beside the list",
    )

    cards.add_argument(
        "--package",
        type=Path,
        nargs="+",
        default=[],
        metavar="DEB",
        help="install this at the first start: the .deb of karlsson-robot, and others that it needs"
        " where there is no network",
    )

    login = parser.add_argument_group("who may log in over SSH, by key alone")
    login.add_argument(
        "--ssh-key",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="public key, also several; default: your own in ~/.ssh",
    )
    login.add_argument("--user", default=USER, help=f"name of the user (default: {USER})")
    login.add_argument("--no-login", action="store_true", help="nobody")

    shared = parser.add_argument_group("for each robot whose row says nothing else")
    shared.add_argument(
        "--bridge", default="", metavar="URL", help="such as https://karlsson.example"
    )
    shared.add_argument("--body", default="", help="simple (einfach), good (gut) or a .toml")
    shared.add_argument(
        "--tokens", type=Path, metavar="FILE", help="enrolment tokens of the bridge"
    )
    shared.add_argument("--time-zone", default="Europe/Berlin", help="default: Europe/Berlin")
    shared.add_argument("--country", default="DE", help="of the Wi-Fi; default: DE")
    shared.add_argument("--time-servers", default="", metavar="HOSTS", help="with commas between")
    shared.add_argument(
        "--proxy",
        default="",
        metavar="URL",
        help="of the school; a password of it belongs into the list",
    )
    shared.add_argument("--ca", default="", metavar="FILE", help="certificate of the school's CA")


def _add_list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--list", type=Path, required=True, metavar="FILE", help=LIST_HELP)
    parser.add_argument("--sheet", default="", metavar="NAME", help="if several hold a list")
    parser.add_argument(
        "--pins",
        type=Path,
        metavar="FILE",
        help="keeps the PINs of the robots' own pages; by default beside the list",
    )
    parser.add_argument(
        "--no-page", action="store_true", help="the robots have no page of their own"
    )
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="ROBOT", help="ids or names of some of the list"
    )


def _add_labels(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=("de", "en"), default="de", help="of the labels")
    parser.add_argument(
        "--used", type=int, default=0, metavar="N", help="labels of the first sheet that are gone"
    )
