"""Arguments of `karlsson-bridge` about lists."""

import argparse
from pathlib import Path

from bridge.days.school_days import FEDERAL_STATES
from bridge.lending.life import LOAN_STATES

LARGEST_NUMBER = 2**31 - 1


def add_lists(
    sub: "argparse._SubParsersAction[argparse.ArgumentParser]", told: argparse.ArgumentParser
) -> None:
    """Add the commands."""
    parser = sub.add_parser("list", help="Excel lists in and out, and the report of a year")
    actions = parser.add_subparsers(dest="action", required=True)
    _import_parser(
        actions.add_parser(
            "import", parents=[told], help="check a list (.xlsx, .ods, .csv) and take it over"
        )
    )
    actions.add_parser("imports", parents=[told], help="list what was taken over")
    back = actions.add_parser(
        "take-back", parents=[told], help="take one import back, for thirty days"
    )
    back.add_argument("number", type=_number, metavar="ID", help="as `list imports` shows it")
    back.add_argument(
        "--leave-changed", action="store_true", help="leave what somebody has changed since"
    )
    _export_parser(
        actions.add_parser("export", parents=[told], help="write loans or requests to a file")
    )
    report = actions.add_parser(
        "report", parents=[told], help="loans, days and minutes of a year by federal state"
    )
    report.add_argument("--year", type=_year, help="default: this year")
    report.add_argument("--file", type=Path, metavar="FILE", help="write it there: .xlsx or .csv")


def _import_parser(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--take",
        action="store_true",
        help="take over each row that needs no answer; without it nothing is written",
    )
    parser.add_argument(
        "--suggestions", action="store_true", help="confirm every suggestion of the check"
    )
    parser.add_argument(
        "--old",
        action="store_true",
        help="count loans of more than 12 months ago for the report, without their child",
    )
    parser.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="KEY=TEXT",
        help="what a cell should hold, such as 0!H6=18.12.2026; 0!12=skip leaves a row out",
    )


def _export_parser(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="ends with .xlsx or .csv")
    parser.add_argument("--what", choices=["loans", "requests"], default="loans")
    parser.add_argument("--state", choices=FEDERAL_STATES, action="append", default=[])
    parser.add_argument("--status", choices=LOAN_STATES, action="append", default=[])
    parser.add_argument("--robot", metavar="ID", help="one robot alone")
    parser.add_argument("--from", dest="first", default="", metavar="DATE")
    parser.add_argument("--until", default="", metavar="DATE")
    parser.add_argument("--with-names", action="store_true", help="with the children's short names")


def _number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else 0
    if not 0 < number <= LARGEST_NUMBER:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is not a number such as 7")
    return number


def _year(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 2015 <= int(text) <= 2100):
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is not a year such as 2026")
    return int(text)
