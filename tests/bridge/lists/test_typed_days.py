from datetime import date

import pytest

from bridge.lists import typed_days


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("07.09.2026", [(7, 9, 2026)]),
        ("7. 9. 26", [(7, 9, 2026)]),
        ("1.10.", [(1, 10, None)]),
        ("14.09", [(14, 9, None)]),
        ("2026-10-05", [(5, 10, 2026)]),
        ("2026-10-05T00:00:00", [(5, 10, 2026)]),
        ("26/3/27", [(26, 3, 2027)]),
        ("7. September 2026", [(7, 9, 2026)]),
        ("7 Sept 26", [(7, 9, 2026)]),
        ("3. März", [(3, 3, None)]),
        ("15.9. - 18.12.", [(15, 9, None), (18, 12, None)]),
        ("31.11.2026", [(31, 11, 2026)]),
        ("7.9.'26", [(7, 9, 2026)]),
        ("Monday, September 7, 2026", [(7, 9, 2026)]),
        ("09/07/2026 08:30:00 AM", [(9, 7, 2026)]),
        ("bis Ferien", []),
        ("040 5550101", []),
    ],
)
def test_days_are_found_as_they_are_written(
    text: str, found: list[tuple[int, int, int | None]]
) -> None:
    assert [(one.day, one.month, one.year) for one in typed_days.find_days(text)] == found


def test_the_month_comes_first_where_the_column_proves_it() -> None:
    assert typed_days.proves_month_first("12/18/26")
    assert not typed_days.proves_month_first("3/4/26")
    assert typed_days.proves_day_first("26/3/27")
    (one,) = typed_days.find_days("3/4/26", month_first=True)
    assert (one.day, one.month) == (4, 3)


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        *(("KW 50", [(50, None)]), ("KW36", [(36, None)]), ("50. KW", [(50, None)])),
        *(("KW 2/2027", [(2, 2027)]), ("KW 37 - KW 3", [(37, None), (3, None)]), ("Kiwi", [])),
    ],
)
def test_weeks_are_found(text: str, weeks: list[tuple[int, int | None]]) -> None:
    assert [(one.week, one.year) for one in typed_days.find_weeks(text)] == weeks


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        *(("10 Wo.", 10), ("1/2 Jahr", 26), ("ca. 8 Wochen", 8), ("3 Monate", 13), ("½ Jahr", 26)),
        *(("ein halbes Jahr", 26), ("6-8 Wochen", 6), ("mehrere", None), ("ein Schuljahr", 40)),
    ],
)
def test_lengths_are_counted_in_weeks(text: str, weeks: int | None) -> None:
    assert typed_days.weeks_of(text) == weeks


def test_numbers_of_spreadsheets_are_days() -> None:
    assert typed_days.excel_day("46272") == date(2026, 9, 7)
    assert typed_days.excel_day("20099") is None
    assert typed_days.monday_of(53, 2026) == date(2026, 12, 28)
    assert typed_days.monday_of(53, 2027) is None


@pytest.mark.parametrize(
    ("text", "part", "month"),
    [("Mitte Dezember", "mitte", 12), ("Anf. Nov.", "", 11), ("Ende Januar 2027", "ende", 1)],
)
def test_months_are_found(text: str, part: str, month: int) -> None:
    found = typed_days.find_month(text)
    assert found
    assert (found.part, found.month) == (part, month)


@pytest.mark.parametrize("text", ["Maistraße", "Julia", "Marie", "Sommer", "offen"])
def test_names_are_no_months(text: str) -> None:
    assert typed_days.find_month(text) is None
