from datetime import date

from bridge.base.records import LinkUse, Loan
from bridge.store import Store
from bridge.store.erasing import erase
from bridge.store.link_uses import link_used_on
from tests.bridge.store.samples import DAY, TODAY


async def used_on(store: Store, loan: Loan) -> date | None:
    async with store.database.begin() as connection:
        return await link_used_on(connection, loan.id)


async def test_the_last_day_of_a_link_is_kept(store: Store, loan: Loan) -> None:
    assert await used_on(store, loan) is None
    await store.note_link_uses([])
    for day in (TODAY, TODAY + DAY, TODAY + DAY, TODAY):
        await store.note_link_uses([LinkUse(loan.id, "hash", day)])
    assert await used_on(store, loan) == TODAY + DAY


async def test_a_new_link_was_never_used(store: Store, loan: Loan) -> None:
    await store.note_link_uses([LinkUse(loan.id, "hash", TODAY)])
    await store.replace_links(loan.id, "new hash")
    assert await used_on(store, loan) is None
    await store.note_link_uses([LinkUse(loan.id, "hash", TODAY + DAY)])
    assert await used_on(store, loan) is None
    await store.note_link_uses([LinkUse(loan.id, "new hash", TODAY)])
    assert await used_on(store, loan) == TODAY


async def test_the_day_goes_with_the_loan_and_does_not_come_back(store: Store, loan: Loan) -> None:
    await store.note_link_uses([LinkUse(loan.id, "hash", TODAY), LinkUse(99, "hash", TODAY)])
    async with store.database.begin(write=True) as connection:
        counts = await connection.run_sync(erase, [loan.id], 1)
    assert counts["link_uses"] == 1
    await store.note_link_uses([LinkUse(loan.id, "hash", TODAY)])
    assert await used_on(store, loan) is None
