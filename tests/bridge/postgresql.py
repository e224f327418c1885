"""A PostgreSQL of our own for the tests: started once, a new database for each test."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from bridge.store.engine import open_database
from bridge.store.steps import migrate
from tests.ports import free_port

REMEDY = "PostgreSQL 15 or newer is needed: apt-get install postgresql"
PASSWORD = "canary/se:cr@et"
USER = "karlsson"


class Cluster:
    """A running server.

    Its user `karlsson` owns nothing and may do no more than make tables in its database.
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self._made = 0
        self._ready = ""

    async def new_database(self) -> str:
        """Return the address of an empty database, password included."""
        name = await self._create()
        await self.ask(name, f"GRANT CREATE ON SCHEMA public TO {USER}")
        return self.address(name)

    async def ready_database(self) -> str:
        """Return the address of a database with all tables.

        It is a copy, since making the tables takes 150 ms.
        """
        if not self._ready:
            url = await self.new_database()
            async with open_database(url, "") as database, database.begin(write=True) as connection:
                await connection.run_sync(migrate)
            self._ready = url.rpartition("/")[2]
        return self.address(await self._create(f"TEMPLATE {self._ready}"))

    async def _create(self, *how: str) -> str:
        if not self._made:
            await self.ask("postgres", f"CREATE ROLE {USER} LOGIN PASSWORD '{PASSWORD}'")
        self._made += 1
        name = f"bridge_{self._made}"
        await self.ask("postgres", " ".join((f"CREATE DATABASE {name}", *how)))
        return name

    def address(self, name: str, password: str = "canary%2Fse%3Acr%40et") -> str:
        """Return how the bridge is told of a database."""
        return f"postgresql+asyncpg://{USER}:{password}@127.0.0.1:{self.port}/{name}"

    async def ask(self, name: str, *statements: str) -> None:
        """Run statements as the server's owner."""
        connection = await asyncpg.connect(
            host=str(self.folder), port=self.port, user="owner", password="owner", database=name
        )
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def running() -> Iterator[Cluster]:
    """Start a server on loopback and a socket, with a folder that goes away again."""
    programs = _programs()
    root = os.geteuid() == 0
    folder = Path(tempfile.mkdtemp(prefix="karlsson-pg-"))
    try:
        (folder / "password").write_text("owner", encoding="utf-8")
        if root:  # PostgreSQL refuses to run as root.
            shutil.chown(folder, "nobody", "nogroup")
            shutil.chown(folder / "password", "nobody", "nogroup")

        def run(program: str, *arguments: str) -> None:
            told = folder / f"{program}.out"
            with told.open("wb") as out:  # no pipe: the server would keep it open
                done = subprocess.run(
                    [programs / program, *arguments],
                    check=False,
                    cwd=folder,
                    env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    user="nobody" if root else None,
                    group="nogroup" if root else None,
                    extra_groups=[] if root else None,
                )
            assert done.returncode == 0, f"{program}: {told.read_text(errors='replace')}"

        data = str(folder / "data")
        run(
            *("initdb", "--pgdata", data, "--username", "owner", "--pwfile", "password"),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--no-sync"),
        )
        port = free_port()
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} "
            "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
        )
        run("pg_ctl", "start", "-w", "-D", data, "-l", str(folder / "log"), "-o", options)
        try:
            yield Cluster(folder, port)
        finally:
            run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", data)
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    assert installed, REMEDY
    assert int(installed[-1].parts[-3]) >= 15, REMEDY
    return installed[-1].parent
