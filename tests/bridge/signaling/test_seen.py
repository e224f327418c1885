import asyncio
from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path

import pytest

from bridge.base.errors import StoreError
from bridge.base.records import LinkUse, Loan
from bridge.protocol.openings import WelcomeTeacher
from bridge.signaling import revocation, seen
from bridge.signaling.seen import Seen
from bridge.store import Store
from bridge.store.link_uses import link_used_on
from tests.bridge.people import TODAY, House, TurnedClock
from tests.bridge.ready import ready_store
from tests.bridge.store.samples import ROBOT, SPAN
from tests.deadline import WAIT_S

DAY = timedelta(days=1)
DAY_S = 24 * 3600.0


class Keeping(Store):
    """Keeps what it is given, and can be away."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.database, False)
        self.asked: list[LinkUse] = []
        self.is_away = False

    async def note_link_uses(self, uses: Collection[LinkUse]) -> None:
        if self.is_away:
            raise StoreError("away")
        self.asked += uses
        await super().note_link_uses(uses)


async def used_on(store: Store, loan: Loan) -> date | None:
    async with store.database.begin() as connection:
        return await link_used_on(connection, loan.id)


async def test_a_link_is_noted_once_a_day_and_after_a_failure(tmp_path: Path) -> None:
    async with ready_store(tmp_path / "b.sqlite") as opened:
        await opened.put_robot(ROBOT)
        loan = await opened.add_loan(ROBOT.id, "Lena", SPAN, "hash")
        store, clock = Keeping(opened), TurnedClock()
        noting = Seen(store, clock)
        store.is_away = True
        noting.came_by_link(loan.id, "hash")
        with pytest.raises(StoreError):
            await noting.note([])
        store.is_away = False
        clock.now_s += DAY_S
        # It was used yesterday, whenever it could be kept.
        await noting.note([])
        assert await used_on(store, loan) == TODAY
        for _ in range(3):
            noting.came_by_link(loan.id, "hash")
            await noting.note([])
        assert await used_on(store, loan) == TODAY + DAY
        assert [use.day for use in store.asked] == [TODAY, TODAY + DAY]


async def test_only_so_many_links_are_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "MOST_LINKS", 2)
    async with ready_store(tmp_path / "b.sqlite") as opened:
        store = Keeping(opened)
        noting = Seen(store, TurnedClock())
        for _ in range(2):
            for number in range(4):
                noting.came_by_link(number, "hash")
            await noting.note([])
        assert [use.loan_id for use in store.asked] == [0, 1, 2, 3]


async def test_a_teachers_page_that_is_let_in_is_noted_and_a_buddys_is_not(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revocation, "INTERVAL_S", 0.02)
    async with house.buddy() as buddy:
        await buddy.hear(WelcomeTeacher)
        assert await used_on(house.store, house.loan) is None
        async with house.teacher() as teacher:
            await teacher.hear(WelcomeTeacher)
        async with asyncio.timeout(WAIT_S):
            while await used_on(house.store, house.loan) is None:
                pass  # each turn asks the database
    assert await used_on(house.store, house.loan) == TODAY
