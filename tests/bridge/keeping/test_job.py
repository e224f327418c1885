"""Automatic removal of old data, with its traces."""

import logging
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bridge.base.errors import StoreError
from bridge.base.journal import Journal
from bridge.keeping import job
from bridge.keeping.job import KeepingJob
from bridge.lending.retention import COPY_DAYS
from bridge.register.register import Register
from bridge.register.retention import DAY_S
from bridge.store import Store, open_store
from bridge.store.tables import loans
from tests.bridge.people import TurnedClock
from tests.bridge.store.samples import DAY, ROBOT, office_loan

NAMES = ("Lena Kanarienvogel", "Frau Kanarienvogel", "0451 5550199", "7c")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(f"sqlite:///{tmp_path / 'bridge.sqlite'}") as opened:
        yield opened


def made(store: Store, clock: TurnedClock) -> KeepingJob:
    register = Register(store.database, clock)
    return KeepingJob(store.database, register, clock, Journal(logging.getLogger("x"), clock))


def traces(folder: Path) -> list[str]:
    return [
        file.name
        for file in sorted(folder.iterdir())
        if any(name.encode() in file.read_bytes() for name in NAMES[:3])
    ]


async def test_a_name_goes_from_the_database_and_from_every_copy_of_it(
    store: Store, tmp_path: Path
) -> None:
    clock = TurnedClock()
    await store.put_robot(ROBOT)
    loan = await office_loan(store, NAMES)
    async with store.database.begin(write=True) as connection:
        back = {"returned_at": int(clock.unix_s())}
        await connection.execute(sa.update(loans).where(loans.c.id == loan).values(back))
    keeper = made(store, clock)
    assert await keeper.round() == 0
    copy = tmp_path / "bridge.sqlite.before-0009"
    shutil.copyfile(tmp_path / "bridge.sqlite", copy)
    os.utime(copy, (clock.unix_s(), clock.unix_s()))
    assert traces(tmp_path) != []
    clock.day += 30 * DAY
    assert await keeper.round() == 1
    assert traces(tmp_path) == []
    assert copy.stat().st_mtime == pytest.approx(clock.unix_s())
    clock.now_s += COPY_DAYS * DAY_S + 1
    await keeper.round()
    assert sorted(one.name for one in tmp_path.iterdir() if "before" in one.name) == []


async def test_traces_are_removed_in_the_next_round_if_somebody_reads_in_this_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    async def busy(_database: object) -> None:
        calls.append(1)
        if len(calls) == 1:
            raise StoreError("something reads from it")

    monkeypatch.setattr(job, "scrub", busy)
    keeper = made(store, TurnedClock())
    with pytest.raises(StoreError):
        await keeper.round()
    await keeper.round()
    await keeper.round()
    assert len(calls) == 2
