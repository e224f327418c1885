import pytest

from bridge.base.errors import Conflict, StoreError
from bridge.base.records import Loan
from bridge.store import Store, open_store
from bridge.store.engine import Violated
from tests.bridge.store.samples import DAY, ROBOT, SPAN


async def test_what_is_raised_within_a_transaction_undoes_it(store: Store) -> None:
    await store.put_robot(ROBOT)

    async def fail_halfway() -> None:
        async with store._database.begin(write=True) as connection:
            await connection.exec_driver_sql("DELETE FROM robots")
            raise KeyError

    with pytest.raises(KeyError):
        await fail_halfway()
    assert await store.robots() == [ROBOT]


async def test_an_error_does_not_quote_what_was_to_be_stored(store: Store, loan: Loan) -> None:
    async with store._database.begin(write=True) as connection:
        await connection.exec_driver_sql("DROP TABLE devices")
        await connection.exec_driver_sql("DROP TABLE pairings")
    with pytest.raises(StoreError) as failed:
        await store.add_pairing(loan.id, "word", "canary lookup", b"canary", 2000)
    shown = str(failed.value) + repr(failed.value.__cause__)
    assert "anary" not in shown
    assert failed.value.__suppress_context__


async def test_a_broken_constraint_does_not_quote_the_row(store: Store, loan: Loan) -> None:
    backwards = (SPAN[1] + 9 * DAY, SPAN[1] + 5 * DAY)
    with pytest.raises(Conflict) as refused:
        await store.add_loan(ROBOT.id, "Lena Canary", backwards, "canary hash")
    assert "anary" not in str(refused.value) + repr(refused.value.__cause__)
    assert refused.value.__suppress_context__


async def test_a_constraint_without_words_is_a_contradiction_all_the_same(
    store: Store, loan: Loan
) -> None:
    with pytest.raises(Violated, match="contradicts") as refused:
        await store.add_pairing(loan.id, "riddle", "L" * 22, b"k", 1)  # type: ignore[arg-type]
    assert refused.value.rule == "other"


async def test_an_address_that_names_no_database_is_a_clear_error() -> None:
    with pytest.raises(StoreError, match=r"storage\.url: names no known database"):
        async with open_store("mysql://u:canary@h/d"):
            pass
