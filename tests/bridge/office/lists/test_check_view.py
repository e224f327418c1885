from bridge.lists.cleaning import clean
from bridge.lists.reading import read_list
from bridge.office.lists.check_view import (
    ROWS_SHOWN,
    counts_of,
    questions_of,
    shown_text,
    table_of,
)
from bridge.tables.cells import sheet
from tests.bridge.lists.lists import HEAD, OFFICE, TODAY, loan_row

ROWS = [HEAD, loan_row(), loan_row("krl 2", last="bis Ferien"), loan_row("KRL-0099"), []]
FILE = clean([sheet("Liste", ROWS)], TODAY)
PLAN = read_list(FILE, OFFICE)


def test_cells_show_what_was_said_of_them() -> None:
    table = table_of(PLAN, PLAN.sheets[0], FILE.sheets[0], "all", 1)
    assert [row.number for row in table.rows] == [2, 3, 4, 5]
    first, second = table.rows[:2]
    assert [cell.text for cell in first.cells][5] == "07.09.2026"
    marks = {cell.key: cell.verdict for cell in second.cells if cell.verdict != "ok"}
    assert marks == {"A3": "read", "G3": "ask"}
    assert table.rows[3].cells == ()
    assert table.columns[0].letter == "A"


def test_what_needs_an_answer_comes_first() -> None:
    questions = questions_of(PLAN)
    assert [one.cell for one in questions] == ["A4", "G3"]
    assert questions[1].row_key == "0!3"
    assert questions[0].about.de == "Roboter"


def test_counts_and_pages() -> None:
    assert counts_of(PLAN) == (1, 0, 1, 1, 2)
    many = clean([sheet("L", [HEAD, *([loan_row("KRL-0099")] * 1)] * (ROWS_SHOWN + 5))], TODAY)
    plan = read_list(many, OFFICE)
    table = table_of(plan, plan.sheets[0], many.sheets[0], "all", 99)
    assert (table.page, table.pages) == (2, 2)
    assert shown_text(None) == ""
