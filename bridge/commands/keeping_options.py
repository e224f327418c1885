"""Arguments of `karlsson-bridge` about backups and erasing."""

import argparse
from pathlib import Path

from bridge.commands.loan_options import loan_number


def add_keeping(
    sub: "argparse._SubParsersAction[argparse.ArgumentParser]", told: argparse.ArgumentParser
) -> None:
    """Add the commands."""
    _backup_parser(
        sub.add_parser("backup", parents=[told], help="write the whole database, encrypted")
    )
    _restore_parser(
        sub.add_parser("restore", parents=[told], help="put a backup in the place of the database")
    )
    _erase_parser(sub.add_parser("erase", help="names of children, when their time is up"), told)
    _retention_parser(sub.add_parser("retention", help="how long each kind of data is kept"), told)


def _backup_parser(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to", type=Path, metavar="PLACE", help="new file, or folder; default: backup.folder"
    )
    parser.add_argument(
        "--for",
        dest="recipients",
        action="append",
        default=[],
        metavar="KEY",
        help="public key (age1…) that may open it; default: backup.recipients",
    )
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="a passphrase in place of a key"
    )
    parser.add_argument(
        "--by-itself", action="store_true", help="for the timer: nothing to do is no fault"
    )
    parser.add_argument(
        "--new-key",
        type=Path,
        metavar="FILE",
        help="make no backup, but a key: FILE leaves this computer, its public half stays",
    )


def _restore_parser(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="backup, as `karlsson-bridge backup` wrote it")
    parser.add_argument("--key", type=Path, metavar="FILE", help="file with the key")
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="its passphrase")
    parser.add_argument(
        "--erased",
        type=Path,
        metavar="FILE",
        help="list of erased loans of a computer that is gone; usually beside its backups",
    )
    parser.add_argument(
        "--replace", action="store_true", help="also where the database holds something"
    )


def _erase_parser(parser: argparse.ArgumentParser, told: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    loan = actions.add_parser(
        "loan", parents=[told], help="erase name, devices, codes and papers of a loan that is over"
    )
    loan.add_argument("--loan", type=loan_number, required=True, metavar="ID")
    actions.add_parser("due", parents=[told], help="erase every loan whose time is up")
    actions.add_parser("list", parents=[told], help="list the protocols")


def _retention_parser(parser: argparse.ArgumentParser, told: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list", parents=[told], help="list the kinds with their days")
    one = actions.add_parser("set", parents=[told], help="keep a kind longer or shorter")
    one.add_argument("kind", help="as `retention list` shows it")
    one.add_argument("days", type=int)
