"""`killing`: a bridge is killed a hundred times while an office writes, and is backed up meanwhile.

Each round a bridge serves, a child process writes rows through the register and says each that was
acknowledged, a backup is made, and then both are killed at a random moment. What was acknowledged
before the backup began has to be in the backup, and what was acknowledged at all in the database.
Every other round goes on with the backup, as after a disk that burnt.
"""

import asyncio
import contextlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from bridge.base.clock import Clock
from bridge.keeping.backups import make_backup, open_backup
from bridge.keeping.restoring import restore
from bridge.keeping.sealing import Lock, new_key
from bridge.lending.permissions import COMMAND_LINE
from bridge.register.register import Register
from bridge.store import open_store
from bridge.store.address import read
from bridge.store.backup import Backups
from bridge.store.office_tables import schools
from tests.bench.children import BenchError, started
from tests.bench.rows import Row, summarise
from tests.end_to_end.running import ROOT

ROUNDS = 100
MOST_S = 0.3
"""Longest time from the backup to the kill."""

WAIT_S = 30.0
HOST = "tests.bench.fleet_host"


async def measure(_seconds: float, _runs: int) -> list[Row]:
    """Kill, and count what was lost.

    Raises:
        BenchError: A process does not start, or a database is damaged.
    """
    return await kill_rounds(ROUNDS, random.Random(0))


async def kill_rounds(rounds: int, dice: random.Random) -> list[Row]:
    """Return rounds, acknowledged rows, and those that were lost from the database or a backup."""
    counts = {"kills": 0.0, "acknowledged": 0.0, "lost": 0.0, "lost_from_backups": 0.0}
    key, public = new_key()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = folder / "bridge.toml"
        url = f"sqlite+aiosqlite:///{folder / 'bridge.sqlite'}"
        config.write_text(
            f'[server]\nport = 0\n[storage]\nurl = "{url}"\n[relay]\nenabled = false\n'
            '[fleet]\nsocket = ""\n',
            encoding="utf-8",
        )
        async with open_store(url):
            pass
        known: set[str] = set()
        for number in range(rounds):
            said, before, backup = await _round(number, folder, config, url, public, dice)
            counts["kills"] += 1
            counts["acknowledged"] += len(said)
            known |= said
            counts["lost"] += len(known - await _stored(url))
            opened = open_backup(backup, key, "")
            place = folder / "elsewhere"
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            other = f"sqlite+aiosqlite:///{place / 'bridge.sqlite'}"
            await restore(opened, other, "", Backups(), is_forced=False)
            held = await _stored(other)
            counts["lost_from_backups"] += len((known - said | before) - held)
            if number % 2:
                await restore(opened, url, "", Backups(), is_forced=True)
                known = held
            backup.unlink()
            print(f"{number + 1}: {len(said)} acknowledged", file=sys.stderr, flush=True)
    return summarise("kill -9", "karlsson", [counts])


async def _round(
    number: int, folder: Path, config: Path, url: str, public: str, dice: random.Random
) -> tuple[set[str], set[str], Path]:
    """Return what was acknowledged, what of it before the backup began, and the backup."""
    said: set[str] = set()
    async with started(HOST, str(config)) as (bridge, _told):
        writer = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bench.killing", url, str(number)),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        assert writer.stdout is not None
        try:
            async with asyncio.timeout(WAIT_S):
                while len(said) < 5:
                    said.add(json.loads(await writer.stdout.readline()))
            before = set(said)
            lock, now = Lock((public,)), datetime.now(UTC)
            goal = folder / f"backup-{number}.age"
            backup, _size = await asyncio.to_thread(make_backup, read(url), "", lock, goal, now)
            await asyncio.sleep(dice.uniform(0, MOST_S))
            for pid in dice.sample([bridge, writer.pid], 2):
                _kill(pid)
            async with asyncio.timeout(WAIT_S):
                while line := await writer.stdout.readline():
                    if line.endswith(b"\n"):
                        said.add(json.loads(line))
        finally:
            if writer.returncode is None:
                _kill(writer.pid)
            await writer.wait()
    return said, before, backup


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


async def _stored(url: str) -> set[str]:
    async with open_store(url) as store, store.database.begin() as connection:
        damaged = (await connection.execute(sa.text("PRAGMA integrity_check"))).scalar_one()
        if damaged != "ok":
            raise BenchError(f"a database is damaged: {damaged}")
        return set((await connection.execute(sa.select(schools.c.name))).scalars())


async def write(url: str, number: int) -> None:
    """Write rows as fast as it goes, and say each that is kept."""
    async with open_store(url) as store:
        register = Register(store.database, Clock())
        for row in range(1_000_000):
            name = f"{number}-{row}-{time.time_ns()}"
            async with register.change(COMMAND_LINE, "school.added") as change:
                await change.insert(schools, name=name, state="HH")
            print(json.dumps(name), flush=True)


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], int(sys.argv[2])))
