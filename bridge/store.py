"""The database: the only module with SQL.

    async with open_store(url) as store:      # migrated, ready
        robot = await store.robot("karlsson-1")

SQLite in WAL mode with `synchronous=FULL`: what was acknowledged survives the
plug being pulled. Every method is one transaction.
"""

import os
from collections.abc import AsyncIterator, Set
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bridge.errors import Conflict, NotKnown, StoreError
from bridge.migrations import HEAD
from bridge.records import Loan, Pairing, PairingKind, Robot
from bridge.rights import Right

BUSY_TIMEOUT_S = 5.0
"""How long a write waits for another process, such as the command line."""

_metadata = sa.MetaData()
_robots = sa.Table(
    "robots",
    _metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("name", sa.String),
    sa.Column("public_key", sa.String),
    sa.Column("created", sa.Integer),
)
_loans = sa.Table(
    "loans",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("robot_id", sa.String),
    sa.Column("pupil_name", sa.String),
    sa.Column("from_date", sa.Date),
    sa.Column("until_date", sa.Date),
    sa.Column("teacher_token_hash", sa.String),
)
_pairings = sa.Table(
    "pairings",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("loan_id", sa.Integer),
    sa.Column("kind", sa.String),
    sa.Column("lookup", sa.String),
    sa.Column("mac_key", sa.LargeBinary),
    sa.Column("expires_at", sa.Integer),
    sa.Column("used_at", sa.Integer),
)
_devices = sa.Table(
    "devices",
    _metadata,
    sa.Column("loan_id", sa.Integer, primary_key=True),
    sa.Column("public_key", sa.String, primary_key=True),
    sa.Column("paired_at", sa.Integer),
)


class Store:
    """Robots, loans, pairings and devices.

    Every method raises `StoreError` when the database cannot be used.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @asynccontextmanager
    async def _begin(self, write: bool = False) -> AsyncIterator[AsyncConnection]:
        try:
            async with _transaction(self._engine, write) as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(_cause(error)) from error

    async def ping(self) -> None:
        """Ask the database for a sign of life."""
        async with self._begin() as connection:
            await connection.execute(sa.select(_robots.c.id).limit(1))

    # ---- robots

    async def put_robot(self, robot: Robot, replace_key: bool = False) -> Robot:
        """Add a robot, or rename the one that has this id and key.

        Raises:
            Conflict: The id is known with another key, and `replace_key` is not set.
        """
        known = await self.robot(robot.id)
        async with self._begin(write=True) as connection:
            if known is None:
                await connection.execute(sa.insert(_robots).values(_row(robot)))
                return robot
            if known.public_key != robot.public_key and not replace_key:
                raise Conflict(f"robot {robot.id} is already known with another key")
            await connection.execute(
                sa.update(_robots)
                .where(_robots.c.id == robot.id)
                .values(name=robot.name, public_key=robot.public_key)
            )
        return Robot(robot.id, robot.name, robot.public_key, known.created)

    async def robot(self, robot_id: str) -> Robot | None:
        """Return a robot, or None."""
        async with self._begin() as connection:
            row = (
                await connection.execute(sa.select(_robots).where(_robots.c.id == robot_id))
            ).one_or_none()
        return Robot(**row._mapping) if row else None

    async def robots(self) -> list[Robot]:
        """Return all robots, by id."""
        async with self._begin() as connection:
            rows = (await connection.execute(sa.select(_robots).order_by(_robots.c.id))).all()
        return [Robot(**row._mapping) for row in rows]

    # ---- loans

    async def add_loan(
        self, robot_id: str, pupil_name: str, span: tuple[date, date], token_hash: str
    ) -> Loan:
        """Lend a robot to a child for a span of dates, both included.

        Raises:
            NotKnown: There is no such robot.
            Conflict: The robot is lent on one of these dates already.
        """
        if await self.robot(robot_id) is None:
            raise NotKnown(f"no robot is called {robot_id}")
        first, last = span
        async with self._begin(write=True) as connection:
            other = (
                await connection.execute(
                    sa.select(_loans.c.id).where(
                        _loans.c.robot_id == robot_id,
                        _loans.c.from_date <= last,
                        _loans.c.until_date >= first,
                    )
                )
            ).first()
            if other:
                raise Conflict(f"robot {robot_id} is lent then already, as loan {other.id}")
            values = {
                "robot_id": robot_id,
                "pupil_name": pupil_name,
                "from_date": first,
                "until_date": last,
                "teacher_token_hash": token_hash,
            }
            result = await connection.execute(
                sa.insert(_loans).values(values).returning(_loans.c.id)
            )
            return Loan(result.scalar_one(), robot_id, pupil_name, first, last)

    async def loan(self, loan_id: int) -> Loan | None:
        """Return a loan, or None."""
        return next(iter(await self._find_loans(_loans.c.id == loan_id)), None)

    async def loans(self) -> list[Loan]:
        """Return all loans, in the order they were made."""
        return await self._find_loans(sa.true())

    async def teacher_loan(self, token_hash: str) -> Loan | None:
        """Return the loan that a teacher's token opens, or None."""
        found = await self._find_loans(_loans.c.teacher_token_hash == token_hash)
        return next(iter(found), None)

    async def device_loans(self, device_key: str) -> list[Loan]:
        """Return every loan that a device was bound to."""
        mine = sa.select(_devices.c.loan_id).where(_devices.c.public_key == device_key)
        return await self._find_loans(_loans.c.id.in_(mine))

    async def replace_teacher_token(self, loan_id: int, token_hash: str) -> None:
        """Let a new teacher's link in, and the old one no longer.

        Raises:
            NotKnown: There is no such loan.
        """
        await self._change_loan(loan_id, teacher_token_hash=token_hash)

    async def end_loan(self, loan_id: int, until: date) -> None:
        """Let a loan end earlier, or later.

        Raises:
            NotKnown: There is no such loan.
        """
        await self._change_loan(loan_id, until_date=until)

    async def still_holds(self, rights: Set[Right], today: date) -> Set[Right]:
        """Return which of these rights still hold on this day, with one query."""
        runs = sa.and_(
            _loans.c.robot_id == _robots.c.id,
            _loans.c.from_date <= today,
            _loans.c.until_date >= today,
        )
        found = (
            sa.select(
                _robots.c.id,
                _robots.c.public_key,
                _loans.c.teacher_token_hash,
                _devices.c.public_key,
            )
            .select_from(
                _robots.outerjoin(_loans, runs).outerjoin(
                    _devices, _devices.c.loan_id == _loans.c.id
                )
            )
            .where(_robots.c.id.in_({right.robot_id for right in rights}))
        )
        async with self._begin() as connection:
            rows = (await connection.execute(found)).all()
        holding: set[Right] = set()
        for robot_id, robot_key, token_hash, device_key in rows:
            for key in ("", robot_key):
                holding.add(Right(robot_id, key))
                holding.add(Right(robot_id, key, token_hash=token_hash or ""))
                holding.add(Right(robot_id, key, device_key=device_key or ""))
        return holding & rights

    async def _change_loan(self, loan_id: int, **values: object) -> None:
        async with self._begin(write=True) as connection:
            result = await connection.execute(
                sa.update(_loans).where(_loans.c.id == loan_id).values(**values)
            )
        if result.rowcount != 1:
            raise NotKnown(f"there is no loan {loan_id}")

    async def _find_loans(self, where: sa.ColumnElement[bool]) -> list[Loan]:
        columns = [column for column in _loans.c if column.name != "teacher_token_hash"]
        async with self._begin() as connection:
            rows = (
                await connection.execute(sa.select(*columns).where(where).order_by(_loans.c.id))
            ).all()
        return [Loan(**row._mapping) for row in rows]

    # ---- pairings

    async def add_pairing(
        self, loan_id: int, kind: PairingKind, lookup: str, mac_key: bytes, expires_at: int
    ) -> Pairing:
        """Open one chance to bind a device to a loan.

        Raises:
            NotKnown: There is no such loan.
            Conflict: The secret is in use already; take another one.
        """
        if await self.loan(loan_id) is None:
            raise NotKnown(f"there is no loan {loan_id}")
        if await self.pairing(lookup) is not None:
            raise Conflict("this secret is in use already")
        values: dict[str, Any] = {
            "loan_id": loan_id,
            "kind": kind,
            "lookup": lookup,
            "mac_key": mac_key,
            "expires_at": expires_at,
            "used_at": None,
        }
        async with self._begin(write=True) as connection:
            result = await connection.execute(
                sa.insert(_pairings).values(values).returning(_pairings.c.id)
            )
            return Pairing(id=result.scalar_one(), **values)

    async def pairing(self, lookup: str) -> Pairing | None:
        """Return a pairing, used or not, or None."""
        async with self._begin() as connection:
            row = (
                await connection.execute(sa.select(_pairings).where(_pairings.c.lookup == lookup))
            ).one_or_none()
        return Pairing(**row._mapping) if row else None

    async def use_pairing(self, pairing: Pairing, device_key: str, unix_s: int) -> bool:
        """Bind a device, if nobody used the pairing before; both or neither.

        Returns:
            False if another device was quicker.
        """
        async with self._begin(write=True) as connection:
            result = await connection.execute(
                sa.update(_pairings)
                .where(_pairings.c.id == pairing.id, _pairings.c.used_at.is_(None))
                .values(used_at=unix_s)
            )
            if result.rowcount != 1:
                return False
            known = sa.select(_devices.c.loan_id).where(
                _devices.c.loan_id == pairing.loan_id, _devices.c.public_key == device_key
            )
            if (await connection.execute(known)).first() is None:
                await connection.execute(
                    sa.insert(_devices).values(
                        loan_id=pairing.loan_id, public_key=device_key, paired_at=unix_s
                    )
                )
        return True


@asynccontextmanager
async def open_store(url: str) -> AsyncIterator[Store]:
    """Open the database, bring it to the newest form, and close it at the end.

    Raises:
        StoreError: It cannot be opened or brought up to date.
    """
    try:
        _make_private(url)
        # hide_parameters: names and keys must not reach a log through an error's text.
        engine = create_async_engine(url, hide_parameters=True)
    except (SQLAlchemyError, ArgumentError, OSError) as error:
        raise StoreError(f"{_cause(error)} (storage.url)") from error
    sa.event.listen(engine.sync_engine, "connect", _prepare)
    sa.event.listen(engine.sync_engine, "begin", _start)
    try:
        try:
            async with _transaction(engine, write=True) as connection:
                await connection.run_sync(_migrate)
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(f"{_cause(error)} (storage.url)") from error
        yield Store(engine)
    finally:
        await engine.dispose()


def _make_private(url: str) -> None:
    """Make a new database file readable by its owner only; WAL files take its mode."""
    name = make_url(url).database
    if name and name != ":memory:":
        path = Path(name)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))


@asynccontextmanager
async def _transaction(engine: AsyncEngine, write: bool) -> AsyncIterator[AsyncConnection]:
    async with engine.connect() as bare:
        connection = await bare.execution_options(immediate=write)
        async with connection.begin():
            yield connection


def _start(connection: Connection) -> None:
    """Begin by ourselves: Python's driver would leave table changes outside a transaction.

    A writer takes the lock at once, so that it waits its turn instead of
    failing when somebody else wrote between its reading and its writing.
    """
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={int(BUSY_TIMEOUT_S * 1000)}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(connection: Connection) -> None:
    if sa.inspect(connection).has_table("alembic_version"):
        done = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
        if done.all() == [HEAD]:
            return
    # Here, since loading Alembic takes longer than most commands.
    import alembic.command
    import alembic.config
    from alembic.util import CommandError

    config = alembic.config.Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        alembic.command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(f"the database is of another version of Karlsson: {error}") from error


def _row(robot: Robot) -> dict[str, object]:
    return {
        "id": robot.id,
        "name": robot.name,
        "public_key": robot.public_key,
        "created": robot.created,
    }


def _cause(error: BaseException) -> str:
    """Return what the database said, without statement or values."""
    origin = getattr(error, "orig", None) or error
    if isinstance(origin, OSError):
        return f"the database cannot be opened: {origin.strerror}"
    if isinstance(error, SQLAlchemyError):
        return f"the database cannot be used: {str(origin).splitlines()[0][:200]}"
    return "the database cannot be used"
