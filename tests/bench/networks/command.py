"""The command `./run bench networks`."""

import argparse
import asyncio
import itertools
import json
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from robot.media.types.cells import Samples
from tests.bench.children import BenchError, until_told
from tests.bench.networks import publish, spoken
from tests.bench.networks.lesson import DEFAULT_ENGINES, ENGINES, lesson
from tests.bench.networks.lines import LINES, TRACE, NetworkLine
from tests.bench.networks.lines import parse as parse_line
from tests.bench.networks.material import FOLDER, MATERIALS, SIZES, size_of
from tests.bench.networks.plan import Case, about_s, cases, turns
from tests.bench.networks.targets import row_line
from tests.bench.rows import Figures, Row, summarise, table, to_json
from tests.netlab.laboratory import LabError

OWN = FOLDER / "networks"
HELP = """\
Names are told apart by spaces or commas.
Without --lines everything is measured: all lines, both materials, both sizes;
that takes hours. With --lines it is the drawn lesson at 640x480, unless said
otherwise. A line may also be given in words: delay=40,loss=0.03,rate=700,queue=300
(ms, share, kbit/s, ms; see tests/netlab), or recorded in Mahimahi's format:
trace:BOTH or trace:UP,DOWN, each a file or one of evdo, umts, lte, wifi, and words
behind them: trace:up.txt,down.txt,delay=40,queue=500 (30 and 2000 ms, if not told).
A material may be any clip.
One line and one engine, in half a minute:
    ./run bench networks --lines loss5 --engines karlsson --runs 1
"""


@dataclass(frozen=True)
class Options:
    """Options given on the command line."""

    lines: Sequence[NetworkLine]
    engines: Sequence[str]
    materials: Sequence[str]
    sizes: Sequence[str]
    runs: int
    seconds: float
    json: bool
    out: Path
    resume: bool


async def measure(options: Options) -> list[Row]:
    """Hold all the lessons; what was measured is kept after each.

    Raises:
        BenchError: Nothing at all could be measured.
    """
    named = {line.name: line for line in options.lines}
    groups = cases(list(named), options.materials, options.sizes, options.engines)
    speech = spoken.load(spoken.prepare(FOLDER))
    options.out.mkdir(parents=True, exist_ok=True)
    OWN.mkdir(parents=True, exist_ok=True)
    log = (OWN if options.out == publish.FOLDER else options.out) / "lessons.jsonl"
    if not options.resume:
        log.unlink(missing_ok=True)
    done = _read(log)
    seconds = {name: max(options.seconds, line.at_least_s) for name, line in named.items()}
    print(
        f"This takes about {about_s(groups, options.runs, seconds) / 60:.0f} min.", file=sys.stderr
    )
    for run, case in turns(groups, options.runs):
        if (run, case.key) in done:
            continue
        print(f"run {run + 1} of {options.runs}: {case.key} ...", file=sys.stderr, flush=True)
        figures: Figures = await _one(case, named[case.line], options.seconds, speech)
        done[run, case.key] = figures
        with log.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"run": run, "case": case.key, "figures": figures}) + "\n")
    found = [
        row
        for group in groups
        for case in group
        for row in summarise(
            row_line(case.line, f"{Path(case.material).stem}-{case.size}"),
            case.engine,
            [done.get((run, case.key), {}) for run in range(options.runs)],
        )
    ]
    if not found:
        raise BenchError("nothing could be measured")
    return found


async def _one(case: Case, line: NetworkLine, seconds: float, speech: Samples) -> dict[str, float]:
    """Measure one lesson; one that fails is told of, and the others go on."""
    try:
        return await lesson(case.engine, line, case.material, size_of(case.size), seconds, speech)
    except (BenchError, LabError, ValueError, TimeoutError) as error:
        print(f"no figures: {error or type(error).__name__}", file=sys.stderr, flush=True)
        return {}


def _read(log: Path) -> dict[tuple[int, str], Figures]:
    found: dict[tuple[int, str], Figures] = {}
    if log.exists():
        for text in log.read_text(encoding="utf-8").splitlines():
            entry = json.loads(text)
            if entry["figures"]:
                found[entry["run"], entry["case"]] = entry["figures"]
    return found


def parse(argv: Sequence[str]) -> Options:
    """Return the options; exits with a sentence when they make no sense."""
    parser = argparse.ArgumentParser(
        prog="./run bench networks",
        description="Three engines over bad lines, side by side.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    option = parser.add_argument

    def several(name: str, read: Callable[[str], list[Any]], words: str) -> None:
        option(name, nargs="+", type=read, default=[], metavar="NAME", help=words)

    several("--lines", _checked(_lines), f"of {', '.join(LINES)}; or one in words")
    several("--engines", _words(ENGINES), f"of {', '.join(ENGINES)}; all but the last, if none")
    several("--material", _words(()), "lesson, film, or a clip's path")
    several("--size", _checked(_sizes), f"such as {', '.join(SIZES)}")
    option("--runs", type=_runs, default=5, help="medians over so many (default 5)")
    option(
        "--seconds",
        type=_seconds,
        default=10.0,
        help="length of each measurement (default 10); some lines need 24",
    )
    option("--json", action="store_true", help="rows as one JSON list on stdout")
    option(
        "--out",
        type=Path,
        help="folder for networks.json, networks.md and plots "
        "(default: docs/benchmarks for everything, else .state/bench/networks)",
    )
    option("--resume", action="store_true", help="go on where the last one was interrupted")
    values = parser.parse_args(argv)
    lines, engines, materials, sizes = (
        list(itertools.chain(*given))
        for given in (values.lines, values.engines, values.material, values.size)
    )
    partly = lines or engines or materials or sizes
    return Options(
        lines=lines or list(LINES.values()),
        engines=engines or DEFAULT_ENGINES,
        materials=materials or (MATERIALS[:1] if lines else MATERIALS),
        sizes=sizes or (SIZES[:1] if lines else SIZES),
        runs=values.runs,
        seconds=values.seconds,
        json=values.json,
        out=values.out or (OWN if partly else publish.FOLDER),
        resume=values.resume,
    )


def main(argv: Sequence[str]) -> int:
    """Measure, print and write; return the exit status."""
    options = parse(argv)
    try:
        found = asyncio.run(until_told(measure(options)))
    except BenchError as error:
        print(f"networks: {error}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 130
    publish.write(found, options.out)
    print(f"Written to {options.out}", file=sys.stderr)
    print(to_json(found) if options.json else table(found))
    return 0


def _checked(read: Callable[[str], Any]) -> Callable[[str], Any]:
    def checked(text: str) -> Any:
        try:
            return read(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return checked


def _lines(text: str) -> list[NetworkLine]:
    """Several by name with commas between, or one in words or recorded."""
    one = "=" in text or text.startswith(TRACE)
    return [parse_line(text)] if one else [parse_line(word) for word in text.split(",")]


def _sizes(text: str) -> list[str]:
    for word in text.split(","):
        size_of(word)
    return text.split(",")


def _words(allowed: Collection[str]) -> Callable[[str], list[str]]:
    def split(text: str) -> list[str]:
        found = [word for word in text.split(",") if word]
        unknown = [word for word in found if allowed and word not in allowed]
        if unknown or not found:
            raise argparse.ArgumentTypeError(f"{text!r}: allowed are {', '.join(allowed)}")
        return found

    return split


def _seconds(text: str) -> float:
    if text.replace(".", "", 1).isdecimal() and 2 <= float(text) <= 120:
        return float(text)
    raise argparse.ArgumentTypeError(f"{text!r}: allowed are 2 to 120 seconds")


def _runs(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 50:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r}: allowed are 1 to 50 runs")
