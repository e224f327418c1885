"""`python -m hardware.papers`: print the page that explains the signals to a class."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from bridge.process import file_words
from hardware.papers.legend import legend
from hardware.papers.outfit import Shell, Wears, look
from hardware.signals.shapes import Language
from hardware.signals.table import TABLE

TEMPLATE = Path(__file__).with_name("legend.typ")


def add_command(commands: Any) -> None:
    """Add `legend` to the body's command line."""
    parser = commands.add_parser("legend", help="write the page that explains the signals")
    _add_arguments(parser)
    parser.set_defaults(act=write)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=get_args(Language), default="de")
    parser.add_argument("--format", choices=("pdf", "svg", "png"), default="pdf")
    parser.add_argument("--name", default="Karlsson", help="the class's name for its robot")
    parser.add_argument(
        "--colour", choices=get_args(Shell), help="colour that the child has chosen"
    )
    parser.add_argument("--wears", choices=get_args(Wears), default="none", help="what it wears")
    parser.add_argument("--output", type=Path, help="file to write; without it, standard output")


def write(given: argparse.Namespace) -> int:
    """Write the page; return the exit code."""
    if given.output is None and given.format != "svg" and sys.stdout.isatty():
        print("legend: name a file with --output; this would garble the terminal", file=sys.stderr)
        return 2
    # Only this command needs typst; the body itself starts without it.
    from bridge.papers.typeset import PaperError, typeset

    try:
        content = typeset(
            TEMPLATE.read_text(encoding="utf-8"),
            legend(TABLE, given.lang, given.name, look(given.colour, given.wears)),
            given.format,
        )
    except PaperError as error:
        print(f"legend: {error}", file=sys.stderr)
        return 1
    if given.output is None:
        sys.stdout.buffer.write(content)
        return 0
    try:
        given.output.write_bytes(content)
    except OSError as error:
        print(f"{given.output}: {file_words.of_file(given.output, error)}", file=sys.stderr)
        return 1
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m hardware.papers",
        description="Print the page that explains the robot's signals to a class.",
    )
    _add_arguments(parser)
    return write(parser.parse_args(arguments))


if __name__ == "__main__":
    sys.exit(main())
