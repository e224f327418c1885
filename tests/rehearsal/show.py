"""Display of a rehearsal in a terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tests.rehearsal.hands import LEFT_OUT
from tests.rehearsal.report import Report, Step, deeds, rows

HEADINGS = ("step", "robots", "in all", "a robot", "slowest", "by hand", "")
RIGHT = 6
"""Columns of numbers, from the second one on."""


def line(step: Step) -> str:
    """Return one step as it ends."""
    if not step.rehearsed:
        return f"- {step.name}: not rehearsed: {step.what}"
    if step.failed:
        return f"✗ {step.name}: {step.failed}"
    return f"✓ {step.name} ({step.seconds:.1f} s): {step.what}"


def tell(report: Report, console: Console) -> None:
    """Print what was found: times, handwork, what was left out, what went wrong."""
    console.print(times(report))
    console.print()
    console.print(by_hand(report))
    console.print(f"Not counted: {'; '.join(LEFT_OUT)}.", soft_wrap=True)
    _lines(console, "First boots left out, as this is no Raspberry Pi:", report.left_out)
    _lines(console, "Changed in configurations:", report.changes)
    mistakes(report, console)
    console.print()
    for name, value in report.metrics().items():
        console.print(f"{name}: {value:g}")
    for failure in report.failures:
        console.print(f"✗ {failure}", style="bold red", soft_wrap=True)


def mistakes(report: Report, console: Console) -> None:
    """Print each mistake: what the robot said, what the bridge said, what helped."""
    for one in report.mistakes:
        console.print(f"\n[bold]{one.name}[/bold] ({one.robot})", soft_wrap=True)
        for who, words in (
            ("robot: ", one.said),
            ("bridge: ", one.bridge_said),
            ("→ ", one.remedy),
        ):
            if words:
                console.print(Text(f"  {who}{words}"))


def times(report: Report) -> Table:
    """Return the table of the steps."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, heading in enumerate(HEADINGS):
        justify = "right" if 0 < number < RIGHT else "left"
        table.add_column(heading, justify=justify, no_wrap=number < RIGHT)  # type: ignore[arg-type]
    for row in rows(report):
        table.add_row(*row)
    return table


def by_hand(report: Report) -> Table:
    """Return the table of what a person does."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("by hand")
    for heading in ("times", "one", "in all"):
        table.add_column(heading, justify="right")
    for row in deeds(report):
        table.add_row(*row)
    return table


def _lines(console: Console, title: str, counted: dict[str, int]) -> None:
    if counted:
        console.print(f"\n{title}")
    for text, times in counted.items():
        console.print(f"  {times} × {text}", soft_wrap=True)
