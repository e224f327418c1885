"""Findings as a table in the terminal."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from robot.doctor.findings import (
    GROUP_NAMES,
    NAMES,
    WORDS,
    Both,
    Finding,
    Language,
    Outcome,
    arranged,
    count,
)

MARKS: Mapping[Outcome, tuple[str, str]] = {
    "ok": ("✓", "green"),
    "simulated": ("✓", "cyan"),
    "weak": ("!", "yellow"),
    "failed": ("✗", "bold red"),
    "skipped": ("?", "magenta"),
    "absent": ("–", "dim"),
}
"""Sign and colour; the word beside them says the same."""

PLAIN_WIDTH = 150
"""Width where nothing tells one, as in a file."""

SUMMARY: Sequence[tuple[Outcome, Both]] = (
    ("failed", Both("{} zu beheben", "{} to be mended")),
    ("weak", Both("{} schwach", "{} weak")),
    ("skipped", Both("{} nicht geprüft", "{} not run")),
    ("simulated", Both("{} nur simuliert", "{} only simulated")),
    ("ok", Both("{} gut", "{} ok")),
)


def show(found: Sequence[Finding], language: Language, console: Console) -> None:
    """Print the findings by group, with a remedy below whatever needs one, and their sum."""
    table = Table(box=None, pad_edge=False, show_header=False, expand=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for group, findings in arranged(found):
        table.add_row("", f"[bold]{GROUP_NAMES[group].of(language)}[/bold]", "", "")
        for finding in findings:
            mark, colour = MARKS[finding.outcome]
            text = escape(finding.text.of(language))
            if finding.remedy is not None:
                text += f"\n[bold]→[/bold] {escape(finding.remedy.of(language))}"
            word = WORDS[finding.outcome].of(language)
            table.add_row(
                f"[{colour}]{mark}[/]",
                NAMES[finding.check].of(language),
                f"[{colour}]{word}[/]",
                text,
            )
    console.print(table)
    console.print(summary(found, language), style="bold", highlight=False)


def summary(found: Sequence[Finding], language: Language) -> str:
    """Return how many checks ended how."""
    counts = ((count(found, outcome), words.of(language)) for outcome, words in SUMMARY)
    return ", ".join(words.format(number) for number, words in counts if number) + "."
