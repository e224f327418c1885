from dataclasses import replace
from datetime import date

from bridge.lending.life import LoanFacts
from bridge.office.loans.calendar_rows import (
    RobotsDays,
    free_robots,
    groups,
    loan_bar,
    pencil_bar,
    place_of,
    workshop_bars,
)
from bridge.office.loans.timeline import timeline
from bridge.register.loan_views import LoanView
from bridge.register.pencilled import Pencilled
from bridge.register.robot_days import LentRobot

TODAY = date(2026, 11, 30)
OTTO = LentRobot("otto", "Otto", "Büro Hamburg")
UWE = LentRobot("uwe", "Uwe", "Lager Kiel")
KIWI = LentRobot("kiwi", "Kiwi", workshop_since=date(2026, 11, 13), workshop_note="Kopf klemmt")
RUNS = LoanView(
    1,
    "otto",
    "Otto",
    LoanFacts(date(2026, 9, 1), date(2026, 12, 4), handed_over_at=1),
    "running",
    school_name="GemS Fördewind",
    federal_state="SH",
    short_name="Kind 6",
)
LATE = replace(RUNS, facts=LoanFacts(date(2026, 9, 1), date(2026, 11, 27), 1), state="overdue")


def test_robots_stand_in_the_state_of_their_loan_then_of_their_home() -> None:
    days = RobotsDays([OTTO, UWE, KIWI], [RUNS])
    made, count = groups(timeline("20", TODAY), days, TODAY, True)
    assert count == 3
    rows = {group.state: [row.name for row in group.rows] for group in made}
    assert rows == {"SH": ["Otto", "Uwe"], "": ["Kiwi"]}
    assert len(made[0].holidays) == 1
    assert groups(timeline("20", TODAY), days, TODAY, True, "HH") == ([], 0)
    second, all_of_them = groups(timeline("20", TODAY), days, TODAY, True, page=slice(1, 2))
    assert ([row.name for one in second for row in one.rows], all_of_them) == (["Uwe"], 3)
    assert place_of(OTTO, [], TODAY) == "HH"


def test_a_bar_says_its_loan_in_a_sentence_and_an_overdue_one_grows() -> None:
    bar = loan_bar(RUNS, TODAY, may_move=True)
    assert bar.label.de == "GemS Fördewind · Kind 6"
    assert bar.told.de == "Otto: GemS Fördewind · Kind 6, 01.09. bis 04.12.2026, läuft"
    assert (bar.last, bar.may_move) == (date(2026, 12, 4), True)
    assert loan_bar(LATE, TODAY, may_move=True).last == TODAY
    over = replace(RUNS, state="returned")
    assert not loan_bar(over, TODAY, may_move=True).may_move
    assert not loan_bar(RUNS, TODAY, may_move=False).may_move


def test_notes_in_pencil_and_the_workshop_have_bars_of_their_own() -> None:
    noted = Pencilled(3, "uwe", "Uwe", TODAY, date(2027, 1, 1), 1, school_name="GS Heidekamp")
    assert pencil_bar(noted).label.de == "GS Heidekamp?"
    (bar,) = workshop_bars(KIWI, TODAY)
    assert (bar.label.de, bar.last) == ("Werkstatt: Kopf klemmt", TODAY)
    assert workshop_bars(UWE, TODAY) == []


def test_free_is_who_stands_nowhere_today() -> None:
    days = RobotsDays([OTTO, UWE, KIWI], [RUNS])
    assert [one.name for one in free_robots(days, TODAY)] == ["Uwe"]
    assert [one.name for one in free_robots(RobotsDays([OTTO], []), TODAY)] == ["Otto"]
