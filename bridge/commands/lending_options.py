"""Arguments of `karlsson-bridge` about robots, loans, pairings and devices."""

import argparse
from pathlib import Path

from bridge.commands import enrolments
from bridge.commands.loan_options import RIGHTS_HELP, add_life, loan_number


def add_lending(
    sub: "argparse._SubParsersAction[argparse.ArgumentParser]", told: argparse.ArgumentParser
) -> None:
    """Add the commands."""
    _lend_parser(
        sub.add_parser("lend", parents=[told], help="add robot, loan and pairing in one step")
    )
    _robot_parser(sub.add_parser("robot", help="robots"), told)
    _loan_parser(sub.add_parser("loan", help="which child has which robot, and when"), told)
    _pairing_parser(sub.add_parser("pairing", help="bind a child's device to a loan"), told)
    _device_parser(sub.add_parser("device", help="children's devices that were paired"), told)


def _name_loan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--loan", type=loan_number, required=True, metavar="ID", help="number of the loan"
    )


def _name_rights(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--without",
        default="",
        metavar="RIGHTS",
        help=f"what the child may not do: {RIGHTS_HELP}",
    )


def _pairing_parser(parser: argparse.ArgumentParser, told: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser(
        "add", parents=[told], help="make a link or word that pairs one device"
    )
    _name_loan(add)
    add.add_argument("--word", action="store_true", help="make a word to type instead of a code")
    add.add_argument("--hours", type=float, help="how long it can be used")
    add.add_argument("--svg", type=Path, metavar="FILE", help="write the QR code there")
    actions.add_parser("list", parents=[told], help="list codes and words with their state")
    withdraw = actions.add_parser(
        "withdraw", parents=[told], help="make an unused code or word invalid"
    )
    withdraw.add_argument(
        "--pairing",
        type=loan_number,
        required=True,
        metavar="ID",
        help="as `pairing list` shows it",
    )


def _device_parser(parser: argparse.ArgumentParser, told: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list", parents=[told], help="list devices with their child and state")
    lock = actions.add_parser("lock", parents=[told], help="keep a lost device out, for good")
    lock.add_argument("device", help="eight digits, as `device list` shows them")


def _lend_parser(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="such as karlsson-1")
    parser.add_argument("--name", required=True, help="what the class calls it")
    parser.add_argument("--key", required=True, help="as `karlsson-robot key` prints it")
    parser.add_argument(
        "--pupil", required=True, metavar="NAME", help="what the class calls the child"
    )
    parser.add_argument("--from", dest="first", default="", metavar="DATE", help="default: today")
    parser.add_argument("--until", required=True, metavar="DATE", help="last day, included")
    _name_rights(parser)
    parser.add_argument("--svg", type=Path, metavar="FILE", help="write the child's QR code there")


def _robot_parser(parser: argparse.ArgumentParser, told: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", parents=[told], help="make a robot known by its key")
    add.add_argument("id", help="such as karlsson-1")
    add.add_argument("--name", required=True, help="what the class calls it")
    add.add_argument("--key", required=True, help="as `karlsson-robot key` prints it")
    add.add_argument(
        "--replace-key",
        action="store_true",
        help="replace the key of a robot that was set up again",
    )
    actions.add_parser("list", parents=[told], help="list robots with their keys")
    enrol = actions.add_parser(
        "enrol", parents=[told], help="make one-time tokens with which robots enrol themselves"
    )
    enrol.add_argument(
        "names", nargs="+", metavar="NAME", help="such as karlsson-1 or 'Karlsson 1'"
    )
    enrol.add_argument(
        "--days",
        type=float,
        default=enrolments.DAYS,
        help=f"how long they can be used; default: {enrolments.DAYS:g}",
    )
    actions.add_parser("tokens", parents=[told], help="list the tokens with their state")
    withdraw = actions.add_parser("withdraw", parents=[told], help="make an unused token invalid")
    withdraw.add_argument("name", metavar="NAME", help="robot, as `robot tokens` shows it")


def _loan_parser(parser: argparse.ArgumentParser, told: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser(
        "add", parents=[told], help="lend a robot; prints the links of teacher and buddy"
    )
    add.add_argument("--robot", required=True, metavar="ID", help="which robot")
    add.add_argument(
        "--pupil", required=True, metavar="NAME", help="what the class calls the child"
    )
    add.add_argument("--from", dest="first", default="", metavar="DATE", help="default: today")
    add.add_argument("--until", required=True, metavar="DATE", help="such as 2027-01-31, included")
    _name_rights(add)
    add.add_argument("--svg", type=Path, metavar="FILE", help="write the QR code there")
    actions.add_parser("list", parents=[told])
    end = actions.add_parser("end", parents=[told], help="end a loan now or on another day")
    _name_loan(end)
    when = end.add_mutually_exclusive_group()
    when.add_argument("--now", action="store_true", help="at once; the default")
    when.add_argument("--on", default="", metavar="DATE", help="its last day, included")
    cancel = actions.add_parser("cancel", parents=[told], help="cancel a loan that has not begun")
    _name_loan(cancel)
    for action, what in (
        ("allow", "give the child a right of this loan back"),
        ("forbid", "take a right of this loan away from the child"),
    ):
        change = actions.add_parser(action, parents=[told], help=what)
        _name_loan(change)
        change.add_argument("rights", metavar="RIGHTS", help=RIGHTS_HELP)
    add_life(actions, told)
    renew = actions.add_parser(
        "renew", parents=[told], help="make new links of teacher and buddy; the old ones end"
    )
    _name_loan(renew)
    renew.add_argument("--svg", type=Path, metavar="FILE", help="write the QR code there")
