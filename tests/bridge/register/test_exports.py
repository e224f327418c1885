from datetime import date
from pathlib import Path

import pytest

from bridge.base.words import Language, NotYours
from bridge.lending.life import LOAN_STATES, STATE_WORDS
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.lists.cleaning import clean
from bridge.lists.opening import open_list
from bridge.lists.reading import read_list
from bridge.register.exports import ExportWish
from bridge.register.history import HistoryFilter
from bridge.register.loan_views import LoanFilter
from bridge.register.register import Register
from bridge.store import Store
from bridge.tables.cells import sheet
from bridge.tables.writing import xlsx
from tests.bridge.register.lent import OFFICE, new_school, running
from tests.bridge.register.mixtures import every_mixture, lend

NAMES = ExportWish(LoanFilter(), with_names=True)
SAVED = Path(__file__).parents[1] / "lists" / "made_by_libreoffice" / "leihen.xlsx"


async def lend_in_every_way(register: Register, school: int) -> None:
    """Lend in every way that the office can bring about: who has a robot is not erased."""
    rows = every_mixture(school)
    await lend(register, [row for row in rows if row["ended_at"] or not row["erased_at"]])


@pytest.mark.parametrize("language", ["de", "en"])
async def test_loans_of_every_state_come_in_again_as_the_same(
    register: Register, store: Store, language: Language
) -> None:
    await lend_in_every_way(register, await new_school(store, register))
    out = await register.export_loans(OFFICE, ExportWish(LoanFilter(), language, with_names=True))
    states = {row[9] for row in out.rows}
    assert states >= {STATE_WORDS[one].said(language) for one in LOAN_STATES if one != "pencilled"}
    knows = await register.office_knows(COMMAND_LINE)
    plan = read_list(open_list(xlsx([out]), knows.today), knows)
    assert len(plan.rows) == len(out.rows) + 1
    # What was cancelled or erased is not written again; all else the office has like this.
    assert {row.kind for row in plan.rows[1:]} == {"same", "left_out"}
    assert (plan.taken, plan.open, plan.gone) == ([], [], ())


async def test_what_libreoffice_saved_of_a_list_comes_in_again_as_the_same(
    register: Register, store: Store
) -> None:
    await lend_in_every_way(register, await new_school(store, register))
    out = await register.export_loans(OFFICE, NAMES)
    knows = await register.office_knows(COMMAND_LINE)
    mine = read_list(open_list(xlsx([out]), knows.today), knows)
    saved = read_list(open_list(SAVED.read_bytes(), knows.today), knows)
    assert saved.rows == mine.rows
    assert (saved.taken, saved.open, saved.gone) == ([], [], ())


async def test_a_list_goes_out_and_comes_in_again_as_the_same(
    register: Register, store: Store
) -> None:
    await running(register, await new_school(store, register))
    out = await register.export_loans(OFFICE, NAMES)
    assert out.headings[:3] == ("Roboter", "Name", "Schule")
    (row,) = out.rows
    assert row[6] == "J. B."
    knows = await register.office_knows(COMMAND_LINE)
    file = clean([sheet(out.name, [out.headings, *out.rows])], knows.today)
    plan = read_list(file, knows)
    assert [one.kind for one in plan.rows] == ["header", "same"]
    assert plan.gone == ()


async def test_names_are_for_lead_and_office_and_are_told_in_the_history(
    register: Register, store: Store
) -> None:
    school = await new_school(store, register)
    await running(register, school)
    contact = Member(7, "Frau Muster", "school", school)
    plain = await register.export_loans(contact, ExportWish(LoanFilter()))
    assert "Kind" not in plain.headings
    assert "J. B." not in repr(plain)
    with pytest.raises(NotYours):
        await register.export_loans(contact, NAMES)
    with pytest.raises(NotYours):
        await register.export_loans(Member(8, "Leser", "reader"), ExportWish(LoanFilter()))
    await register.export_loans(OFFICE, NAMES)
    lines = await register.history(COMMAND_LINE, HistoryFilter())
    assert lines[0].words.de == "Liste mit Kürzeln ausgegeben: 1 Zeilen"


async def test_a_school_gets_its_own_rows_and_filters_hold(
    register: Register, store: Store
) -> None:
    school = await new_school(store, register)
    await running(register, school)
    other = Member(7, "Herr Test", "school", school + 1)
    assert (await register.export_loans(other, ExportWish(LoanFilter()))).rows == []
    hamburg = ExportWish(LoanFilter(federal_states=frozenset({"HH"})), "en")
    out = await register.export_loans(OFFICE, hamburg)
    assert (out.rows, out.headings[0]) == ([], "Robot")


async def test_the_report_counts_what_was_lent(register: Register, store: Store) -> None:
    await running(register, await new_school(store, register))
    lines = await register.year_report(COMMAND_LINE, 2026)
    assert next(one.loans for one in lines if one.state == "SH") == 1
    assert (await register.year_report(COMMAND_LINE, 2025))[1].loans == 0
    with pytest.raises(NotYours):
        await register.year_report(Member(7, "Frau Muster", "school", 1), 2026)


async def test_requests_go_out_without_whoever_asked(register: Register, store: Store) -> None:
    out = await register.export_requests(OFFICE, "de")
    assert out.headings == (
        *("Eingang", "Schule", "PLZ Ort", "Land", "Klasse", "ab", "Dauer", "dringend", "erledigt"),
    )
    assert out.rows == []
    assert date(2026, 11, 23) == register.today()
