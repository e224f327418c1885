"""Erasure of a loan: the facts about its child go; those that the yearly report needs stay."""

from pathlib import Path

import sqlalchemy as sa

from bridge.store import Store
from bridge.store.erasing import erase
from bridge.store.office_tables import children, images, requests, ticks
from bridge.store.scrubbing import scrub
from bridge.store.tables import devices, loans, pairings
from tests.bridge.store.samples import NUMBER, ROBOT, SPAN, office_loan

NAMES = ("Lena Kanarienvogel", "Mutter Kanarienvogel", "0451 5550199", "7c Kanarien")


async def test_a_loan_is_erased_with_everything_of_its_child(store: Store) -> None:
    await store.put_robot(ROBOT)
    loan = await office_loan(store, NAMES)
    later = (SPAN[1].replace(year=2030), SPAN[1].replace(year=2031))
    other = await store.add_loan(ROBOT.id, "Jonas", later, "other")
    async with store.database.begin(write=True) as connection:
        counts = await connection.run_sync(erase, {loan, 999}, 1000)
    assert counts == {
        **{"loans": 1, "children": 1, "devices": 1, "codes": 1, "family_links": 1, "papers": 1},
        **{"images": 2, "requests": 1, "link_uses": 1},
    }
    async with store.database.begin() as connection:
        row = (await connection.execute(sa.select(loans).where(loans.c.id == loan))).one()
        assert (row.robot_id, row.from_date, row.school_id, row.minutes) == (
            ROBOT.id,
            SPAN[0],
            3,
            42,
        )
        assert (row.pupil_name, row.class_name, row.windows, row.child_id) == ("", "", "", None)
        assert (row.erased_at, row.teacher_token_hash) == (1000, f"erased-{loan}")
        assert row.ended_at is not None
        for table in (devices, pairings, images):
            assert (await connection.execute(sa.select(table))).all() == []
        kept = (await connection.execute(sa.select(ticks))).all()
        assert [one.line for one in kept] == ["parents"]
        child = (await connection.execute(sa.select(children))).one()
        assert (child.short_name, child.erased_at) == ("", 1000)
        request = (await connection.execute(sa.select(requests))).one()
        assert (request.contact_name, request.phone, request.note) == ("", "", "")
    assert (await store.loan(other.id)) == other


async def test_a_child_with_another_loan_stays(store: Store) -> None:
    await store.put_robot(ROBOT)
    loan = await office_loan(store, NAMES)
    async with store.database.begin(write=True) as connection:
        later = SPAN[1].replace(year=2040)
        await connection.execute(
            sa.insert(loans).values(
                robot_id=ROBOT.id,
                pupil_name=NAMES[0],
                from_date=later,
                until_date=later,
                teacher_token_hash="later",
                child_id=NUMBER,
            )
        )
        counts = await connection.run_sync(erase, {loan}, 1000)
        child = (await connection.execute(sa.select(children))).one()
    assert counts["children"] == 0
    assert (child.short_name, child.erased_at) == (NAMES[0], None)


async def test_no_file_of_the_database_holds_an_erased_name(store: Store, url: str) -> None:
    await store.put_robot(ROBOT)
    loan = await office_loan(store, NAMES)
    async with store.database.begin(write=True) as connection:
        await connection.run_sync(erase, {loan}, 1000)
    await scrub(store.database)
    if store.database.dialect.name == "sqlite":
        path = Path(store.place)
        for file in path.parent.glob(f"{path.name}*"):
            data = file.read_bytes()
            assert [name for name in NAMES if name.encode() in data] == [], file
