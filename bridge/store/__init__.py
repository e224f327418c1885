"""Database of the bridge; the only folder with SQL.

    async with open_store(url) as store:      # migrated, ready
        robot = await store.robot("karlsson-1")

`address` and `dialects` hold the differences between SQLite and PostgreSQL, `engine` runs
transactions, `steps` migrates. `robots`, `loans`, `pairings` and `devices` hold the queries.
"""

from bridge.store.store import Store, open_store

__all__ = ["Store", "open_store"]
