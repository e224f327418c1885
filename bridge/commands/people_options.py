"""Arguments of `karlsson-bridge` about people and the history."""

import argparse

from bridge.commands.loan_options import loan_number
from bridge.lending.permissions import ROLE_WORDS, ROLES

ROLE_HELP = ", ".join(f"{role} ({words.de})" for role, words in ROLE_WORDS.items())


def add_people(
    sub: "argparse._SubParsersAction[argparse.ArgumentParser]", told: argparse.ArgumentParser
) -> None:
    """Add the commands."""
    _person_parser(sub.add_parser("person", help="who may sign in to the office"), told)
    _history_parser(sub.add_parser("history", parents=[told], help="who did what, and when"))


def _person_parser(parser: argparse.ArgumentParser, told: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    invite = actions.add_parser(
        "invite", parents=[told], help="make a one-time link, good for three days"
    )
    invite.add_argument("name", help="such as 'Anna Beispiel'")
    _profile(invite, "lead")
    again = actions.add_parser(
        "invite-again", parents=[told], help="make a new link; passkeys stay, the older link ends"
    )
    _number(again)
    change = actions.add_parser("change", parents=[told], help="change name, role, mail or school")
    _number(change)
    change.add_argument("--name", metavar="NAME")
    _profile(change, None)
    for action, what in (
        ("remove", "end somebody's access at once"),
        ("sign-out", "end all sessions of somebody, who may sign in again"),
        ("passkeys", "list the passkeys of somebody"),
    ):
        _number(actions.add_parser(action, parents=[told], help=what))
    lost = actions.add_parser(
        "remove-passkey", parents=[told], help="keep a lost device out, and sign it out"
    )
    _number(lost)
    lost.add_argument("passkey", type=loan_number, help="as `person passkeys` shows it")
    actions.add_parser("list", parents=[told], help="list people with role, passkeys, last sign-in")


def _number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("person", type=loan_number, help="as `person list` shows it")


def _profile(parser: argparse.ArgumentParser, role: str | None) -> None:
    parser.add_argument("--role", choices=ROLES, default=role, help=ROLE_HELP)
    parser.add_argument("--email", metavar="ADDRESS")
    parser.add_argument("--school", type=loan_number, metavar="ID", help="for the role school")


def _history_parser(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--loan", type=loan_number, metavar="ID")
    parser.add_argument("--robot", metavar="ID")
    parser.add_argument("--person", type=loan_number, metavar="ID")
    parser.add_argument(
        "--from", dest="first", default="", metavar="DATE", help="such as 3.1. or 2027-01-03"
    )
    parser.add_argument("--most", type=loan_number, default=50, metavar="N", help="default: 50")
