from typing import Any

import pytest
import sqlalchemy as sa

from bridge.base.words import Declined, NotYours
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.register.families import FamilyLoan, family_hash
from bridge.register.history import HistoryFilter
from bridge.register.register import Register
from bridge.register.sentences import sentence
from bridge.store import Store
from bridge.store.office_tables import changes, family_links, withdrawals
from tests.bridge.register.papered import CHILD, bind, lend

TOKEN = "A" * 22


async def opened(register: Register, **facts: Any) -> FamilyLoan:
    """Return a loan whose sheet was printed."""
    loan = await lend(register, **facts)
    async with register.change(COMMAND_LINE, "undo") as change:
        await change.insert(family_links, loan_id=loan, token_hash=family_hash(TOKEN), created=1)
    return await register.family_loan(TOKEN)


async def test_a_code_opens_its_loan_and_nothing_else(register: Register) -> None:
    loan = await opened(register)
    await lend(register, "fiete")
    assert (loan.view.robot_name, loan.devices) == ("Otto", 0)
    assert loan.allowed == {"zoom", "still", "sheets", "speech"}
    assert CHILD not in repr(loan)
    for wrong in ("", "B" * 22, TOKEN[:-1]):
        with pytest.raises(NotYours):
            await register.family_loan(wrong)


async def test_a_loan_that_was_erased_is_opened_by_nobody(register: Register) -> None:
    with pytest.raises(NotYours):
        await opened(register, erased_at=5)


async def test_switching_off_holds_at_once_and_switching_on_is_a_wish(
    register: Register, store: Store
) -> None:
    loan = await opened(register)
    await register.switch_off(loan, "still")
    kept = await store.loan(loan.id)
    assert kept is not None
    assert not kept.rights.still
    assert kept.rights.zoom
    off = await register.family_loan(TOKEN)
    await register.wish_for(off, "still")
    assert (await register.family_loan(TOKEN)).wished == {"still"}
    assert not (await store.loan(loan.id)).rights.still  # type: ignore[union-attr]
    (wish,) = await register.wishes(COMMAND_LINE)
    assert wish.loan_id == loan.id
    assert wish.rights == {"still"}


@pytest.mark.parametrize("grant", [True, False])
async def test_the_office_answers_a_wish(register: Register, store: Store, grant: bool) -> None:
    loan = await opened(register, may_still=False)
    await register.wish_for(loan, "still")
    stranger = Member(5, "Frau Fremd", "school", 99)
    assert await register.wishes(stranger) == []
    with pytest.raises(NotYours):
        await register.answer_wish(stranger, loan.id, grant)
    change = await register.answer_wish(COMMAND_LINE, loan.id, grant)
    kept = await store.loan(loan.id)
    assert kept is not None
    assert kept.rights.still == grant
    assert await register.wishes(COMMAND_LINE) == []
    await register.undo(COMMAND_LINE, change)
    assert len(await register.wishes(COMMAND_LINE)) == 1


async def test_the_history_names_the_family_and_the_child_as_such(register: Register) -> None:
    loan = await opened(register)
    await register.switch_off(loan, "still")
    await register.switch_off(loan, "zoom", "child")
    lines = await register.history(COMMAND_LINE, HistoryFilter(kinds=["family", "child"]))
    assert [line.by for line in lines] == ["Kind", "Familie"]
    assert [line.undo_until for line in lines] == [0, 0]


async def test_a_lost_tablet_is_out_with_every_other_one(register: Register, store: Store) -> None:
    loan = await opened(register)
    await bind(register, loan.id, "one", "two")
    assert await register.lock_all_devices(loan) == 2
    assert [await store.device_loans(key) for key in ("one", "two")] == [[], []]
    assert (await register.family_loan(TOKEN)).devices == 0


async def test_stopping_locks_the_loan_for_good_and_is_told_without_a_name(
    register: Register,
) -> None:
    loan = await opened(register)
    await register.stop(loan)
    await register.stop(loan, "child")
    locked = await register.family_loan(TOKEN)
    assert (locked.view.state, locked.view.locked_by) == ("locked", "family")
    async with register._database.begin() as connection:
        roles = (await connection.execute(sa.select(withdrawals.c.by_role))).scalars().all()
        lines = (await connection.execute(sa.select(changes))).all()
    assert roles == ["family", "child"]
    stops = [line for line in lines if line.kind.startswith("loan.locked_by")]
    assert [line.person_id for line in stops] == [-1, -2]
    assert CHILD not in str(lines)
    with pytest.raises(Declined):
        await register.undo(COMMAND_LINE, stops[0].id)


def test_the_history_says_what_families_did() -> None:
    facts = {"robot": "Otto", "right": "Tafel-Foto", "right_en": "Board photo"}
    assert sentence("family.right_off", facts).de.endswith("ausgeschaltet: Tafel-Foto")
    assert "von der Familie gestoppt" in sentence("loan.locked_by_family", facts).de
