from datetime import date
from pathlib import Path

from bridge.lists.opening import open_list
from bridge.lists.reading import read_list
from tests.bridge.lists.lists import OFFICE, TODAY, plan_of

MADE = Path(__file__).parent / "made_by_libreoffice"
HEAD = ("Gerät", *(f"KW {week}" for week in range(36, 42)))


def test_one_cell_of_a_csv_asks_for_its_length() -> None:
    rows = [HEAD, ("KRL-0001 Fiete", "", "Hain L.", "", "")]
    assert plan_of(rows).rows[1].verdict == "read"
    asked = plan_of(rows, name="").rows[1]
    assert (asked.verdict, asked.loans) == ("stop", ())
    (one,) = (one for one in asked.findings if one.verdict == "stop")
    assert "als .xlsx oder .ods" in one.words.de
    answered = plan_of(rows, answers={"0!C2": one.choices[0].value}, name="").rows[1]
    assert [(loan.first, loan.last) for loan in answered.loans] == [
        (date(2026, 9, 7), date(2026, 9, 11))
    ]


def test_a_length_that_is_told_is_not_asked_for() -> None:
    for cells in (("Hain L.", "Hain L.", "", ""), ("", "", "", "Hain L.", "Nord M.", "Ost K.")):
        assert plan_of([HEAD, ("KRL-0001", *cells)], name="").rows[1].verdict == "read"


def test_a_calendar_that_libreoffice_saved_as_csv_books_no_week_for_a_term() -> None:
    data = (MADE / "kalender.csv").read_bytes()
    plan = read_list(open_list(data, TODAY), OFFICE)
    assert plan.sheets[0].layout == "calendar"
    verdicts = {row.number: row.verdict for row in plan.open}
    # Row 10 says its weeks cell by cell; it lacks a school alone.
    assert verdicts == {**dict.fromkeys(range(4, 10), "stop"), 10: "ask"}
    assert plan.taken == []
