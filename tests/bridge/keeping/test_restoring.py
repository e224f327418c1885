"""A backup is put back: what was erased stays erased, what was taken back stays taken back."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bridge.base.errors import Conflict, StoreError
from bridge.keeping.backups import Opened, make_backup, open_backup
from bridge.keeping.restoring import restore
from bridge.keeping.sealing import Lock, new_key
from bridge.lending.permissions import COMMAND_LINE
from bridge.register.register import Register
from bridge.store import Store, migrations, open_store
from bridge.store.address import read
from bridge.store.backup import Backups
from bridge.store.office_tables import office_sessions, passkeys, people, ways_in
from bridge.store.tables import devices, loans, pairings
from tests.bridge.people import TurnedClock
from tests.bridge.postgresql import Cluster
from tests.bridge.store.samples import ROBOT, SPAN, office_loan

NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
KEY, PUBLIC = new_key()
NAMES = ("Lena Kanarienvogel", "Frau Kanarienvogel", "0451 5550199", "7c")


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.long, pytest.mark.thorough])]
)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bridge.sqlite'}"
    cluster: Cluster = request.getfixturevalue("postgresql_server")
    return await cluster.new_database()


@pytest.fixture
def backups(tmp_path: Path) -> Backups:
    return Backups(tmp_path / "copies", erased=(tmp_path / "erased",))


def backed_up(url: str, folder: Path) -> Opened:
    path, _size = make_backup(read(url), "", Lock((PUBLIC,)), folder / "backup.age", NOW)
    opened = open_backup(path, KEY, "")
    path.unlink()
    return opened


async def ended(store: Store, loan: int) -> None:
    async with store.database.begin(write=True) as connection:
        await connection.execute(sa.update(loans).where(loans.c.id == loan).values(ended_at=1))


async def names(url: str, backups: Backups) -> list[str]:
    async with open_store(url, backups=backups) as store:
        return [loan.pupil_name for loan in await store.loans()]


async def test_a_restored_backup_brings_no_erased_name_back(
    url: str, backups: Backups, tmp_path: Path
) -> None:
    async with open_store(url, backups=backups) as store:
        await store.put_robot(ROBOT)
        loan = await office_loan(store, NAMES)
        later = SPAN[1].replace(year=2030)
        await store.add_loan(ROBOT.id, "Jonas", (later, later), "jonas")
        opened = backed_up(url, tmp_path)
        await ended(store, loan)
        await Register(store.database, TurnedClock()).erase_loan(COMMAND_LINE, loan)
    with pytest.raises(Conflict, match="1 robots and 2 loans; --replace"):
        await restore(opened, url, "", backups, is_forced=False)
    told = await restore(opened, url, "", backups, is_forced=True)
    assert (told.robots, told.loans, told.erased, told.carried) == (1, 2, 1, True)
    assert await names(url, backups) == ["", "Jonas"]
    for file in (file for file in tmp_path.rglob("*") if file.is_file()):
        assert [name for name in NAMES[:3] if name.encode() in file.read_bytes()] == [], file


async def test_what_was_taken_back_since_stays_taken_back(
    url: str, backups: Backups, tmp_path: Path
) -> None:
    async with open_store(url, backups=backups) as store:
        await store.put_robot(ROBOT)
        loan = await office_loan(store, NAMES)
        register = Register(store.database, TurnedClock())
        anna, ben = [await register.add_person(name, "office") for name in ("Anna", "Ben")]
        await register.begin_session(anna.id)
        async with store.database.begin(write=True) as connection:
            for person, key in ((anna, b"old"), (anna, b"kept"), (ben, b"ben")):
                await connection.execute(
                    sa.insert(passkeys).values(
                        person_id=person.id, credential_id=key, public_key=b"p", sign_count=0
                    )
                )
            await connection.execute(
                sa.insert(ways_in).values(person_id=anna.id, token_hash="w", kind="invitation")
            )
        opened = backed_up(url, tmp_path)
        await store.lock_device("D" * 43, 77)
        await store.replace_links(loan, "renewed")
        async with store.database.begin(write=True) as connection:
            gone = sa.delete(passkeys).where(passkeys.c.credential_id == b"old")
            await connection.execute(gone)
            await connection.execute(
                sa.update(people).where(people.c.id == ben.id).values(left_at=88)
            )
    await restore(opened, url, "", backups, is_forced=True)
    async with open_store(url, backups=backups) as store, store.database.begin() as connection:
        assert await store.device_locked("D" * 43)
        assert (await store.teacher_loan("t" * 64)) is None
        assert (await store.teacher_loan("renewed")) is not None
        found = (await connection.execute(sa.select(passkeys.c.credential_id))).scalars().all()
        assert {bytes(one) for one in found} == {b"kept", b"ben"}
        left = sa.select(people.c.left_at).where(people.c.name == "Ben")
        assert (await connection.execute(left)).scalar_one() == 88
        for table in (pairings, ways_in):
            row = (await connection.execute(sa.select(table))).one()
            assert row.withdrawn_at is not None
        assert (await connection.execute(sa.select(office_sessions))).all() == []
        assert len((await connection.execute(sa.select(devices))).all()) == 1


async def test_a_computer_that_is_lost_is_built_anew(backups: Backups, tmp_path: Path) -> None:
    url, new = (f"sqlite:///{tmp_path / name}" for name in ("bridge.sqlite", "new.sqlite"))
    async with open_store(url, backups=backups) as store:
        await store.put_robot(ROBOT)
        loan = await office_loan(store, NAMES)
        opened = backed_up(url, tmp_path)
        await ended(store, loan)
        await Register(store.database, TurnedClock()).erase_loan(COMMAND_LINE, loan)
    told = await restore(opened, new, "", backups, is_forced=False)
    assert (told.erased, told.carried, told.replaced) == (1, False, None)
    assert await names(new, backups) == [""]


async def test_a_bridge_that_runs_keeps_its_database(backups: Backups, tmp_path: Path) -> None:
    path = tmp_path / "bridge.sqlite"
    url = f"sqlite:///{path}"
    async with open_store(url, backups=backups) as store:
        await store.put_robot(ROBOT)
        opened = backed_up(url, tmp_path)
        with pytest.raises(StoreError, match="systemctl stop karlsson-bridge"):
            await restore(opened, url, "", backups, is_forced=True)
        assert await store.robots() == [ROBOT]
    assert not list(tmp_path.glob(".*"))
    told = await restore(opened, url, "", backups, is_forced=True)
    assert told.replaced == tmp_path / "bridge.sqlite.replaced"


async def test_a_damaged_database_is_put_aside(backups: Backups, tmp_path: Path) -> None:
    path = tmp_path / "bridge.sqlite"
    url = f"sqlite:///{path}"
    async with open_store(url, backups=backups) as store:
        await store.put_robot(ROBOT)
    opened = backed_up(url, tmp_path)
    path.write_bytes(b"not a database" * 1000)
    Path(f"{path}-wal").write_bytes(b"nor is this its log" * 1000)
    with pytest.raises(Conflict, match="cannot be read; --replace"):
        await restore(opened, url, "", backups, is_forced=False)
    told = await restore(opened, url, "", backups, is_forced=True)
    assert not told.carried
    async with open_store(url, backups=backups) as store:
        assert await store.robots() == [ROBOT]


async def test_what_is_no_database_of_a_bridge_changes_nothing(
    backups: Backups, tmp_path: Path
) -> None:
    path = tmp_path / "bridge.sqlite"
    url = f"sqlite:///{path}"
    async with open_store(url, backups=backups) as store:
        await store.put_robot(ROBOT)
    opened = backed_up(url, tmp_path)
    before = tmp_path / "before"
    shutil.copyfile(path, before)
    broken = (
        Opened("postgresql", NOW, opened.data),
        Opened("sqlite", NOW, b""),
        Opened("sqlite", NOW, opened.data.replace(migrations.HEAD.encode(), b"0999")),
    )
    for one in broken:
        with pytest.raises((Conflict, StoreError)):
            await restore(one, url, "", backups, is_forced=True)
    assert await names(url, backups) == []
    assert not list(tmp_path.glob(".*"))
    async with open_store(url, backups=backups) as store:
        assert await store.robots() == [ROBOT]
