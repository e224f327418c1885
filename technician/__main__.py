"""The command `karlsson`: what a technician does on a laptop, before robots are switched on."""

import argparse
import sys
from pathlib import Path

from rich.console import Console

from technician.commands import labels, options, reading, release, show
from technician.commands.arguments import UsageError
from technician.commands.jobs import CardOutcome
from technician.commands.prepare import Preparation, in_order
from technician.commands.reading import WrongListError
from technician.places.errors import CardError
from technician.releases.errors import ReleaseError

FAILED, WRONG, STOPPED = 1, 2, 130
"""Exit codes: some cards failed; a mistake that a person has to correct, and nothing written;
stopped by Ctrl-C."""


def main(arguments: list[str] | None = None, root: Path = Path("/")) -> int:
    """Run one command; return the exit code.

    Args:
        arguments: Those of the command line if None.
        root: Root of /dev, /sys and /proc.
    """
    given = _parser().parse_args(arguments)
    try:
        if given.command == "release":
            release.run(given)
            return 0
        match given.action:
            case "template":
                labels.write_template(given.output, given.lang)
                print(f"{given.output}: an empty list; fill in a row for each robot")
            case "labels":
                found = reading.with_page(reading.read(given, labels_only=True), given)
                labels.write_labels(given.output, found.robots, given.lang, given.used)
                print(f"{given.output}: {len(found.robots)} labels")
            case _:
                return _prepare(given, root)
    except WrongListError as error:
        _tell_wrong(error, getattr(given, "json", False))
        return WRONG
    except KeyboardInterrupt:
        print(
            "karlsson: stopped. The same command goes on: what is done stays done, and a card that"
            " was half written is written again.",
            file=sys.stderr,
        )
        return STOPPED
    except (UsageError, CardError, ReleaseError) as error:
        print(f"karlsson: {error}", file=sys.stderr)
        return WRONG
    return 0


def _prepare(given: argparse.Namespace, root: Path) -> int:
    console = Console(stderr=True, highlight=False)
    ready = Preparation(given, root)
    if not given.json:
        show.tell_remarks(ready.listed.remarks, console)
    outcomes: list[CardOutcome] = [*ready.plan.settled]
    if given.dry_run:
        outcomes += [CardOutcome(job.robot, "checked") for job in ready.plan.jobs]
    else:
        with show.Bars(Console(stderr=True, quiet=given.json), ready.work_bytes()) as bars:
            for job in ready.plan.jobs:
                bars.add(job.robot)

            def finished(outcome: CardOutcome) -> None:
                outcomes.append(outcome)
                bars.finish(outcome)

            ready.write(bars.advance, finished)
    outcomes = in_order(ready.listed.robots, outcomes)
    if given.labels and not given.dry_run:
        labels.write_labels(given.labels, ready.listed.robots, given.lang, given.used)
    if given.json:
        print(show.as_json(outcomes, ready.listed.remarks))
    else:
        Console(highlight=False).print(show.table(outcomes))
        show.tell_failures(outcomes, console)
        print(show.summary(outcomes))
    return FAILED if any(outcome.state == "failed" for outcome in outcomes) else 0


def _tell_wrong(error: WrongListError, as_json: bool) -> None:
    if as_json:
        print(show.as_json((), error.remarks))
        return
    show.tell_remarks(error.remarks, Console(stderr=True, highlight=False))
    print(
        f"karlsson: {error}. Nothing was written; correct the list, and run the same command.",
        file=sys.stderr,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="karlsson", description="Prepare many robots: their cards, labels and releases."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    options.add_card(commands)
    release.add_release(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
