"""`./run rehearsal`: a technician's afternoon with simulated robots, and how long it takes."""

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
from pathlib import Path

from rich.console import Console

from tests.rehearsal import show
from tests.rehearsal.course import Course
from tests.rehearsal.pictures import Pictures
from tests.rehearsal.report import Report, Step, data_of
from tests.rehearsal.stage import set_up

MOST_ROBOTS = 60
STOPPED = 130


def main(argv: list[str]) -> int:
    """Rehearse; return 0 if every step went well, 1 if not."""
    options = _parse(argv)
    # What media engines say of a child that has left is no news.
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        report = asyncio.run(_rehearsed(options))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return STOPPED
    if options.json:
        print(json.dumps(data_of(report), ensure_ascii=False))
    else:
        show.tell(report, Console(highlight=False))
    return 1 if report.failures else 0


async def _rehearsed(options: argparse.Namespace) -> Report:
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    report = Report(options.robots)

    def tell(step: Step) -> None:
        if not options.json:
            print(show.line(step), file=sys.stderr, flush=True)

    pictures = Pictures(options.pictures)
    async with set_up(report, options.at_once, pictures) as stage:
        await Course(stage, tell).run()
    pictures.drawn("times", "Laptop", lambda console: console.print(show.times(report)))
    pictures.drawn("mistakes", "Laptop", lambda console: show.mistakes(report, console))
    return report


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run rehearsal",
        description="Take simulated robots from one list to the last wipe, with the real bridge and"
        " the real agents, and print how long each step takes. Nothing outside of a folder of its"
        " own is touched.",
    )
    parser.add_argument(
        "--robots", type=_count, default=20, metavar="COUNT", help="how many robots; default: 20"
    )
    parser.add_argument("--json", action="store_true", help="one line of JSON, for programs")
    parser.add_argument(
        "--pictures", type=Path, metavar="FOLDER", help="write the handbook's pictures there"
    )
    parser.add_argument(
        "--at-once",
        type=_count,
        default=4 * len(os.sched_getaffinity(0)),
        metavar="COUNT",
        help="how many robots are busy at one time; default: four for each core",
    )
    return parser.parse_args(argv)


def _count(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= MOST_ROBOTS:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r}: a number from 1 to {MOST_ROBOTS}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
