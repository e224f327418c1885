"""PURE. Options of `karlsson-robot update`. No I/O."""

import argparse


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--check", action="store_true", help="only look; change nothing")
    parser.add_argument("--now", action="store_true", help="also in school hours, not in a lesson")
    parser.add_argument("--version", default="", help="a certain release; default: the newest")
    parser.add_argument("--lang", choices=["de", "en"], default="de", help="language")
    parser.add_argument("--json", action="store_true", help="one line of JSON, for programs")
    # For the units alone: the hourly look, and what a start of the computer needs.
    parser.add_argument("--by-itself", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--settle", action="store_true", help=argparse.SUPPRESS)
