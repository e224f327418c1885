from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bridge.base.words import Declined, NotYours, Words
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.paperwork.kinds import PAPERS
from bridge.register.families import family_hash
from bridge.register.papers import PaperLoan, SheetCode
from bridge.register.register import Register
from bridge.store import Store
from bridge.store.office_tables import changes
from bridge.store.tables import pairings
from tests.bridge.people import TurnedClock
from tests.bridge.register.papered import CHILD, lend

TITLE = Words("Willkommensblatt", "Welcome sheet")


async def sheet(register: Register, loan: PaperLoan, name: str) -> int:
    """Print a sheet with a code and a word."""
    codes = (
        SheetCode("secret", f"{name} code", b"k" * 32),
        SheetCode("word", f"{name} word", b"w" * 32),
    )
    later = int(register._clock.unix_s()) + 1000
    return await register.give_sheet(COMMAND_LINE, loan, codes, family_hash(name), later, 1, TITLE)


async def open_codes(register: Register) -> set[str]:
    query = sa.select(pairings.c.lookup).where(
        pairings.c.used_at.is_(None), pairings.c.withdrawn_at.is_(None)
    )
    async with register._database.begin() as connection:
        return set((await connection.execute(query)).scalars())


async def test_a_school_prints_for_its_own_loans_alone(register: Register) -> None:
    one, other = await lend(register), await lend(register, "fiete")
    loan = await register.paper_loan(COMMAND_LINE, one)
    assert (loan.robot_name, loan.school, loan.state) == ("Otto", "GemS Otto, Flensburg", "SH")
    own = Member(5, "Herr Test", "school", loan.school_id)
    assert await register.paper_loan(own, one) == loan
    for foreign in (other, 999):
        with pytest.raises(NotYours):
            await register.paper_loan(own, foreign)
        with pytest.raises(NotYours):
            await register.printed_papers(own, foreign)
    today = register._clock.today()
    assert [work.loan_id for work in await register.paper_work(own, today)] == [one]
    assert len(await register.paper_work(COMMAND_LINE, today)) == 2


async def test_what_was_printed_is_known_by_kind_and_version(
    register: Register, clock: TurnedClock
) -> None:
    loan = await register.paper_loan(COMMAND_LINE, await lend(register))
    for version in (1, 2):
        clock.now_s += 60
        await register.note_papers(
            COMMAND_LINE, loan, [replace(PAPERS["consent"], version=version)]
        )
    printed = await register.printed_papers(COMMAND_LINE, loan.id)
    assert {kind: one.version for kind, one in printed.items()} == {"consent": 2}
    assert [one.kind for one in await register.recent_prints(COMMAND_LINE)] == ["consent"] * 2
    (work,) = await register.paper_work(COMMAND_LINE, clock.today())
    assert work.kinds == {"consent"}
    async with register._database.begin() as connection:
        text = str((await connection.execute(sa.select(changes))).all())
    assert CHILD not in text


async def test_only_the_newest_sheet_of_a_loan_opens_something(register: Register) -> None:
    loan = await register.paper_loan(COMMAND_LINE, await lend(register))
    await sheet(register, loan, "first")
    assert await open_codes(register) == {"first code", "first word"}
    assert (await register.family_loan("first")).id == loan.id
    second = await sheet(register, loan, "second")
    assert await open_codes(register) == {"second code", "second word"}
    with pytest.raises(NotYours):
        await register.family_loan("first")
    # A sheet that was lost is never opened again.
    with pytest.raises(Declined):
        await register.undo(COMMAND_LINE, second)
    assert (await register.family_loan("second")).id == loan.id


async def test_a_code_and_a_word_of_one_sheet_go_once_together(
    register: Register, store: Store, clock: TurnedClock
) -> None:
    loan = await register.paper_loan(COMMAND_LINE, await lend(register))
    await store.add_pairing(loan.id, "secret", "by command", b"c" * 32, int(clock.now_s) + 1000)
    await sheet(register, loan, "sheet")
    word = await store.pairing("sheet word")
    assert word is not None
    assert await store.use_pairing(word, "device", int(clock.now_s))
    code = await store.pairing("sheet code")
    assert code is not None
    assert not await store.use_pairing(code, "another device", int(clock.now_s))
    assert await open_codes(register) == {"by command"}


@pytest.mark.parametrize("fact", ["ended_at", "returned_at", "erased_at"])
async def test_a_loan_that_is_over_gets_no_code(register: Register, fact: str) -> None:
    loan = await register.paper_loan(COMMAND_LINE, await lend(register, "otto", "SH", **{fact: 5}))
    assert loan.is_over
    with pytest.raises(Declined, match="over"):
        await sheet(register, loan, "late")
    assert await open_codes(register) == set()
    assert await register.paper_work(COMMAND_LINE, register._clock.today()) == []


async def test_loans_far_away_ask_for_no_papers(register: Register, clock: TurnedClock) -> None:
    far = clock.today() + timedelta(days=90)
    await lend(register, from_date=far, until_date=far + timedelta(days=9))
    assert await register.paper_work(COMMAND_LINE, clock.today()) == []
