"""Each sample list, row by row, in both of its formats."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bridge.lists.cleaning import clean
from bridge.lists.known import OfficeKnows
from bridge.lists.reading import ListWishes, read_list
from bridge.tables import reading as tables
from bridge.tables.cells import sheet
from tests.bridge.lists.lists import HEAD, OFFICE, TODAY, loan_row, plan_of

SAMPLES = Path(__file__).parent / "samples"
EXPECTED: dict[str, list[dict[str, Any]]] = json.loads(
    (SAMPLES / "expected.json").read_text("utf-8")
)

TWINS = [
    ("01-avatar-ausleihe.xlsx", "01-avatar-ausleihe.xlsx"),
    ("01b-avatar-ausleihe-libreoffice.ods", "01-avatar-ausleihe.xlsx"),
    ("03-belegungskalender.xlsx", "03-belegungskalender.xlsx"),
    ("03b-belegungskalender-libreoffice.ods", "03-belegungskalender.xlsx"),
    ("04-warteliste.ods", "04-warteliste.ods"),
    ("04b-warteliste-libreoffice.xlsx", "04-warteliste.ods"),
]

AS_NUMBERS = {("04b-warteliste-libreoffice.xlsx", 3): "read"}
"""There the days arrive as plain numbers: they are read, and not clear."""


SMALL = replace(OFFICE, robots={id.lower(): id.lower() for id in OFFICE.robots})
"""The same robots under the small letters in which a bridge knows them."""


@pytest.mark.parametrize("office", [OFFICE, SMALL], ids=["serials", "ids"])
@pytest.mark.parametrize(("name", "like"), TWINS)
def test_every_row_of_a_sample_is_read_as_it_should(
    name: str, like: str, office: OfficeKnows
) -> None:
    plan = read_list(clean(tables.read(SAMPLES / name), TODAY), office)
    found = {(row.sheet, row.number): row for row in plan.rows}
    assert len(found) == len(EXPECTED[like])
    for wanted in EXPECTED[like]:
        row = found[wanted["sheet"], wanted["row"]]
        verdict = AS_NUMBERS.get((name, wanted["row"]), wanted["verdict"])
        assert (row.number, row.verdict, row.kind) == (wanted["row"], verdict, wanted["kind"])
        cells = row.cells()
        for key, value in wanted["cells"].items():
            assert (row.number, key, cells[key]) == (wanted["row"], key, value)


def test_sheets_give_states_and_old_or_hidden_ones_wait() -> None:
    rows = [HEAD, loan_row(state="")]
    sheets = [
        sheet("S-H", rows),
        sheet("Nds", [HEAD, loan_row("2", "OBS Apfelhof", "")]),
        sheet("Archiv 2024", rows),
        sheet("geheim", rows, hidden=True),
        sheet("Tabelle5", []),
        sheet("Adressen", [["Lieferant", "Ort"], ["Firma", "Kiel"]]),
    ]
    plan = read_list(clean(sheets, TODAY), OFFICE)
    uses = [one.use for one in plan.sheets]
    assert uses == ["list", "list", "archive", "hidden", "empty", "unknown"]
    schools = [row.loans[0].school for row in plan.rows if row.loans]
    assert [one.state for one in schools if one] == ["SH", "NI"]
    again = read_list(clean(sheets, TODAY), OFFICE, ListWishes(uses={2: True, 1: False}))
    assert [one.use for one in again.sheets][1:3] == ["hidden", "list"]


def test_a_person_says_what_a_column_holds() -> None:
    rows = [("Gerät", "Wo", "A", "von", "bis"), ("KRL-0001", "GS Hain", "Mia", "1.9.26", "1.12.26")]
    file = clean([sheet("S", rows)], TODAY)
    plan = read_list(file, OFFICE, ListWishes(roles={(0, 2): "child"}))
    assert plan.rows[1].loans[0].child == "Mia"


def test_double_rows_are_read_once() -> None:
    plan = plan_of([HEAD, loan_row(), loan_row()])
    assert [row.kind for row in plan.rows] == ["header", "loan", "duplicate"]
    assert plan.rows[2].says.de == "Gleich wie Zeile 2."


def test_counts_and_choices_of_a_plan() -> None:
    plan = plan_of([HEAD, loan_row(), loan_row("2", last="offen"), loan_row("99")])
    assert [plan.count(verdict) for verdict in ("ok", "read", "ask", "stop", "skip")] == [
        1,
        0,
        1,
        1,
        1,
    ]
    assert [row.number for row in plan.taken] == [2]
    assert [row.number for row in plan.open] == [3, 4]


def test_a_second_table_of_a_sheet_has_columns_of_its_own() -> None:
    rows = [
        HEAD,
        loan_row(),
        [],
        ["Warteliste"],
        ("Schule", "ab", "Dauer", "dringend"),
        ("GS Wald", "sofort", "6 Wochen", "x"),
    ]
    plan = plan_of(rows)
    assert [row.kind for row in plan.rows] == [
        *("header", "loan", "empty", "section", "header", "request"),
    ]
    assert plan.rows[5].number == 6
    pages = plan_of([HEAD, loan_row(), HEAD, loan_row("KRL-0002")])
    assert [row.kind for row in pages.rows] == ["header", "loan", "header", "loan"]


def test_one_column_proves_for_its_sheet_that_months_come_first() -> None:
    row = loan_row(first="09/07/2026", last="01/28/2027")
    (loan,) = plan_of([HEAD, row], name="").rows[1].loans
    assert (loan.first, loan.last) == (date(2026, 9, 7), date(2027, 1, 28))
    contrary = loan_row("KRL-0002", first="26/09/2026", last="12/18/2026")
    first, _ = (one.loans[0] for one in plan_of([HEAD, row, contrary], name="").taken)
    assert (first.first, first.last) == (date(2026, 7, 9), date(2027, 1, 28))
