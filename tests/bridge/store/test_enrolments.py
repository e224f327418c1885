import asyncio

import pytest
import sqlalchemy as sa

from bridge.base.errors import Conflict, NotKnown
from bridge.base.records import Robot
from bridge.store import Store, open_store
from bridge.store.engine import open_database
from tests.bridge.store.samples import OTHER, ROBOT

NEW = Robot("karlsson-9", "Karlsson 9", "", 1000)


async def test_a_token_makes_a_new_robot_known_once(store: Store) -> None:
    made, known = await store.add_enrolment(NEW, "H" * 43, 2000)
    assert not known
    assert (made.robot_id, made.robot_name, made.used_at) == ("karlsson-9", "Karlsson 9", None)
    robot = await store.use_enrolment(made, "N" * 43, 1500)
    assert robot == Robot("karlsson-9", "Karlsson 9", "N" * 43, 1500)
    assert await store.robots() == [robot]
    used = await store.enrolment("H" * 43)
    assert used
    assert (used.used_at, used.used_key) == (1500, "N" * 43)
    assert await store.use_enrolment(made, "M" * 43, 1600) is None
    assert await store.robots() == [robot]


async def test_a_known_robot_keeps_its_name_and_gets_a_new_key(store: Store) -> None:
    await store.put_robot(ROBOT)
    made, known = await store.add_enrolment(Robot(ROBOT.id, "Other", "", 1000), "H" * 43, 2000)
    assert known
    assert made.robot_name == ROBOT.name
    robot = await store.use_enrolment(made, "N" * 43, 1500)
    assert robot == Robot(ROBOT.id, ROBOT.name, "N" * 43, ROBOT.created)


async def test_of_many_uses_at_once_one_counts(url: str, store: Store) -> None:
    made, _ = await store.add_enrolment(NEW, "H" * 43, 2000)
    async with open_store(url) as other:
        answers = await asyncio.gather(
            *(
                (store if letter < "E" else other).use_enrolment(made, letter * 43, 1500)
                for letter in "ABCDEFGH"
            )
        )
    [robot] = [one for one in answers if one is not None]
    assert await store.robots() == [robot]


async def test_the_key_of_another_robot_is_refused_and_the_token_stays(store: Store) -> None:
    await store.put_robot(OTHER)
    made, _ = await store.add_enrolment(NEW, "H" * 43, 2000)
    with pytest.raises(Conflict):
        await store.use_enrolment(made, OTHER.public_key, 1500)
    assert await store.robots() == [OTHER]
    assert await store.use_enrolment(made, "N" * 43, 1500)


async def test_a_token_ends_by_age_withdrawal_or_a_newer_one(store: Store) -> None:
    old, _ = await store.add_enrolment(NEW, "O" * 43, 2000)
    assert await store.use_enrolment(old, "N" * 43, 2000) is None
    first, _ = await store.add_enrolment(NEW, "F" * 43, 9000)
    second, _ = await store.add_enrolment(NEW, "S" * 43, 9000)
    assert await store.use_enrolment(first, "N" * 43, 3000) is None
    withdrawn = await store.withdraw_enrolments(NEW.id, 3500)
    assert (withdrawn.id, withdrawn.withdrawn_at) == (second.id, 3500)
    assert await store.use_enrolment(second, "N" * 43, 4000) is None
    with pytest.raises(NotKnown, match="no open token"):
        await store.withdraw_enrolments(NEW.id, 3600)
    assert await store.robots() == []
    assert [one.id for one in await store.enrolments()] == [old.id, first.id, second.id]
    assert await store.enrolment("X" * 43) is None


async def test_a_token_cannot_be_read_from_the_database(url: str, store: Store) -> None:
    """Only the hash of a public key is stored: nothing that signs."""
    await store.add_enrolment(NEW, "H" * 43, 2000)
    async with open_database(url, "") as database, database.begin() as connection:
        names = await connection.run_sync(
            lambda sync: {one["name"] for one in sa.inspect(sync).get_columns("enrolments")}
        )
    assert names == {
        *("id", "robot_id", "robot_name", "token_hash", "created", "expires_at"),
        *("used_at", "used_key", "withdrawn_at"),
    }
