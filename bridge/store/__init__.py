"""The database: the only folder with SQL.

    async with open_store(url) as store:      # migrated, ready
        robot = await store.robot("karlsson-1")

`address` and `dialects` know SQLite and PostgreSQL apart, `engine` runs transactions, `steps`
migrates; `robots`, `loans`, `pairings` and `devices` ask and write.
"""

from bridge.store.store import Store, open_store

__all__ = ["Store", "open_store"]
