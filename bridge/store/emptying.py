"""Questions to a database before it is replaced, and the removal of all its tables."""

import sqlalchemy as sa

from bridge.store.tables import loans, robots


def count_rows(connection: sa.Connection) -> tuple[int, int]:
    """Return the number of robots and of loans; 0 where there is no table yet."""
    there = sa.inspect(connection)
    robots_there, loans_there = (
        connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        if there.has_table(table.name)
        else 0
        for table in (robots, loans)
    )
    return robots_there, loans_there


def others(connection: sa.Connection) -> int:
    """Return how many other connections of bridges and their commands a PostgreSQL has."""
    query = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name = 'karlsson-bridge' AND pid <> pg_backend_pid()"
    )
    return int(connection.execute(query).scalar_one())


def empty(connection: sa.Connection) -> None:
    """Remove every table of a PostgreSQL, within this transaction."""
    for name in sa.inspect(connection).get_table_names():
        connection.execute(sa.text(f'DROP TABLE "{name}" CASCADE'))
    connection.execute(sa.text("DROP TYPE IF EXISTS robot_ids"))
