from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bridge.base.words import Declined, NotYours
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.lists.cleaning import clean
from bridge.lists.reading import ListPlan, ListWishes, read_list
from bridge.register.imports import FASTER, UNDO_S, ImportedFile, headings_of
from bridge.register.register import Register
from bridge.store import Store
from bridge.store.office_tables import children, images, requests, schools, ticks
from bridge.store.tables import loans
from bridge.tables import reading as tables
from tests.bridge.people import TurnedClock
from tests.bridge.register.lent import put_robots

SAMPLES = Path(__file__).parents[1] / "lists" / "samples"
FILE = ImportedFile("liste.xlsx", "0" * 64, {})
READER = Member(9, "Leser", "reader")


@pytest.fixture(autouse=True)
async def twenty_robots(store: Store, clock: TurnedClock) -> None:
    clock.now_s += timedelta(days=7).total_seconds()  # 30 November, as the samples were written
    await put_robots(store, *(f"KRL-{number:04}" for number in range(1, 21)))


async def rows(register: Register, table: sa.Table) -> list[Mapping[str, Any]]:
    async with register._database.begin() as connection:
        found = await connection.execute(sa.select(table).order_by(*table.primary_key))
        return [dict(row._mapping) for row in found]


async def plan_of(
    register: Register, name: str, answers: Mapping[str, str] | None = None
) -> ListPlan:
    knows = await register.office_knows(COMMAND_LINE)
    assert knows.today == date(2026, 11, 30)
    file = clean(tables.read(SAMPLES / name), knows.today)
    return read_list(file, knows, ListWishes(answers or {}))


def first_answers(plan: ListPlan) -> dict[str, str]:
    """Return the first choice of every question."""
    return {
        f"{row.at}!{one.key}": one.choices[0].value
        for row in plan.open
        for one in row.findings
        if one.verdict in ("ask", "stop") and one.choices
    }


LOANS = "01-avatar-ausleihe.xlsx"


async def test_clear_rows_go_in_at_once_and_the_rest_waits(register: Register) -> None:
    plan = await plan_of(register, LOANS)
    made = await register.take_over(COMMAND_LINE, plan, FILE)
    assert [row["robot_id"] for row in await rows(register, loans)] == [
        *("KRL-0001", "KRL-0003", "KRL-0007", "KRL-0010", "KRL-0011", "KRL-0012"),
    ]
    (view,) = await register.imports(COMMAND_LINE)
    assert (view.id, view.taken, view.left) == (made.id, 8, 7)
    again = await plan_of(register, LOANS)
    assert {row.number for row in again.open} == {row.number for row in plan.open}
    assert sum(row.kind == "same" for row in again.rows) == 6


async def test_answered_rows_go_in_with_schools_children_and_ticks(register: Register) -> None:
    answers = first_answers(await plan_of(register, LOANS))
    plan = await plan_of(register, LOANS, answers)
    assert not plan.open
    await register.take_over(COMMAND_LINE, plan, FILE)
    lent = {row["robot_id"]: row for row in await rows(register, loans)}
    assert len(lent) == 13
    assert lent["KRL-0008"]["pupil_name"] == "C. R."
    assert (lent["KRL-0010"]["until_date"], lent["KRL-0010"]["ended_at"] is not None) == (
        date(2026, 11, 13),
        True,
    )
    assert lent["KRL-0012"]["handed_over_at"] is None
    names = {row["id"]: row["short_name"] for row in await rows(register, children)}
    for row in lent.values():
        assert names.get(row["child_id"], "") == row["pupil_name"]
    known = {row["name"]: row for row in await rows(register, schools)}
    assert known["GS Seerosenweg Kiel"]["also_called"] == "Grundschule Seerosenweg"
    assert lent["KRL-0001"]["profile"] == "HH"
    open_lines = [row for row in await rows(register, ticks) if row["done_on"] is None]
    assert {row["loan_id"] for row in open_lines} == {
        row["id"] for row in lent.values() if row["ended_at"] is None
    }
    again = await plan_of(register, LOANS, answers)
    assert sum(row.kind == "same" for row in again.rows) == 13


async def test_one_press_takes_everything_back_for_thirty_days(
    register: Register, clock: TurnedClock
) -> None:
    plan = await plan_of(register, LOANS)
    made = await register.take_over(COMMAND_LINE, plan, FILE)
    clock.now_s += UNDO_S - 60
    await register.take_back(COMMAND_LINE, made.id)
    for table in (loans, children, schools, ticks):
        assert await rows(register, table) == []
    (view,) = await register.imports(COMMAND_LINE)
    assert view.undone_at is not None
    with pytest.raises(Declined):
        await register.take_back(COMMAND_LINE, made.id)


async def test_after_thirty_days_it_stays(register: Register, clock: TurnedClock) -> None:
    made = await register.take_over(COMMAND_LINE, await plan_of(register, LOANS), FILE)
    clock.now_s += UNDO_S + 1
    with pytest.raises(Declined):
        await register.take_back(COMMAND_LINE, made.id)
    assert len(await rows(register, loans)) == 6


async def test_what_somebody_changed_since_is_asked_about_and_stays(register: Register) -> None:
    made = await register.take_over(COMMAND_LINE, await plan_of(register, LOANS), FILE)
    kept = (await rows(register, loans))[0]
    await register.move(COMMAND_LINE, kept["id"], kept["from_date"], date(2027, 2, 1))
    with pytest.raises(Declined, match="changed again"):
        await register.take_back(COMMAND_LINE, made.id)
    assert len(await rows(register, loans)) == 6
    await register.take_back(COMMAND_LINE, made.id, leave_changed=True)
    (left,) = await rows(register, loans)
    assert left["id"] == kept["id"]
    assert [row["id"] for row in await rows(register, schools)] == [kept["school_id"]]
    assert [row["id"] for row in await rows(register, children)] == [kept["child_id"]]


async def test_whoever_is_faster_wins_and_nothing_is_written_by_half(register: Register) -> None:
    plan = await plan_of(register, LOANS)
    await register.take_over(COMMAND_LINE, plan, FILE)
    before = len(await rows(register, schools))
    other = replace(
        plan.taken[0].loans[0], first=date(2026, 9, 8), school=None, child="", class_name=""
    )
    late = replace(plan, rows=(replace(plan.taken[0], loans=(other,)), *plan.taken[1:2]))
    with pytest.raises(Declined) as refused:
        await register.take_over(COMMAND_LINE, late, FILE)
    assert refused.value.words == FASTER
    assert len(await rows(register, loans)) == 6
    assert len(await rows(register, schools)) == before


async def test_an_empty_plan_is_nothing_to_take(register: Register) -> None:
    plan = replace(await plan_of(register, LOANS), rows=())
    with pytest.raises(Declined):
        await register.take_over(COMMAND_LINE, plan, FILE)


async def test_a_child_goes_from_the_undo_with_its_loan(register: Register) -> None:
    await register.take_over(COMMAND_LINE, await plan_of(register, LOANS), FILE)
    kept = [row for row in await rows(register, images) if row["table_name"] == "children"]
    loan_of = {row["child_id"]: row["id"] for row in await rows(register, loans)}
    assert kept
    assert {row["loan_id"] for row in kept} == {loan_of[id] for id in loan_of if id}


async def test_calendars_and_waiting_lists_go_in_too(register: Register) -> None:
    for name in ("03b-belegungskalender-libreoffice.ods", "04-warteliste.ods"):
        answers = first_answers(await plan_of(register, name))
        plan = await plan_of(register, name, answers)
        await register.take_over(COMMAND_LINE, plan, FILE)
    lent = await rows(register, loans)
    assert [row["robot_id"] for row in lent].count("KRL-0003") == 2
    asked = await rows(register, requests)
    assert len(asked) == 5
    assert sum(row["done_at"] is not None for row in asked) == 2
    # Nobody knows the federal state of the calendar's schools, so no child is let in by it.
    assert all(row["handed_over_at"] is None for row in lent if row["ended_at"] is None)
    again = await plan_of(register, "04-warteliste.ods", answers)
    assert sum(row.kind == "same" for row in again.rows) == 5


async def test_headings_are_remembered_until_the_import_is_taken_back(register: Register) -> None:
    plan = await plan_of(register, LOANS)
    headings = headings_of(plan)
    assert headings["until"] == "Ausleihe bis"
    made = await register.take_over(COMMAND_LINE, plan, ImportedFile("a", "b", headings))
    assert (await register.last_headings())["robot"] == "Gerät"
    await register.take_back(COMMAND_LINE, made.id)
    assert await register.last_headings() == {}


async def test_who_may_not_import_learns_nothing(register: Register) -> None:
    made = await register.take_over(COMMAND_LINE, await plan_of(register, LOANS), FILE)
    assert await register.imports(READER) == []
    assert (await register.office_knows(READER)).robots == {}
    with pytest.raises(NotYours):
        await register.take_back(READER, made.id)
    with pytest.raises(NotYours):
        await register.take_back(COMMAND_LINE, made.id + 1)
