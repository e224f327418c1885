from dataclasses import replace
from datetime import date

import pytest

from bridge.lending.life import LoanFacts
from bridge.office.loans.reading import (
    button,
    question,
    read_days,
    so_far,
    stepped,
)
from bridge.register.loan_views import LoanView

TODAY = date(2026, 11, 30)
OTTO = LoanView(
    1,
    "otto",
    "Otto",
    LoanFacts(date(2026, 9, 1), date(2026, 12, 4), handed_over_at=1),
    "running",
    school_name="GemS Fördewind",
    federal_state="SH",
)
NEXT = replace(
    OTTO,
    id=2,
    facts=LoanFacts(date(2027, 1, 11), date(2027, 3, 25), handed_over_at=None),
    state="reserved",
    school_name="GS Seerosenweg",
)


def test_days_are_read_back_in_full_with_what_to_know() -> None:
    reading = read_days(OTTO, [OTTO, NEXT], ("01.09.2026", "8.1."), TODAY)
    assert reading.wrong is None
    assert reading.said.de == "Di, 01.09.2026 bis Fr, 08.01.2027"
    remarks = [words.de for words in reading.remarks]
    assert remarks[0] == "Otto ist so lange frei."
    assert remarks[1] == "17 Tage davon sind Ferien."


def test_a_taken_robot_is_named_with_school_and_days() -> None:
    reading = read_days(OTTO, [OTTO, NEXT], ("01.09.2026", "15.1."), TODAY)
    assert reading.wrong is not None
    assert reading.wrong.de == "Otto ist vom 11.01. bis 25.03.2027 bei GS Seerosenweg."


@pytest.mark.parametrize(
    ("first", "until", "words"),
    [
        ("01.09.2026", "31.11.", "Den 31.11. gibt es nicht"),
        ("01.09.2026", "demnächst", "verstehen wir nicht als Datum"),
        ("14.12.2026", "01.10.2026", "liegt vor dem Anfang"),
        ("", "", "verstehen wir nicht"),
    ],
)
def test_what_is_not_understood_is_said(first: str, until: str, words: str) -> None:
    reading = read_days(OTTO, [OTTO], (first, until), TODAY)
    assert reading.wrong is not None
    assert words in reading.wrong.de


def test_too_little_time_between_two_loans_is_a_warning_and_no_hindrance() -> None:
    reading = read_days(OTTO, [OTTO, NEXT], ("01.09.2026", "07.01.2027"), TODAY)
    assert reading.wrong is None
    assert reading.remarks[-1].de.startswith("Danach bleibt nur 1 Schultag bis zur Leihe bei GS S")
    early = read_days(NEXT, [OTTO, NEXT], ("05.12.2026", "25.03.2027"), TODAY)
    assert early.wrong is None
    assert early.remarks[-1].de.startswith("Davor bleibt kein Schultag bis zur Leihe bei GemS F")


def test_a_step_goes_to_the_next_school_day_or_by_a_week() -> None:
    friday = date(2026, 12, 4)
    assert stepped(friday, "day", "SH") == date(2026, 12, 7)
    assert stepped(date(2026, 12, 7), "-day", "SH") == friday
    assert stepped(date(2026, 12, 18), "day", "SH") == date(2027, 1, 7)
    assert stepped(friday, "week", "SH") == date(2026, 12, 11)
    assert stepped(friday, "-week", "SH") == date(2026, 11, 27)


def test_the_window_asks_what_would_happen() -> None:
    longer = read_days(OTTO, [], ("01.09.2026", "8.1.2027"), TODAY).span
    shorter = read_days(OTTO, [], ("01.09.2026", "1.12.2026"), TODAY).span
    assert question(OTTO, longer).de == "Otto bei GemS Fördewind verlängern?"
    assert (button(OTTO, longer).de, button(OTTO, shorter).de) == ("Verlängern", "Verkürzen")
    assert question(OTTO, None).de == "Otto bei GemS Fördewind: Tage ändern"
    assert so_far(OTTO).de == "Di, 01.09.2026 bis Fr, 04.12.2026"
