"""The fleet as one screen in the terminal: by the width there is, and what is urgent first."""

from collections.abc import Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from bridge.fleet import words
from bridge.fleet.rows import FleetRow, most_urgent_first
from bridge.protocol.fields import PhraseLanguage

WIDE = 110
"""Columns from which the notes have one of their own; else they stand below their robot."""

PLAIN_WIDTH = 150
"""Width where nothing tells one, as in a file."""

FRAME_LINES = 4
"""Lines of sum, head and end."""

LOW_PERCENT, EMPTY_PERCENT = 30.0, 15.0
WARM_C, HOT_C = 70.0, 80.0
POOR_DBM, BAD_DBM = -70.0, -78.0
OLD_DOCTOR_S = 7 * 86_400.0

COLOURS = {
    "away": "dim",
    "here": "cyan",
    "free": "green",
    "lesson": "bold blue",
    "paused": "yellow",
    "fault": "bold red",
}


def screen(
    rows: Sequence[FleetRow],
    shown: Sequence[FleetRow],
    now: float,
    width: int,
    height: int | None,
    language: PhraseLanguage,
) -> Group:
    """Return the screen.

    Args:
        rows: All robots, for the sum.
        shown: Those that a filter leaves.
        now: Unix seconds.
        width: Columns of the terminal.
        height: Lines of the terminal, in which everything has to fit; None has no end.
        language: German or English.
    """
    wide = width >= WIDE
    table = _table(wide, language)
    below: list[Text] = []
    room = None if height is None else height - FRAME_LINES
    left_out = 0
    for row in most_urgent_first(shown):
        notes = _notes(row, language)
        if room is not None:
            room -= 1 if wide or not notes else 2
            if room < 0:
                left_out += 1
                continue
        cells = _cells(row, now, language)
        if wide:
            cells.append(Text(notes, "yellow"))
        elif notes:
            below.append(Text(f"{row.robot}: {notes}", "yellow"))
        table.add_row(*cells)
    parts: list[Table | Text] = [Text(_sum(rows, language), "bold")]
    if shown:
        parts += [table, *below]
    else:
        parts.append(Text(words.of(words.NO_FIT if rows else words.NOBODY, language)))
    if left_out:
        parts.append(Text(words.of(words.MORE, language).format(left_out), "dim"))
    return Group(*parts)


def _table(wide: bool, language: PhraseLanguage) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for name, head in words.HEADS.items():
        if name == "notes" and not wide:
            continue
        right = name in ("battery", "temperature", "signal", "seen")
        table.add_column(
            words.of(head, language),
            justify="right" if right else "left",
            no_wrap=name != "notes",
            overflow="fold" if name == "notes" else "ellipsis",
        )
    return table


def _cells(row: FleetRow, now: float, language: PhraseLanguage) -> list[Text]:
    return [
        Text(row.robot, "bold" if row.needs_somebody else ""),
        Text(words.named(words.STATES, row.state, language), COLOURS.get(row.state, "")),
        Text(row.version or "–"),
        _battery(row),
        _temperature(row),
        _signal(row, language),
        _seen(row, now, language),
        _doctor(row, now, language),
    ]


def _battery(row: FleetRow) -> Text:
    if row.battery_percent is None:
        return Text("⚡" if row.charging else "–")
    sign = "⚡" if row.charging else ""
    low = row.battery_percent <= LOW_PERCENT and not row.charging
    style = "bold red" if low and row.battery_percent <= EMPTY_PERCENT else "yellow" if low else ""
    return Text(f"{sign}{row.battery_percent:.0f} %", style)


def _temperature(row: FleetRow) -> Text:
    if row.soc_c is None:
        return Text("–")
    style = "bold red" if row.soc_c >= HOT_C else "yellow" if row.soc_c >= WARM_C else ""
    return Text(f"{row.soc_c:.0f}", style)


def _signal(row: FleetRow, language: PhraseLanguage) -> Text:
    if row.wired:
        return Text(words.of(words.CABLE, language))
    if row.signal_dbm is None:
        return Text("–")
    bad, poor = row.signal_dbm <= BAD_DBM, row.signal_dbm <= POOR_DBM
    return Text(f"{row.signal_dbm:.0f} dBm", "bold red" if bad else "yellow" if poor else "")


def _seen(row: FleetRow, now: float, language: PhraseLanguage) -> Text:
    if row.seen_at is None:
        return Text(words.of(words.NEVER, language), "dim")
    if row.is_here:
        return Text(words.of(words.NOW, language))
    return Text(words.span(now - row.seen_at, language))


def _doctor(row: FleetRow, now: float, language: PhraseLanguage) -> Text:
    if row.doctor_at is None:
        return Text(words.of(words.NEVER, language), "dim")
    age_s = now - row.doctor_at
    ago = words.span(age_s, language)
    if row.doctor_failed:
        faults = words.of(words.FAULTS, language).format(len(row.doctor_failed))
        return Text(f"{faults}, {ago}", "bold red")
    good = words.of(words.GOOD, language)
    return Text(f"{good}, {ago}", "yellow" if age_s > OLD_DOCTOR_S else "")


def _notes(row: FleetRow, language: PhraseLanguage) -> str:
    notes = [words.named(words.ALARMS, one, language) for one in row.alarms]
    notes += [words.named(words.PARTS, one, language) for one in row.broken]
    notes += [words.of(words.WEAK_SUPPLY, language)] if row.weak_supply else []
    return ", ".join(notes)


def _sum(rows: Sequence[FleetRow], language: PhraseLanguage) -> str:
    return words.of(words.SUM, language).format(
        all=len(rows),
        here=sum(row.is_here for row in rows),
        lesson=sum(row.state == "lesson" for row in rows),
        away=sum(not row.is_here for row in rows),
        urgent=sum(row.needs_somebody for row in rows),
    )
