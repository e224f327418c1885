from datetime import date, datetime, time, timedelta

import pytest

from bridge.base.words import Words
from bridge.days.zone import BERLIN
from bridge.office.desk.line_parts import TodayLine
from bridge.office.morning.letter import MOST_LINES, is_due, morning_letter

MONDAY, SATURDAY = date(2026, 11, 30), date(2026, 12, 5)
SEVEN = time(7)
URGENT = TodayLine(
    "help:otto",
    1,
    Words("Otto ruft um Hilfe", "Otto calls for help"),
    Words("GS Lindenkoppel · Klasse 3a", "GS Lindenkoppel · class 3a"),
    is_now=True,
    mark=("bad", Words("seit 06:50", "since 06:50")),
)
LATER = TodayLine(
    "back:nele", 7, Words("Nele kommt am Freitag zurück", "Nele comes back"), Words("", "")
)


@pytest.mark.parametrize(
    ("clock", "last", "due"),
    [
        ("2026-11-30 06:59", None, False),
        ("2026-11-30 07:00", None, True),
        ("2026-11-30 07:59", None, True),
        ("2026-11-30 08:00", None, False),
        ("2026-11-30 07:01", MONDAY, False),
        ("2026-11-30 07:01", MONDAY - timedelta(days=1), True),
        # The days on which clocks change.
        ("2027-03-28 07:00", None, True),
        ("2026-10-25 07:00", None, True),
    ],
)
def test_it_leaves_once_a_day_at_seven_by_the_clocks_of_the_schools(
    clock: str, last: date | None, due: bool
) -> None:
    now = datetime.fromisoformat(clock).replace(tzinfo=BERLIN)
    assert is_due(now, SEVEN, last) is due


def test_it_says_what_the_page_says() -> None:
    letter = morning_letter("a@b.example", [URGENT, LATER], MONDAY, "de", "https://k.example")
    assert letter is not None
    assert letter.subject == "Karlsson: 2 Sachen heute"
    assert letter.text.startswith("Montag, 30. November 2026\n\nJetzt\n- Otto ruft um Hilfe")
    assert "(seit 06:50)\n  GS Lindenkoppel · Klasse 3a\n\nDiese Woche\n- Nele kommt" in letter.text
    assert "https://k.example/office/today" in letter.text
    english = morning_letter("a@b.example", [URGENT], MONDAY, "en", "")
    assert english is not None
    assert english.subject == "Karlsson: 1 thing today"


def test_a_quiet_day_sends_nothing_and_a_weekend_only_what_cannot_wait() -> None:
    assert morning_letter("a@b.example", [], MONDAY, "de", "") is None
    assert morning_letter("a@b.example", [LATER], SATURDAY, "de", "") is None
    letter = morning_letter("a@b.example", [URGENT, LATER], SATURDAY, "de", "")
    assert letter is not None
    assert "Nele" not in letter.text


def test_many_lines_have_an_end() -> None:
    letter = morning_letter("a@b.example", [LATER] * (MOST_LINES + 3), MONDAY, "de", "")
    assert letter is not None
    assert "und 3 weitere" in letter.text
