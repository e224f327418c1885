"""`./run bench NAME`: measure, and print a table or rows of JSON."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from tests.bench import (
    board,
    body,
    crossing,
    echo,
    figure,
    fleet,
    killing,
    lesson,
    office,
    pause,
    powercut,
    relay,
    roam,
    soak,
)
from tests.bench.children import BenchError, until_told
from tests.bench.networks import command as networks
from tests.bench.reach import command as reach
from tests.bench.rows import Row, table, to_json

Benchmark = Callable[[float, int], Coroutine[Any, Any, list[Row]]]
BENCHMARKS: dict[str, tuple[Benchmark, str]] = {
    "board": (board.measure, "can a child read the board? zoom and stills, read by Tesseract"),
    "zooming": (board.costs, "what zoom and stills cost in a call: `board` without Tesseract"),
    "body": (body.measure, "from a target to the servo's pulse, for each driver"),
    "crossing": (crossing.measure, "voice and looks on narrow lines, with a still or a sheet"),
    "echo": (echo.measure, "the child's own voice, coming back, in simulated rooms"),
    "figure": (figure.measure, "what Karlsson's drawing costs in each frame, on a slow tablet"),
    "fleet": (fleet.measure, "3,000 robots tell one bridge their health once a minute"),
    "killing": (killing.measure, "is anything lost when a bridge is killed 100 times? backups"),
    "lesson": (lesson.measure, "a lesson in Chromium on this machine, beside aiortc and libwebrtc"),
    "office": (office.measure, "pages with up to 5,000 loans, and a member under attack"),
    "pause": (pause.measure, "from the class's pause to the last packet, under a flood"),
    "powercut": (powercut.measure, "does a robot start after a power cut in an update? (root)"),
    "relay": (relay.measure, "what the bridge's relay costs, and how many lessons it holds"),
    "roam": (roam.measure, "how soon is the child back after a change of network?"),
    "soak": (soak.measure, "one long lesson on a line that changes: does anything grow?"),
}

REACH = "from the tap to the picture, in networks that block (has its own --help)"
NETWORKS = "picture and voice over bad lines, beside aiortc and libwebrtc (has its own --help)"


def main(argv: list[str]) -> int:
    """Run one benchmark, or list them; return the exit status."""
    if argv[:1] == ["networks"]:
        return networks.main(argv[1:])
    if argv[:1] == ["reach"]:
        return reach.main(argv[1:])
    options = _parse(argv)
    if options.name is None:
        for name, (_, what) in BENCHMARKS.items():
            print(f"{name:10} {what}")
        print(f"{'networks':10} {NETWORKS}")
        print(f"{'reach':10} {REACH}")
        return 0
    benchmark, _ = BENCHMARKS[options.name]
    seconds = options.minutes * 60 if options.name == "soak" else options.seconds
    try:
        rows = asyncio.run(until_told(benchmark(seconds, options.runs)))
    except soak.LimitError as error:
        print(to_json(error.rows) if options.json else table(error.rows))
        print(f"{options.name}: {error}", file=sys.stderr)
        return 1
    except BenchError as error:
        print(f"{options.name}: {error}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 130
    print(to_json(rows) if options.json else table(rows))
    return 0


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run bench",
        description="Measure; without a name, list what there is to measure.",
    )
    parser.add_argument("name", nargs="?", choices=list(BENCHMARKS), help="what to measure")
    parser.add_argument("--json", action="store_true", help="rows as one JSON list on stdout")
    parser.add_argument(
        "--seconds", type=_seconds, default=8.0, help="length of each measurement (default 8)"
    )
    parser.add_argument(
        "--minutes", type=_minutes, default=60.0, help="length of a soak (default 60)"
    )
    parser.add_argument("--runs", type=_runs, default=3, help="median over so many (default 3)")
    return parser.parse_args(argv)


def _seconds(text: str) -> float:
    if text.replace(".", "", 1).isdecimal() and 2 <= float(text) <= 120:
        return float(text)
    raise argparse.ArgumentTypeError(f"{text!r}: allowed are 2 to 120 seconds")


def _minutes(text: str) -> float:
    if text.replace(".", "", 1).isdecimal() and 1 <= float(text) <= 24 * 60:
        return float(text)
    raise argparse.ArgumentTypeError(f"{text!r}: allowed are 1 to 1440 minutes")


def _runs(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 50:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r}: allowed are 1 to 50 runs")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
