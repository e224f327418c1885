"""Arguments of `karlsson-bridge request`."""

import argparse

from bridge.commands.loan_options import DAYS_HELP, loan_number
from bridge.lending.waiting import OUTCOMES

ACTIONS = {
    "list": "requests that wait for an answer, in the order in which they are answered",
    "show": "one request, and the robots that fit",
    "add": "write down a request that came by phone",
    "wait": "put one on the waiting list",
    "up": "move one up, with a reason that the history keeps",
    "take-in": "bring one back from the side list",
    "pencil": "note a robot for one; it takes no day away",
    "reserve": "reserve a robot for one, which is done with that",
    "end": "close one",
    "reopen": "take up one that was closed",
}


def add_requests(
    sub: "argparse._SubParsersAction[argparse.ArgumentParser]", told: argparse.ArgumentParser
) -> None:
    """Add `request`."""
    actions = sub.add_parser("request", help="requests and the waiting list").add_subparsers(
        dest="action", required=True
    )
    made = {}
    for action, what in ACTIONS.items():
        one = made[action] = actions.add_parser(action, parents=[told], help=what)
        if action not in ("list", "add"):
            one.add_argument("--request", type=loan_number, required=True, metavar="ID")
    made["list"].add_argument("--all", action="store_true", help="those that are done, too")
    made["up"].add_argument("--why", required=True, help="one sentence, without a name")
    made["end"].add_argument(
        "--outcome", choices=[one for one in OUTCOMES if one != "reserved"], default="declined"
    )
    for action in ("pencil", "reserve"):
        made[action].add_argument("--robot", required=True, metavar="ID")
        made[action].add_argument(
            "--days", default="", help=f"default: as it was asked for; {DAYS_HELP}"
        )
    _add(made["add"])


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--school", required=True, help="name and town")
    parser.add_argument("--asker", choices=("school", "family", "clinic"), default="school")
    parser.add_argument("--class", dest="class_name", default="", metavar="CLASS")
    parser.add_argument("--when", default="", help="such as '11.1. bis 25.3.' or 'ab sofort'")
    parser.add_argument("--how-long", choices=("weeks", "half_year", "unknown"), default="unknown")
    parser.add_argument("--school-knows", choices=("yes", "no", "unknown"), default="unknown")
    parser.add_argument("--contact", default="", help="name, phone, e-mail")
    parser.add_argument("--note", default="", help="no name of the child, no illness")
    parser.add_argument("--urgent", action="store_true")
