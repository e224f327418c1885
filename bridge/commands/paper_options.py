"""Arguments of `karlsson-bridge` about papers, and what the charity is called on them."""

import argparse
from pathlib import Path

from bridge.commands.loan_options import loan_number
from bridge.paperwork.kinds import PAPER_KINDS, PAPERS

CHARITY_FIELDS = {
    "name": "name of the charity",
    "address": "street, post code and town in one line",
    "phone": "number that families and schools call",
    "hours": "when somebody is there",
    "email": "address for mail",
    "responsible": "who represents the charity",
    "privacy": "whom to ask about data protection",
    "host": "where the server stands",
}


def add_papers(
    sub: "argparse._SubParsersAction[argparse.ArgumentParser]", told: argparse.ArgumentParser
) -> None:
    """Add the commands."""
    papers = sub.add_parser("paper", help="print the papers of a loan, or empty forms")
    actions = papers.add_subparsers(dest="action", required=True)
    shown = actions.add_parser(
        "list", parents=[told], help="list the papers, and when those of a loan were printed"
    )
    shown.add_argument("--loan", type=loan_number, metavar="ID")
    printed = actions.add_parser(
        "print",
        parents=[told],
        help="write a paper as PDF; a new welcome sheet ends the older one",
    )
    printed.add_argument("kind", choices=PAPER_KINDS)
    printed.add_argument("--loan", type=loan_number, required=True, metavar="ID")
    _target(printed)
    empty = actions.add_parser("empty", parents=[told], help="write an empty form as PDF")
    empty.add_argument("kind", choices=[kind for kind, one in PAPERS.items() if not one.has_key])
    _target(empty)
    charity = sub.add_parser("charity", help="what the charity is called on its papers")
    acts = charity.add_subparsers(dest="action", required=True)
    acts.add_parser("show", parents=[told], help="show what stands on papers")
    change = acts.add_parser("set", parents=[told], help="change it; what is not named stays")
    for field, what in CHARITY_FIELDS.items():
        change.add_argument(f"--{field}", metavar="TEXT", help=what)


def _target(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="new PDF file")
