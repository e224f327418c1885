"""Migration of the tables to this version, safe when several bridges start at once."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bridge.base.errors import StoreError
from bridge.store import migrations

_LOCK = 0x4B61726C  # "Karl"; any number that nothing else uses in this database


def step_of(connection: Connection) -> str:
    """Return the step at which a database is; empty for a new one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    done = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    return str(done[0]) if done else ""


def migrate(connection: Connection, target: str = "head") -> bool:
    """Migrate up or down to a version, within this transaction.

    Args:
        target: "head", or the number of a step; "base" removes everything.

    Returns:
        Whether the database was empty before.

    Raises:
        StoreError: The tables were made by an unknown version.
    """
    if connection.dialect.name == "postgresql":
        # SQLite has only one writer anyway. Of two bridges that start at once, one waits here.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    is_new = not sa.inspect(connection).has_table("alembic_version")
    if target == "head" and not is_new:
        done = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
        if done.all() == [migrations.HEAD]:
            return False
    # Imported here, since loading Alembic takes longer than most commands.
    import alembic.command
    import alembic.config
    from alembic.util import CommandError

    config = alembic.config.Config()
    folder = str(Path(migrations.__file__).parent)
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    move = alembic.command.upgrade if target == "head" else alembic.command.downgrade
    try:
        move(config, target)
    except CommandError as error:
        raise StoreError(f"the database is of another version of Karlsson: {error}") from error
    return is_new
