import asyncio
from dataclasses import replace

import pytest

from bridge.base.errors import Conflict
from bridge.base.records import Robot
from bridge.store import Store, open_store
from tests.bridge.store.samples import OTHER, ROBOT


async def test_a_robot_is_kept_over_a_restart(url: str) -> None:
    async with open_store(url) as first:
        await first.put_robot(ROBOT)
    async with open_store(url) as second:
        assert await second.robot(ROBOT.id) == ROBOT
        assert await second.robots() == [ROBOT]


async def test_a_robot_may_be_renamed_but_not_silently_replaced(store: Store) -> None:
    await store.put_robot(ROBOT)
    renamed = Robot(ROBOT.id, "Kalle", ROBOT.public_key, 2000)
    assert (await store.put_robot(renamed)).created == 1000
    other = Robot(ROBOT.id, "Kalle", "L" * 43, 2000)
    with pytest.raises(Conflict, match="another key"):
        await store.put_robot(other)
    await store.put_robot(other, replace_key=True)
    found = await store.robot(ROBOT.id)
    assert found
    assert (found.name, found.public_key) == ("Kalle", "L" * 43)


async def test_one_key_is_of_one_robot_which_is_named(store: Store) -> None:
    await store.put_robot(ROBOT)
    with pytest.raises(Conflict, match="robot karlsson-1 already has this key"):
        await store.put_robot(replace(OTHER, public_key=ROBOT.public_key))
    await store.put_robot(OTHER)
    with pytest.raises(Conflict, match="robot karlsson-1 already has this key"):
        await store.put_robot(replace(OTHER, public_key=ROBOT.public_key), replace_key=True)
    assert await store.robots() == [ROBOT, OTHER]


async def test_of_robots_put_at_once_one_is_kept_and_the_others_contradict(url: str) -> None:
    async with open_store(url) as one, open_store(url) as two:
        results = await asyncio.gather(
            *(
                (one if n % 2 else two).put_robot(replace(ROBOT, public_key=f"{n:043}"))
                for n in range(8)
            ),
            return_exceptions=True,
        )
        kept = [result for result in results if isinstance(result, Robot)]
        assert await one.robots() == kept
        assert len(kept) == 1
        assert [type(result) for result in results].count(Conflict) == 7


async def test_of_robots_with_one_key_put_at_once_one_is_kept(url: str) -> None:
    async with open_store(url) as one, open_store(url) as two:
        results = await asyncio.gather(
            *((one if n % 2 else two).put_robot(replace(ROBOT, id=f"k-{n}")) for n in range(8)),
            return_exceptions=True,
        )
        assert len(await one.robots()) == 1
        refused = [str(result) for result in results if isinstance(result, Conflict)]
        assert len(refused) == 7
        assert all("already has this key" in text for text in refused)
