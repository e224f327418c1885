"""`python -m tests.netlab`: a lab to try things in by hand."""

import argparse
import contextlib
import shlex
import sys
from collections.abc import Iterable, Sequence

from tests.netlab.laboratory import Lab, LabError, lab
from tests.netlab.line import NAMES, Line, parse
from tests.netlab.recordings import absolute

ABOUT = f"""\
Joins two network namespaces by a line, prints how to run something at either end, and then
obeys each line of standard input until that ends:

    down rate=300 queue=1000 delay=30     another line from the robot to the child
    up loss=0.05 burst=4                  ... from the child to the robot
    both                                  ... both ways: nothing named is a perfect line
    after 10 both outage                  the same, ten seconds from now (replaces an earlier one)
    counters                              what happened to packets so far

Known words: {", ".join(NAMES)}.
"""


def main(arguments: Sequence[str], orders: Iterable[str]) -> int:
    """Hold a lab until the orders end; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.netlab",
        description=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for way in ("both", "down", "up"):
        parser.add_argument(f"--{way}", type=_line, metavar="WORDS", help="such as 'delay=30'")
    options = parser.parse_args(arguments)
    try:
        with lab(options.both, down=options.down, up=options.up) as network:
            for name, place in (("robot", network.robot), ("child", network.child)):
                print(f"{name} ({place.address}): {shlex.join(place.command([]))}", flush=True)
            for order in orders:
                _obey(network, order.split())
                sys.stdout.flush()
    except LabError as error:
        print(f"No lab: {error}", file=sys.stderr)
        return 1
    return 0


def _line(text: str) -> Line:
    try:
        line = parse(text.split())
        if line.trace is not None:
            absolute(line.trace)
        return line
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _obey(network: Lab, words: Sequence[str]) -> None:
    try:
        match words:
            case []:
                return
            case ["counters"]:
                print(network.counters())
            case ["after", seconds, ("down" | "up" | "both") as way, *line]:
                steps = [(float(seconds), parse(line))]
                network.schedule(**dict.fromkeys(_ways(way), steps))
            case [("down" | "up" | "both") as way, *line]:
                network.change(**dict.fromkeys(_ways(way), parse(line)))
            case _:
                print(f"{words[0]!r} is unknown; known are down, up, both, after, counters")
    except ValueError as error:
        print(error)


def _ways(way: str) -> tuple[str, ...]:
    return ("down", "up") if way == "both" else (way,)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main(sys.argv[1:], sys.stdin))
