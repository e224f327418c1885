import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from bridge.base.errors import Conflict, StoreError
from bridge.base.records import Robot
from bridge.protocol.openings import LoanRights
from bridge.store import migrations, open_store
from bridge.store.engine import Database, open_database
from bridge.store.migrations.mending import Cut, OldLoan, OldRobot, cuts, without_key
from bridge.store.steps import migrate
from tests.bridge.store.samples import DAY, OTHER, ROBOT, SPAN, TODAY

NOW = 1_795_432_000  # 2026-11-23


@asynccontextmanager
async def at_step(url: str, step: str) -> AsyncIterator[Database]:
    """Open a database whose tables have an older form."""
    async with open_store(url), open_database(url, "") as database:
        async with database.begin(write=True) as connection:
            await connection.run_sync(migrate, step)
        yield database


async def put(database: Database, *statements: str) -> None:
    async with database.begin(write=True) as connection:
        for statement in statements:
            await connection.exec_driver_sql(statement)


async def tables(database: Database) -> set[str]:
    async with database.begin() as connection:
        return set(await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names()))


def robot(number: int, key: str, created: int = 1000) -> str:
    return f"INSERT INTO robots VALUES ('karlsson-{number}', 'Karlsson', '{key * 43}', {created})"


def loan(number: int, first: date, last: date, robot: int = 1) -> str:
    return (
        "INSERT INTO loans (id, robot_id, pupil_name, from_date, until_date, teacher_token_hash) "
        f"VALUES ({number}, 'karlsson-{robot}', 'Lena', '{first}', '{last}', 'hash {number}')"
    )


async def test_every_step_goes_down_and_up_again_and_keeps_what_it_can(url: str) -> None:
    async with open_store(url) as store:
        await store.put_robot(ROBOT)
        first = await store.add_loan(ROBOT.id, "Lena", SPAN, "hash")
        pairing = await store.add_pairing(first.id, "secret", "L" * 22, b"k", 2**33)
        assert await store.use_pairing(pairing, "D" * 43, 1000)
    async with at_step(url, "0001"):
        pass
    async with open_store(url) as store:
        assert await store.robots() == [ROBOT]
        assert await store.loans() == [first]
        assert await store.device_loans("D" * 43) == [first]
        kept = await store.pairing("L" * 22)
        assert kept
        assert (kept.expires_at, kept.used_at) == (2**33, 1000)
        with pytest.raises(Conflict):
            await store.add_loan(ROBOT.id, "Ole", SPAN, "other")
    async with at_step(url, "base") as database:
        assert await tables(database) <= {"alembic_version"}
    async with open_store(url) as store:
        assert await store.robots() == []


async def test_links_of_buddies_end_on_the_way_down_and_loans_stay(url: str) -> None:
    async with open_store(url) as store:
        await store.put_robot(ROBOT)
        lent = await store.add_loan(ROBOT.id, "Lena", SPAN, "hash", "buddy")
    async with at_step(url, "0002") as database:
        async with database.begin() as connection:
            inspector = await connection.run_sync(sa.inspect)
            found = await connection.run_sync(lambda _: str(inspector.get_columns("loans")))
            found += await connection.run_sync(lambda _: str(inspector.get_indexes("loans")))
        assert "buddy" not in found
        # The rule against two loans at once holds in this step, too.
        with pytest.raises(Conflict):
            await put(database, loan(9, *SPAN))
    async with open_store(url) as store:
        assert await store.teacher_loan("hash") == lent
        assert await store.buddy_loan("buddy") is None
        await store.replace_links(lent.id, "hash", "buddy")
        assert await store.buddy_loan("buddy") == lent
        with pytest.raises(Conflict):
            await store.add_loan(ROBOT.id, "Ole", SPAN, "other")


async def test_what_was_taken_back_does_not_come_alive_on_the_way_down(url: str) -> None:
    async with open_store(url) as store:
        await store.put_robot(ROBOT)
        yesterday = await store.add_loan(ROBOT.id, "Lena", (TODAY - DAY, SPAN[1]), "one")
        await store.close_loan(yesterday.id, TODAY, NOW)
        same_day = await store.add_loan(ROBOT.id, "Ole", SPAN, "two")
        locked = await store.add_pairing(same_day.id, "secret", "L" * 22, b"k", NOW)
        assert await store.use_pairing(locked, "D" * 43, 1000)
        await store.close_loan(same_day.id, TODAY, NOW)
        third = await store.add_loan(ROBOT.id, "Mia", SPAN, "three")
        bound = await store.add_pairing(third.id, "secret", "M" * 22, b"k", NOW)
        assert await store.use_pairing(bound, "E" * 43, 1000)
        await store.lock_device("E" * 43, NOW)
        withdrawn = await store.add_pairing(third.id, "secret", "N" * 22, b"k", NOW)
        await store.withdraw_pairing(withdrawn.id, NOW)
    async with at_step(url, "0001"):
        pass
    async with open_store(url) as store:
        spans = [(one.id, one.from_date, one.until_date) for one in await store.loans()]
        assert spans == [(yesterday.id, TODAY - DAY, TODAY - DAY), (third.id, *SPAN)]
        assert await store.devices() == []
        assert [one.lookup for one in await store.pairings()] == ["M" * 22]


async def test_a_device_whose_key_is_too_long_for_an_older_bridge_is_forgotten_on_the_way_down(
    url: str,
) -> None:
    async with open_store(url) as store:
        await store.put_robot(ROBOT)
        first = await store.add_loan(ROBOT.id, "Lena", SPAN, "hash")
        for lookup, key in (("L", "D" * 43), ("M", "E" * 44)):
            pairing = await store.add_pairing(first.id, "secret", lookup * 22, b"k", NOW)
            assert await store.use_pairing(pairing, key, 1000)
        assert await store.device_loans("E" * 44) == [first]
    async with at_step(url, "0002"):
        pass
    async with open_store(url) as store:
        assert [one.public_key for one in await store.devices()] == ["D" * 43]


async def test_open_tokens_end_on_the_way_down_and_enrolled_robots_stay(url: str) -> None:
    async with open_store(url) as store:
        used, _ = await store.add_enrolment(ROBOT, "H" * 43, NOW)
        assert await store.use_enrolment(used, ROBOT.public_key, 1000)
        await store.add_enrolment(OTHER, "I" * 43, NOW)
    async with at_step(url, "0005") as database:
        assert "enrolments" not in await tables(database)
    async with open_store(url) as store:
        assert await store.robots() == [ROBOT]
        assert await store.enrolments() == []


async def test_rights_and_class_keys_end_on_the_way_down_and_loans_stay(url: str) -> None:
    async with open_store(url) as store:
        await store.put_robot(ROBOT)
        less = LoanRights(zoom=False, speech=False)
        lent = await store.add_loan(
            ROBOT.id, "Lena", SPAN, "hash", sealed_class_key="A" * 86, rights=less
        )
        assert (lent.rights, lent.sealed_class_key) == (less, "A" * 86)
        assert await store.loans() == [lent]
    async with at_step(url, "0004") as database:
        async with database.begin() as connection:
            inspector = await connection.run_sync(sa.inspect)
            found = await connection.run_sync(lambda _: str(inspector.get_columns("loans")))
        assert "may_" not in found
        assert "class_key" not in found
        # What an older bridge writes allows everything.
        await put(database, loan(9, SPAN[1] + DAY, SPAN[1] + DAY))
    async with open_store(url) as store:
        first, second = await store.loans()
        assert (first.rights, first.sealed_class_key) == (LoanRights(), None)
        assert (first.id, second.rights) == (lent.id, LoanRights())


async def test_loans_that_overlap_from_before_are_put_in_order(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with at_step(url, "0001") as database:
        await put(
            database,
            robot(1, "K"),
            loan(1, TODAY, TODAY + 90 * DAY),  # made longer over loan 2
            loan(2, TODAY + 30 * DAY, TODAY + 60 * DAY),
            loan(3, TODAY + 30 * DAY, TODAY + 40 * DAY),  # made at once with loan 2
        )
    with caplog.at_level(logging.WARNING):
        async with open_store(url) as store:
            ends = [(one.id, one.until_date, one.ended_at is None) for one in await store.loans()]
    assert ends == [
        (1, TODAY + 29 * DAY, True),
        (2, TODAY + 60 * DAY, True),
        (3, TODAY + 40 * DAY, False),
    ]
    assert "loans 1 and 2 of robot karlsson-1 overlapped; loan 1 ends on 2026-12-22 now" in (
        caplog.text
    )
    assert "loan 3 was closed" in caplog.text
    assert "Lena" not in caplog.text


async def test_a_key_that_two_robots_have_from_before_stays_with_one(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with at_step(url, "0001") as database:
        await put(database, robot(1, "K"), robot(2, "K", 2000), robot(3, "M"))
        await put(database, loan(1, *SPAN, robot=2))
    with caplog.at_level(logging.WARNING):
        async with open_store(url) as store:
            keys = {one.id: one.public_key for one in await store.robots()}
            await store.put_robot(Robot("karlsson-1", "K", "N" * 43, 0), replace_key=True)
    assert keys == {"karlsson-1": "none:karlsson-1", "karlsson-2": "K" * 43, "karlsson-3": "M" * 43}
    assert "karlsson-2 keeps it" in caplog.text
    assert "K" * 43 not in caplog.text


async def test_the_rules_hold_in_the_database_itself(url: str) -> None:
    async with open_store(url) as store:
        await store.put_robot(ROBOT)
        await store.put_robot(OTHER)
        await store.add_loan(ROBOT.id, "Lena", SPAN, "hash")
        await store.add_loan(OTHER.id, "Lena", SPAN, "other")
        after = SPAN[1] + DAY
        third = await store.add_loan(ROBOT.id, "Ole", (after, after), "third")
        await store.cancel_loan(third.id, TODAY, NOW)
        fourth = await store.add_loan(ROBOT.id, "Ole", (after, after), "fourth")
        for statement in (
            loan(9, *SPAN),
            f"UPDATE loans SET from_date = '{TODAY}' WHERE id = {fourth.id}",
            f"UPDATE loans SET robot_id = '{ROBOT.id}' WHERE robot_id = '{OTHER.id}'",
            f"UPDATE loans SET ended_at = NULL WHERE id = {third.id}",
            robot(7, "K"),
        ):
            with pytest.raises(Conflict):
                await put(store._database, statement)


@pytest.mark.long
async def test_two_processes_that_start_at_once_migrate_once(url: str) -> None:
    program = (
        "import asyncio, sys\n"
        "from bridge.store import open_store\n"
        "async def main():\n"
        "    async with open_store(sys.argv[1]) as store:\n"
        "        await store.ping()\n"
        "sys.stdin.readline()\n"
        "asyncio.run(main())\n"
    )
    processes = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", program, url),
            stdin=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        for _ in range(4)
    ]
    told = await asyncio.gather(*(one.communicate(b"\n") for one in processes))
    assert [(one.returncode, err) for one, (_, err) in zip(processes, told, strict=True)] == [
        (0, b"")
    ] * 4


async def test_a_step_that_fails_leaves_nothing_behind(url: str) -> None:
    async with open_database(url, "") as database:
        await put(database, "CREATE TABLE devices (x INTEGER)")
        with pytest.raises(StoreError):
            async with open_store(url):
                pass
        assert await tables(database) == {"devices"}


async def test_a_database_from_the_future_is_a_clear_error(url: str) -> None:
    async with open_store(url) as store:
        await put(store._database, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="another version"):
        async with open_store(url):
            pass


def test_the_newest_step_is_the_last_one_in_the_folder() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == migrations.HEAD


def test_the_robot_that_is_lent_longest_keeps_a_key_and_else_the_older_one() -> None:
    def named(*robots: OldRobot) -> list[tuple[str, str]]:
        return [(lost.id, kept.id) for lost, kept in without_key(robots)]

    old, new = OldRobot("a", "K", 1, None), OldRobot("b", "K", 2, None)
    assert named(new, old) == [("b", "a")]
    assert named(old, OldRobot("b", "K", 2, TODAY)) == [("a", "b")]
    assert named(OldRobot("a", "K", 1, TODAY), OldRobot("b", "K", 2, TODAY)) == [("b", "a")]
    assert named(old, OldRobot("b", "L", 2, None)) == []


def test_a_loan_gives_way_to_the_one_that_begins_after_it() -> None:
    long = OldLoan(3, "a", TODAY, TODAY + 9 * DAY)
    second = OldLoan(1, "a", TODAY + 2 * DAY, TODAY + 3 * DAY)
    third = OldLoan(2, "a", TODAY + 3 * DAY, TODAY + 3 * DAY)
    elsewhere = OldLoan(4, "b", TODAY, TODAY + 9 * DAY)
    assert list(cuts([long, second, third, elsewhere])) == [
        Cut(long, second, TODAY + DAY),
        Cut(second, third, TODAY + 2 * DAY),
    ]
