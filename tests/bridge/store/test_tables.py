import sqlalchemy as sa

from bridge.store import Store
from bridge.store.tables import metadata


async def test_the_tables_are_those_that_the_migrations_make(store: Store) -> None:
    def made(connection: sa.Connection) -> dict[str, set[str]]:
        inspector = sa.inspect(connection)
        return {
            table: {column["name"] for column in inspector.get_columns(table)}
            for table in inspector.get_table_names()
            if table != "alembic_version"
        }

    async with store._database.begin() as connection:
        there = await connection.run_sync(made)
    assert there == {name: set(table.columns.keys()) for name, table in metadata.tables.items()}
