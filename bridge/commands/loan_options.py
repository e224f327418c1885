"""Arguments of `karlsson-bridge` about the life of loans, schools and children.

Days are typed as people in Germany type them, or as ISO dates: `11.1. bis 25.3.`, `ab sofort 8
Wochen`, `2027-01-11 bis 2027-03-25`.
"""

import argparse
from pathlib import Path

from bridge.lending.life import LOCKED_BY, POLICIES, RETURN_REASONS

LARGEST_NUMBER = 2**31 - 1
"""Largest number that a loan or a pairing can have in a database."""

RIGHTS_HELP = "some of zoom, still, sheets, speech, with commas between them"

DAYS_HELP = "such as '11.1. bis 25.3.', 'ab sofort 8 Wochen', '2027-01-11 bis 2027-03-25'"
TIMES_HELP = "such as 'Mo 08:00-08:45, Di-Do 10:00-11:30', local time of the school"

LIFE: dict[str, tuple[str, str]] = {
    "reserve": ("reserve", "reserve a robot; the ticks of its federal state are made"),
    "pencil": ("pencil", "note a robot for some days; it blocks nothing, and fades after 14 days"),
    "pencilled": ("pencilled", "list what is noted"),
    "rub-out": ("rub_out", "remove a note"),
    "move": ("move", "give a loan other days, or another robot"),
    "extend": ("extend", "move the last day of a loan"),
    "hand-over": ("hand_over", "note that the robot is at the school"),
    "swap": ("swap", "give the child another robot for the rest of the loan"),
    "return": ("give_back", "note that the robot is back; the loan ends at once"),
    "lock": ("lock", "let no child in from now on, also in the running lesson"),
    "unlock": ("unlock", "let the child in again"),
    "tick": ("tick", "tick a line that the federal state asks for"),
    "untick": ("untick", "take a tick away; nobody comes in until it is set again"),
    "times": ("times", "set when the child may be in class"),
    "show": ("show", "show one loan: state, ticks, devices, codes"),
    "undo": ("undo", "take a change back within 10 minutes"),
}
"""Actions of `loan`, with the method that carries each out and its help."""


def loan_number(text: str) -> int:
    """Return the number of a loan or a pairing."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else 0
    if not 0 < number <= LARGEST_NUMBER:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is not a number such as 7")
    return number


def add_schools(
    sub: "argparse._SubParsersAction[argparse.ArgumentParser]", told: argparse.ArgumentParser
) -> None:
    """Add `school` and `child`."""
    _school_parser(sub.add_parser("school", help="schools and their contacts"), told)
    _child_parser(sub.add_parser("child", help="short names of children"), told)


def add_life(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", told: argparse.ArgumentParser
) -> None:
    """Add the actions of `loan` that are about its life."""
    made = {}
    for action, (act, what) in LIFE.items():
        one = actions.add_parser(action, parents=[told], help=what)
        one.set_defaults(act=act)
        if action == "undo":
            one.add_argument("--change", type=loan_number, required=True, metavar="ID")
        elif action == "rub-out":
            one.add_argument("--note", type=loan_number, required=True, metavar="ID")
        elif action not in ("reserve", "pencil", "pencilled"):
            one.add_argument("--loan", type=loan_number, required=True, metavar="ID")
        made[action] = one
    _reserve(made["reserve"])
    made["pencil"].add_argument("--robot", required=True, metavar="ID", help="which robot")
    made["pencil"].add_argument("--days", required=True, help=DAYS_HELP)
    made["pencil"].add_argument("--school", default="", help="number or name")
    made["move"].add_argument("--days", required=True, help=DAYS_HELP)
    made["move"].add_argument("--robot", default="", metavar="ID", help="another robot")
    made["extend"].add_argument(
        "--until", required=True, metavar="DATE", help="last day, such as 25.3. or '8 Wochen'"
    )
    made["swap"].add_argument("--robot", required=True, metavar="ID", help="the other robot")
    for action in ("hand-over", "swap", "return", "tick"):
        made[action].add_argument("--day", default="", metavar="DATE", help="default: today")
    made["return"].add_argument("--reason", choices=RETURN_REASONS, default="planned")
    made["return"].add_argument("--incomplete", action="store_true", help="accessories are missing")
    made["return"].add_argument("--note", default="", help="what has to be looked at")
    made["lock"].add_argument("--by", choices=LOCKED_BY, default="office", help="who stopped it")
    made["unlock"].add_argument(
        "--family-agrees", action="store_true", help="after a stop by family or child: they said so"
    )
    for action in ("tick", "untick"):
        made[action].add_argument("line", help="as `loan show` names it")
    made["tick"].add_argument("--count", default="", metavar="N/N", help="such as 22/22")
    _times(made["times"])
    made["times"].add_argument(
        "--timetable", type=Path, metavar="FILE", help="the school's timetable, as .ics"
    )


def _reserve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--robot", required=True, metavar="ID", help="which robot")
    parser.add_argument("--days", required=True, help=DAYS_HELP)
    parser.add_argument("--school", default="", help="number or name, as `school list` shows it")
    parser.add_argument("--pupil", default="", metavar="NAME", help="short name, such as 'J. B.'")
    parser.add_argument(
        "--child", type=loan_number, metavar="ID", help="a child that is known already"
    )
    parser.add_argument(
        "--class", dest="class_name", default="", metavar="CLASS", help="such as 6c"
    )
    parser.add_argument(
        "--without", default="", metavar="RIGHTS", help=f"what the child may not do: {RIGHTS_HELP}"
    )
    _times(parser)


def _times(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--times", default="", help=TIMES_HELP)
    parser.add_argument(
        "--policy", choices=POLICIES, help="default: windows with --times, otherwise always"
    )


def _school_parser(parser: argparse.ArgumentParser, told: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list", parents=[told], help="list all schools")
    add = actions.add_parser("add", parents=[told], help="add a school")
    add.add_argument("--name", required=True)
    for name, what in (
        ("--town", "where it is"),
        ("--postcode", "five digits"),
        ("--state", "HH, SH, NI or MV: its holidays and rules hold"),
    ):
        add.add_argument(name, default="", help=what)
    change = actions.add_parser("change", parents=[told], help="change a school")
    change.add_argument("school", help="number or name")
    for name in ("--name", "--town", "--postcode", "--state", "--note"):
        change.add_argument(name)
    contact = actions.add_parser("contact", parents=[told], help="add a contact to a school")
    contact.add_argument("school", help="number or name")
    contact.add_argument("--name", required=True)
    contact.add_argument("--phone", default="")
    contact.add_argument("--email", default="")


def _child_parser(parser: argparse.ArgumentParser, told: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list", parents=[told], help="list all children whose names are kept")
    rename = actions.add_parser(
        "rename", parents=[told], help="change a short name or class, also in its loans"
    )
    rename.add_argument("--child", type=loan_number, required=True, metavar="ID")
    rename.add_argument("--name", help="new short name")
    rename.add_argument("--class", dest="class_name", help="new class")
