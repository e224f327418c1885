"""Look of a preparation in a terminal: remarks, bars, and a table at the end."""

import json
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from technician.commands.jobs import CardOutcome
from technician.lists.records import Enterprise, ListedRobot, Wifi
from technician.lists.remarks import Remark, grouped

COLOURS = {"written": "green", "failed": "bold red", "waiting": "yellow", "checked": "green"}


def tell_remarks(remarks: Sequence[Remark], console: Console) -> None:
    """Print what there is to say about a list, mistakes last, where they are seen."""
    for remark in grouped(remarks):
        mark, style = ("✗", "bold red") if remark.weight == "wrong" else ("·", "dim")
        console.print(Text(f"{mark} ", style).append(str(remark), "default"), soft_wrap=True)


def table(outcomes: Sequence[CardOutcome]) -> Table:
    """Return the table at the end. It holds no secret."""
    found = Table(box=None, pad_edge=False, header_style="bold")
    found.add_column("Id", no_wrap=True)
    for heading in ("Name", "Serial", "Wi-Fi", "Body", "Token"):
        found.add_column(heading, overflow="fold")
    cards = [outcome.place for outcome in outcomes if outcome.place.startswith("/dev/")]
    if cards:
        found.add_column("Card", no_wrap=True)
    found.add_column("State", no_wrap=True)
    for outcome in outcomes:
        robot = outcome.robot
        found.add_row(
            *(Text(cell) for cell in (robot.id, robot.name, robot.serial or "-")),
            *(Text(cell) for cell in (network(robot.wifi), robot.body_name or "finds out")),
            Text("yes" if robot.token else "no"),
            *([Text(outcome.place or "-")] if cards else []),
            Text(outcome.state, COLOURS.get(outcome.state, "default")),
        )
    return found


def tell_failures(outcomes: Sequence[CardOutcome], console: Console) -> None:
    """Print why cards failed, and what is doubtful about others."""
    for outcome in outcomes:
        if outcome.why:
            mark, style = ("✗ ", "bold red") if outcome.state == "failed" else ("! ", "yellow")
            line = Text(mark, style).append(f"{outcome.robot.id}: {outcome.why}", "default")
            console.print(line, soft_wrap=True)


def network(wifi: Wifi | None) -> str:
    """Return a network in a few words."""
    if wifi is None:
        return "cable"
    if wifi.access is None:
        kind = "open"
    elif isinstance(wifi.access, Enterprise):
        kind = wifi.access.method.upper()
    else:
        kind = "WPA3" if wifi.access.key_mgmt == "sae" else "WPA2"
    return f"{wifi.ssid} ({kind}{', hidden' if wifi.hidden else ''})"


def summary(outcomes: Sequence[CardOutcome]) -> str:
    """Return the last line: how many cards are in which state, and what comes next."""
    counts = {
        state: sum(one.state == state for one in outcomes)
        for state in ("written", "as before", "checked", "waiting", "failed")
    }
    told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    if counts["failed"]:
        return f"{told}. Mend what is named, and run the same command: what is done stays done."
    if counts["waiting"]:
        return f"{told}. Put in the next cards, and run the same command."
    return f"{told}."


def as_json(outcomes: Sequence[CardOutcome], remarks: Sequence[Remark]) -> str:
    """Return one line of JSON. It holds no secret."""
    document: dict[str, Any] = {
        "cards": [_told(outcome) for outcome in outcomes],
        "remarks": [
            {"weight": one.weight, "where": one.where, "what": one.what, "remedy": one.remedy}
            for one in remarks
        ],
    }
    return json.dumps(document, ensure_ascii=False)


def _told(outcome: CardOutcome) -> dict[str, Any]:
    robot = outcome.robot
    return {
        "id": robot.id,
        "name": robot.name,
        "serial": robot.serial,
        "row": robot.place.row,
        "state": outcome.state,
        "place": outcome.place,
        "why": outcome.why,
    }


class Bars:
    """A bar for each card that is written; none where nobody looks.

    Args:
        console: Where the bars are drawn.
        total_bytes: Work on each card; 0 if that is not known.
    """

    def __init__(self, console: Console, total_bytes: int) -> None:
        self._total = total_bytes
        self._tasks: dict[str, TaskID] = {}
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(binary_units=True),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> "Bars":
        """Begin to draw."""
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the last state standing."""
        self._bars.stop()

    def add(self, robot: ListedRobot) -> None:
        """Add a bar."""
        self._tasks[robot.id] = self._bars.add_task(robot.name, total=self._total or None)

    def advance(self, robot: ListedRobot, count: int) -> None:
        """Move a bar on."""
        self._bars.advance(self._tasks[robot.id], count)

    def finish(self, outcome: CardOutcome) -> None:
        """Fill a bar, or say that its card failed."""
        task = self._tasks[outcome.robot.id]
        if outcome.state == "failed":
            self._bars.update(task, description=f"{outcome.robot.name}: failed")
            return
        done = self._bars.tasks[self._bars.task_ids.index(task)].completed or 1
        self._bars.update(task, completed=done, total=done)
