from dataclasses import replace
from datetime import date

from bridge.lists.report import LentFacts, year_report
from tests.bridge.lists.lists import TODAY

ONE = LentFacts("a", "HH", 1, date(2026, 9, 7), date(2026, 9, 16), 90, is_over=True)


def many(number: int, state: str = "HH") -> list[LentFacts]:
    return [replace(ONE, robot_id=f"{at}", school=at, state=state) for at in range(number)]


def test_loans_robots_schools_days_and_minutes_are_summed_by_state() -> None:
    line = year_report([*many(4), replace(ONE, robot_id="0", school=0)], 2026, TODAY)[0]
    assert (line.state, line.told()) == ("HH", ("5", "4", "4", "50", "450"))


def test_few_are_not_told_and_cannot_be_found_by_subtraction() -> None:
    lines = {line.state: line for line in year_report([*many(4), *many(2, "SH")], 2026, TODAY)}
    assert lines["SH"].told() == ("unter 3", "unter 3", "unter 3", "–", "–")
    assert lines["NI"].told() == ("0", "0", "0", "0", "0")
    assert lines["all"].told() == lines["HH"].told()


def test_only_days_of_the_year_count_and_minutes_where_a_loan_ends() -> None:
    turn = replace(ONE, first=date(2025, 12, 30), last=date(2026, 1, 2), minutes=60)
    facts = [turn, *many(3)]
    assert year_report(facts, 2026, TODAY)[0].days == 32
    assert year_report(facts, 2026, TODAY)[0].minutes == 330
    assert year_report(facts, 2025, TODAY)[0].minutes == 0
    runs = replace(ONE, last=date(2027, 1, 31), is_over=False)
    assert year_report([*many(3), runs], 2026, TODAY)[0].minutes == 360


def test_a_loan_without_a_state_has_a_line_of_its_own() -> None:
    states = [line.state for line in year_report(many(1, ""), 2026, TODAY)]
    assert states == ["HH", "SH", "NI", "MV", "", "all"]
