from datetime import date

import pytest

from bridge.lists.cleaning import clean
from bridge.lists.heads import heads_of
from bridge.lists.rows import DITTO, base_of, is_archive
from bridge.tables.cells import sheet
from tests.bridge.lists.lists import HEAD, TODAY, loan_row, plan_of


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ([], "empty"),
        (["Summe", "", "", "", "", "", "", 10], "sum"),
        (["frei:", 5], "sum"),
        (["* gelb = Vertrag fehlt noch"], "legend"),
        (["Niedersachsen / MV"], "section"),
        (["Schleswig-Holstein"], "section"),
        (["ab hier alte Leihen"], "section"),
        (list(HEAD), "header"),
        (["KRL-0016"], "robot"),
    ],
)
def test_rows_that_are_no_loans(row: list[object], kind: str) -> None:
    plan = plan_of([HEAD, loan_row(), row])  # type: ignore[list-item]
    assert plan.rows[2].kind == kind


def test_a_section_gives_its_state_to_the_rows_below() -> None:
    plan = plan_of(
        [
            HEAD,
            ["Schleswig-Holstein"],
            loan_row(state=""),
            ["Niedersachsen / MV"],
            loan_row("2", state=""),
        ]
    )
    assert plan.rows[2].loans[0].school
    assert plan.rows[2].loans[0].school.state == "SH"
    assert "(SH)" in plan.rows[4].result.de  # the school is known by then


@pytest.mark.parametrize(
    ("title", "base"),
    [
        ("Stand 27.11.26", date(2026, 11, 27)),
        ("Belegung Schuljahr 2026/27", TODAY),
        ("Belegung Schuljahr 2024/25", date(2024, 8, 1)),
        ("Ausleihe", TODAY),
    ],
)
def test_the_title_gives_the_years(title: str, base: date) -> None:
    cleaned = clean([sheet("L", [[title], HEAD, loan_row()])], TODAY).sheets[0]
    assert base_of(cleaned, heads_of(cleaned.rows), TODAY)[0] == base


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("Archiv 2024", True),
        ("alt", True),
        ("2024", True),
        ("Altona", False),
        ("2026", False),
        ("26_27", False),
        ("Belegung 2026_27", False),
    ],
)
def test_sheets_of_the_past_are_known_by_name(name: str, old: bool) -> None:
    assert is_archive(name, TODAY) is old


@pytest.mark.parametrize("text", ["dito", '"', "„", '–"–', "s. o.", "''"])
def test_signs_of_repetition(text: str) -> None:
    assert DITTO.match(text)
    assert not DITTO.match("GS Lindenkoppel")
