"""PURE. The list of robots as it goes out, with a sheet that says of when. No I/O.

It names no child.
"""

from collections.abc import Sequence
from datetime import date

from bridge.base.words import Language, Words
from bridge.days.school_days import STATE_NAMES
from bridge.days.zone import local_day, written
from bridge.office.desk.robot_list import SHOWN_WORDS, RobotEntry, RobotFilter
from bridge.tables.writing import WrittenSheet, WrittenValue

HEADINGS: tuple[Words, ...] = (
    Words("Roboter", "Robot"),
    Words("Nummer", "Number"),
    Words("Zustand", "State"),
    Words("Wo", "Where"),
    Words("Ort", "Town"),
    Words("Bundesland", "Federal state"),
    Words("Leihe bis", "Lent until"),
    Words("Akku in %", "Battery in %"),
    Words("Version", "Version"),
    Words("Zuletzt da", "Last here"),
    Words("Letzter Unterricht", "Last lesson"),
    Words("Notiz", "Note"),
)


def robot_sheets(
    rows: Sequence[RobotEntry], wanted: RobotFilter, today: date, by: str, language: Language
) -> list[WrittenSheet]:
    """Return the list, and what it is a list of.

    Args:
        by: Name of whoever gives it out.
    """
    return [
        WrittenSheet(
            Words("Roboter", "Robots").said(language),
            tuple(words.said(language) for words in HEADINGS),
            [_values(row, today, language) for row in rows],
        ),
        WrittenSheet(
            Words("Stand", "As of").said(language),
            (),
            [
                (Words("Stand", "As of").said(language), written(today)),
                (Words("Filter", "Filter").said(language), _filter_words(wanted, language)),
                (Words("Zeilen", "Rows").said(language), len(rows)),
                (Words("ausgegeben von", "given out by").said(language), by),
            ],
        ),
    ]


def _values(row: RobotEntry, today: date, language: Language) -> list[WrittenValue]:
    robot = row.robot
    seen, lesson = robot.live.seen_at, robot.live.lesson_at
    return [
        robot.name,
        robot.id.upper(),
        robot.said(today).said(language),
        row.place.said(language),
        row.town,
        row.state,
        row.until,
        robot.battery,
        robot.live.version,
        local_day(seen) if seen is not None else None,
        local_day(lesson) if lesson is not None else None,
        row.note.said(language),
    ]


def _filter_words(wanted: RobotFilter, language: Language) -> str:
    told = [SHOWN_WORDS[wanted.show].said(language)]
    if wanted.state:
        told.append(STATE_NAMES[wanted.state].said(language))
    if wanted.free is not None:
        free = Words("frei", "free").said(language)
        told.append(f"{free} {written(wanted.free[0])} – {written(wanted.free[1])}")
    if wanted.text.strip():
        told.append(f"„{wanted.text.strip()}“")
    return ", ".join(told)
