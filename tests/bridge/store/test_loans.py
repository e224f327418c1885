import asyncio
import random
from datetime import date, timedelta

import pytest

from bridge.base.errors import BridgeError, Conflict, NotKnown
from bridge.base.records import Loan
from bridge.protocol.openings import LoanRights
from bridge.store import Store, open_store
from tests.bridge.store.samples import DAY, OTHER, ROBOT, SPAN, TODAY

NOW = 1_795_432_000


async def test_a_robot_is_lent_to_one_child_at_a_time(store: Store, loan: Loan) -> None:
    named = f"loan {loan.id} from 2026-11-23 to 2026-12-23"
    with pytest.raises(Conflict, match=named):
        await store.add_loan(ROBOT.id, "Ole", (SPAN[1], SPAN[1]), "other")
    after = SPAN[1] + DAY
    await store.add_loan(ROBOT.id, "Ole", (after, after), "other")
    await store.put_robot(OTHER)
    await store.add_loan(OTHER.id, "Mia", SPAN, "third")
    assert [one.pupil_name for one in await store.loans()] == ["Lena", "Ole", "Mia"]


async def test_what_does_not_exist_cannot_be_lent_or_changed(store: Store) -> None:
    with pytest.raises(NotKnown, match="no robot is called nobody"):
        await store.add_loan("nobody", "Lena", SPAN, "hash")
    for change in (
        store.end_loan(7, TODAY),
        store.close_loan(7, TODAY, NOW),
        store.cancel_loan(7, TODAY, NOW),
        store.replace_links(7, "hash"),
    ):
        with pytest.raises(NotKnown, match="no loan 7"):
            await change


async def test_a_loan_ends_after_it_begins(store: Store, loan: Loan) -> None:
    with pytest.raises(Conflict, match="cannot end before"):
        await store.end_loan(loan.id, SPAN[0] - DAY)
    with pytest.raises(Conflict, match="cannot end before"):
        await store.add_loan(ROBOT.id, "Ole", (SPAN[1] + 5 * DAY, SPAN[1] + 2 * DAY), "other")


async def test_a_teacher_is_found_by_the_hash_of_the_token(store: Store, loan: Loan) -> None:
    assert await store.teacher_loan("hash") == loan
    await store.replace_links(loan.id, "new hash")
    assert await store.teacher_loan("hash") is None
    assert await store.teacher_loan("new hash") == loan


async def test_a_loan_can_end_on_another_day(store: Store, loan: Loan) -> None:
    ended = await store.end_loan(loan.id, TODAY)
    assert ended.until_date == TODAY
    assert await store.loan(loan.id) == ended


async def test_a_loan_cannot_be_made_longer_over_another_which_is_named(
    store: Store, loan: Loan
) -> None:
    following = SPAN[1] + 10 * DAY
    second = await store.add_loan(ROBOT.id, "Ole", (following, following), "other")
    with pytest.raises(Conflict, match=f"loan {second.id} from {following} to {following}"):
        await store.end_loan(loan.id, following)
    assert await store.loan(loan.id) == loan
    await store.end_loan(loan.id, following - DAY)


async def test_a_loan_that_began_today_is_closed_today_and_the_robot_lent_anew(
    store: Store, loan: Loan
) -> None:
    pairing = await store.add_pairing(loan.id, "word", "L" * 22, b"k", NOW + 60)
    closed = await store.close_loan(loan.id, TODAY, NOW)
    assert (closed.until_date, closed.ended_at) == (TODAY, NOW)
    assert await store.loan(loan.id) == closed
    assert not await store.use_pairing(pairing, "D" * 43, NOW)
    again = await store.add_loan(ROBOT.id, "Ole", SPAN, "other")
    assert again.from_date == TODAY


async def test_a_closed_loan_stays_closed(store: Store, loan: Loan) -> None:
    await store.close_loan(loan.id, TODAY, NOW)
    for change in (
        store.end_loan(loan.id, SPAN[1]),
        store.close_loan(loan.id, TODAY, NOW),
        store.cancel_loan(loan.id, TODAY - DAY, NOW),
        store.replace_links(loan.id, "new hash"),
    ):
        with pytest.raises(Conflict, match="was closed"):
            await change


async def test_a_loan_that_has_not_begun_is_cancelled_and_its_days_are_free(
    store: Store, loan: Loan
) -> None:
    eve = TODAY - DAY
    with pytest.raises(Conflict, match=f"loan cancel --loan {loan.id}"):
        await store.close_loan(loan.id, eve, NOW)
    cancelled = await store.cancel_loan(loan.id, eve, NOW)
    assert (cancelled.from_date, cancelled.until_date) == SPAN
    assert await store.loan(loan.id) == cancelled
    await store.add_loan(ROBOT.id, "Ole", SPAN, "other")


async def test_a_loan_that_runs_is_ended_rather_than_cancelled(store: Store, loan: Loan) -> None:
    with pytest.raises(Conflict, match=f"loan end --loan {loan.id}"):
        await store.cancel_loan(loan.id, TODAY, NOW)
    with pytest.raises(Conflict, match="ended on 2026-12-23"):
        await store.close_loan(loan.id, SPAN[1] + DAY, NOW)


async def test_a_cancelled_loan_stands_in_nobodys_way(store: Store, loan: Loan) -> None:
    await store.cancel_loan(loan.id, TODAY - DAY, NOW)
    second = await store.add_loan(ROBOT.id, "Ole", (TODAY, TODAY), "other")
    await store.end_loan(second.id, SPAN[1])


def _overlap(loans: list[Loan]) -> list[tuple[int, int]]:
    open_ones = [loan for loan in loans if loan.ended_at is None]
    return [
        (one.id, other.id)
        for one in open_ones
        for other in open_ones
        if one.id < other.id
        and one.robot_id == other.robot_id
        and one.from_date <= other.until_date
        and other.from_date <= one.until_date
    ]


async def test_of_loans_made_at_once_one_is_kept(url: str) -> None:
    async with open_store(url) as one, open_store(url) as two:
        await one.put_robot(ROBOT)
        results = await asyncio.gather(
            *(
                (one if n % 2 else two).add_loan(ROBOT.id, "Lena", SPAN, f"hash {n}")
                for n in range(10)
            ),
            return_exceptions=True,
        )
        assert [type(result) for result in results].count(Loan) == 1
        assert [type(result) for result in results].count(Conflict) == 9
        assert len(await two.loans()) == 1


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
async def test_however_loans_are_made_moved_and_closed_at_once_no_two_share_a_day(
    url: str, seed: int
) -> None:
    chance = random.Random(seed)

    def day() -> date:
        return TODAY + timedelta(days=chance.randrange(12))

    async with open_store(url) as one, open_store(url) as two:
        await one.put_robot(ROBOT)
        await one.put_robot(OTHER)
        tasks = []
        for number in range(60):
            store = chance.choice((one, two))
            match chance.randrange(5):
                case 0 | 1:
                    span = sorted((day(), day()))
                    robot = chance.choice((ROBOT, OTHER))
                    tasks.append(
                        store.add_loan(robot.id, "Lena", (span[0], span[1]), f"hash {number}")
                    )
                case 2 | 3:
                    tasks.append(store.end_loan(chance.randrange(1, 15), day()))
                case _:
                    tasks.append(store.close_loan(chance.randrange(1, 15), day(), NOW))
        results = await asyncio.gather(*tasks, return_exceptions=True)
        strange = [
            result for result in results if not isinstance(result, Loan | Conflict | NotKnown)
        ]
        assert strange == []
        assert any(isinstance(result, Loan) for result in results)
        assert _overlap(await one.loans()) == []


async def test_two_processes_may_write_in_turn(url: str) -> None:
    async with open_store(url) as one, open_store(url) as two:
        await one.put_robot(ROBOT)

        async def lend(store: Store, number: int) -> None:
            first = TODAY + timedelta(days=number)
            await store.add_loan(ROBOT.id, "Lena", (first, first), f"hash {number}")

        await asyncio.gather(*(lend(one if n % 2 else two, n) for n in range(10)))
        assert len(await two.loans()) == 10


async def test_a_token_that_is_taken_is_no_fault_of_the_database(store: Store, loan: Loan) -> None:
    after = SPAN[1] + DAY
    with pytest.raises(BridgeError) as refused:
        await store.add_loan(ROBOT.id, "Ole", (after, after), "hash")
    assert isinstance(refused.value, Conflict)


async def test_a_buddy_is_found_by_a_hash_of_its_own(store: Store, loan: Loan) -> None:
    assert await store.buddy_loan("buddy") is None
    await store.replace_links(loan.id, "hash", "buddy")
    assert await store.buddy_loan("buddy") == loan
    assert await store.teacher_loan("buddy") is None
    assert await store.buddy_loan("hash") is None
    await store.replace_links(loan.id, "hash")
    assert await store.buddy_loan("buddy") is None


async def test_two_loans_have_no_buddy_link_or_each_its_own(store: Store, loan: Loan) -> None:
    await store.put_robot(OTHER)
    other = await store.add_loan(OTHER.id, "Mia", SPAN, "other", "buddy")
    assert await store.buddy_loan("buddy") == other
    with pytest.raises(BridgeError):
        await store.replace_links(loan.id, "hash", "buddy")
    assert await store.buddy_loan("buddy") == other


async def test_the_loan_of_today_is_found_for_its_robot(store: Store, loan: Loan) -> None:
    await store.put_robot(OTHER)
    assert await store.running_loan(ROBOT.id, TODAY) == loan
    assert await store.running_loan(ROBOT.id, SPAN[1]) == loan
    assert await store.running_loan(ROBOT.id, SPAN[1] + DAY) is None
    assert await store.running_loan(OTHER.id, TODAY) is None
    await store.close_loan(loan.id, TODAY, NOW)
    assert await store.running_loan(ROBOT.id, TODAY) is None


async def test_rights_change_one_by_one_and_outlive_new_links(store: Store, loan: Loan) -> None:
    assert loan.rights == LoanRights()
    changed = await store.set_rights(loan.id, {"zoom", "sheets"}, allowed=False)
    assert changed.rights == LoanRights(zoom=False, sheets=False)
    changed = await store.set_rights(loan.id, {"zoom"}, allowed=True)
    assert changed.rights == LoanRights(sheets=False)
    await store.replace_links(loan.id, "new hash", None, "A" * 86)
    found = await store.running_loan(ROBOT.id, TODAY)
    assert found
    assert (found.rights, found.sealed_class_key) == (changed.rights, "A" * 86)
    await store.close_loan(loan.id, TODAY, NOW)
    with pytest.raises(Conflict, match="was closed"):
        await store.set_rights(loan.id, {"zoom"}, allowed=True)
    with pytest.raises(NotKnown, match="no loan 7"):
        await store.set_rights(7, {"zoom"}, allowed=True)


async def test_the_loans_of_many_robots_are_found_at_once(store: Store, loan: Loan) -> None:
    assert await store.running_loans(set(), TODAY) == {}
    assert await store.running_loans({ROBOT.id, "nobody"}, TODAY) == {ROBOT.id: loan}
    assert await store.running_loans({ROBOT.id}, SPAN[1] + DAY) == {}
