import asyncio

import pytest

from bridge.base.errors import Conflict, NotKnown
from bridge.base.records import Loan
from bridge.store import Store, open_store


async def test_of_two_devices_at_once_one_is_paired(url: str, store: Store, loan: Loan) -> None:
    pairing = await store.add_pairing(loan.id, "secret", "L" * 22, b"k", 2000)
    async with open_store(url) as other:
        used = await asyncio.gather(
            *(
                (store if letter < "E" else other).use_pairing(pairing, letter * 43, 1000)
                for letter in "ABCDEFGH"
            )
        )
    assert sorted(used) == [False] * 7 + [True]
    bound = [letter for letter in "ABCDEFGH" if await store.device_loans(letter * 43)]
    assert len(bound) == 1
    spent = await store.pairing("L" * 22)
    assert spent
    assert spent.used_at == 1000


async def test_a_secret_names_one_pairing_also_at_once(url: str, store: Store, loan: Loan) -> None:
    async with open_store(url) as other:
        results = await asyncio.gather(
            *(
                one.add_pairing(loan.id, "word", "L" * 22, b"k", 2000)
                for one in (store, other, store, other)
            ),
            return_exceptions=True,
        )
    assert [type(result) for result in results].count(Conflict) == 3
    assert len(await store.pairings()) == 1


async def test_a_loan_that_does_not_exist_cannot_be_paired(store: Store) -> None:
    with pytest.raises(NotKnown, match="no loan 7"):
        await store.add_pairing(7, "secret", "L" * 22, b"k", 1)


async def test_a_device_may_be_paired_twice_with_one_loan(store: Store, loan: Loan) -> None:
    for lookup in ("L" * 22, "M" * 22):
        pairing = await store.add_pairing(loan.id, "secret", lookup, b"k", 2000)
        assert await store.use_pairing(pairing, "D" * 43, 1000)
    assert await store.device_loans("D" * 43) == [loan]


async def test_an_unused_code_is_withdrawn(store: Store, loan: Loan) -> None:
    pairing = await store.add_pairing(loan.id, "secret", "L" * 22, b"k", 2000)
    withdrawn = await store.withdraw_pairing(pairing.id, 1500)
    assert withdrawn.withdrawn_at == 1500
    assert await store.pairings() == [withdrawn]
    assert not await store.use_pairing(pairing, "D" * 43, 1600)
    assert await store.device_loans("D" * 43) == []
    assert (await store.withdraw_pairing(pairing.id, 1700)).withdrawn_at == 1500


async def test_a_used_code_cannot_be_withdrawn(store: Store, loan: Loan) -> None:
    pairing = await store.add_pairing(loan.id, "secret", "L" * 22, b"k", 2000)
    assert await store.use_pairing(pairing, "D" * 43, 1000)
    with pytest.raises(Conflict, match="device lock"):
        await store.withdraw_pairing(pairing.id, 1500)
    with pytest.raises(NotKnown, match="no pairing 99"):
        await store.withdraw_pairing(99, 1500)


async def test_a_code_is_used_or_withdrawn_and_never_both(
    url: str, store: Store, loan: Loan
) -> None:
    async with open_store(url) as other:
        for number in range(6):
            pairing = await store.add_pairing(loan.id, "secret", f"{number:022}", b"k", 2000)
            used, _withdrawn = await asyncio.gather(
                store.use_pairing(pairing, f"{number:043}", 1000),
                other.withdraw_pairing(pairing.id, 1000),
                return_exceptions=True,
            )
            after = await store.pairing(pairing.lookup)
            assert after
            assert (after.used_at is None) != (after.withdrawn_at is None)
            assert used is (after.used_at is not None)
