from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bridge.days.windows import read_windows
from bridge.days.zone import BERLIN
from bridge.fleet.roll import Present
from bridge.lending.life import LoanFacts
from bridge.office.family.saying import family_state, family_when, next_words
from bridge.protocol.fleet import RobotHealth
from bridge.register.families import FamilyLoan
from bridge.register.loan_views import LoanView

TODAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 7, 30, tzinfo=BERLIN)
FACTS = LoanFacts(TODAY - timedelta(days=9), date(2026, 12, 4), handed_over_at=1)
VIEW = LoanView(1, "otto", "Otto", FACTS, "running", federal_state="SH")
AWAKE = Present(1.0, {1}, RobotHealth("lesson"))
ASLEEP = Present(1.0, {1}, RobotHealth("free"))


def loan(devices: int = 1, **changed: Any) -> FamilyLoan:
    return FamilyLoan(replace(VIEW, **changed), frozenset(), devices)


@pytest.mark.parametrize(
    ("seen", "present", "eyes", "words"),
    [
        (loan(), AWAKE, "open", "Otto ist gerade im Unterricht."),
        (loan(), ASLEEP, "closed", "Gerade schläft Otto."),
        (loan(), None, "closed", "aus oder ohne Netz"),
        (loan(), Present(1.0), "closed", "aus oder ohne Netz"),
        (loan(devices=0), AWAKE, "closed", "Noch ist kein Tablet verbunden."),
        (replace(loan(devices=0), is_shut_out=True), AWAKE, "closed", "Das Tablet ist gesperrt."),
        (replace(loan(), is_shut_out=True), ASLEEP, "closed", "Gerade schläft Otto."),
        (loan(state="locked", locked_by="family"), AWAKE, "closed", "weil Sie aufhören"),
        (loan(state="locked", locked_by="office"), AWAKE, "closed", "meldet sich"),
        (loan(state="returned"), AWAKE, "closed", "zu Ende"),
        (loan(state="overdue"), AWAKE, "closed", "Die Zeit ist um."),
        (loan(state="handed_over"), AWAKE, "closed", "noch nicht so weit"),
        (
            loan(state="reserved", facts=LoanFacts(date(2026, 12, 1), date(2026, 12, 4))),
            None,
            "closed",
            "Es geht am Dienstag, 1. Dezember 2026 los.",
        ),
    ],
)
def test_a_family_reads_first_what_matters_most(
    seen: FamilyLoan, present: Present | None, eyes: str, words: str
) -> None:
    state = family_state(seen, present, NOW)
    assert state.eyes == eyes
    assert words in state.words.de
    assert state.words.en


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (NOW, "Nächste Stunde heute um 8:50 Uhr."),
        (NOW.replace(hour=8, minute=50), "Nächste Stunde am Mittwoch, 02.12., um 10:40 Uhr."),
        (NOW.replace(day=1, month=12), "Nächste Stunde morgen um 10:40 Uhr."),
        (NOW.replace(day=3, month=12), ""),
        # The first school day after the holidays of Schleswig-Holstein is a Thursday.
        (NOW.replace(day=18, month=12, hour=9), "Nächste Stunde am Montag, 11.01., um 8:50 Uhr."),
    ],
)
def test_the_next_lesson_is_said_with_its_day(now: datetime, said: str) -> None:
    until = date(2027, 2, 1) if now.day == 18 else VIEW.last
    view = replace(
        VIEW,
        policy="windows",
        windows=read_windows("Mo 8:50-9:35, Mi 10:40-11:25"),
        facts=replace(FACTS, until_date=until),
    )
    words = next_words(view, now)
    assert (words.de if words else "") == said


def test_the_days_and_times_are_said_in_one_breath() -> None:
    windows = read_windows("Mo-Fr 8:00-12:25")
    timed = family_when(replace(VIEW, policy="windows", windows=windows), TODAY)
    assert timed.de == (
        "An Schultagen: Mo bis Fr 8:00 bis 12:25 Uhr, bis Freitag, 4. Dezember 2026. "
        "In den Ferien schläft Otto."
    )
    assert "Von Samstag, 21. November 2026 bis" in family_when(VIEW, TODAY).de
    assert "Ferien" not in family_when(replace(VIEW, federal_state=""), TODAY).de
    assert "Wenn die Lehrkraft" in family_when(replace(VIEW, policy="teacher"), TODAY).de
    assert "Heute ist frei" in family_when(VIEW, date(2026, 12, 25)).de
