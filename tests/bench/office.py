"""`office`: how long pages take with 20, 500 and 5,000 loans, and what holds under attack.

The bridge is a process of its own. A member asks for every page that the office describes of
itself (`/office/openapi.json`). Then a child is inside while its loan is locked, and a member goes
on asking while a hundred strangers flood the doors.
"""

import asyncio
import json
import re
import secrets
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.clock import Clock
from bridge.lending.permissions import COMMAND_LINE
from bridge.office.frame.door import COOKIE
from bridge.protocol import PROTOCOL_VERSION, codec, keys, proofs
from bridge.protocol.openings import Challenge, HelloPupil, HelloRobot
from bridge.register.register import Register
from bridge.store import open_store
from bridge.store.tables import devices, loans, robots
from tests.bench.children import BenchError, started
from tests.bench.fleet_host import allow_many_files
from tests.bench.office_list import imported
from tests.bench.office_rows import fill
from tests.bench.rows import Row, percentile, summarise

SIZES = (20, 500, 5000)
ASKED, WARM = 20, 2
"""Requests for each page that are measured, and those before."""

GAP_S = 0.05
"""Between two requests of the member under attack."""

SETTLE_S = 3.0
REVOKED_S = 30.0
LEFT_OUT = re.compile(r"challenge|/here$|/again|openapi|/undo|/me/")
"""Not pages that somebody opens and reads."""


@dataclass
class Opened:
    """A bridge with a filled office, and a member's session."""

    url: str
    port: int
    folder: Path
    cookie: dict[str, str]
    loan: int
    session: aiohttp.ClientSession

    async def ask(self, path: str) -> tuple[float, int, str]:
        """Return how long a page took in milliseconds, its status and its kind."""
        began_s = time.perf_counter()
        async with self.session.get(
            self.url + path, headers=self.cookie, allow_redirects=False
        ) as answer:
            await answer.read()
            took_ms = 1000 * (time.perf_counter() - began_s)
            return took_ms, answer.status, answer.content_type


async def measure(seconds: float, runs: int) -> list[Row]:
    """Return what the office takes.

    Args:
        seconds: Length of the attack.
        runs: The median over so many.

    Raises:
        BenchError: A page cannot be had, or the child is not put out.
    """
    allow_many_files()
    found: list[Row] = []
    for size in SIZES:
        pages: dict[str, list[dict[str, float]]] = defaultdict(list)
        async with opened(size) as office:
            for _ in range(runs):
                for path, took_ms in (await _pages(office)).items():
                    pages[path].append({"page_p95_ms": took_ms})
        for path, figures in pages.items():
            found += summarise(f"{size} loans", path, figures)
        print(f"{size} loans: {len(pages)} pages", file=sys.stderr, flush=True)
    ended, honest = [], []
    async with opened(SIZES[1]) as office:
        for _ in range(runs):
            ended.append({"revocation_to_disconnect_ms": await _revoked(office)})
            honest.append(
                {
                    "honest_request_p99_ms": await _asked(office, seconds),
                    "honest_request_p99_ms_under_attack": await _attacked(office, seconds),
                }
            )
    taken = [{"import_10000_rows_s": await imported(Clock().today())} for _ in range(runs)]
    found += summarise("a list of 10,000 rows", "karlsson", taken)
    found += summarise("a loan is locked", "karlsson", ended)
    return found + summarise("a hundred strangers", "karlsson", honest)


@asynccontextmanager
async def opened(size: int) -> AsyncIterator[Opened]:
    """Serve an office with so many loans."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with open_store(_database(folder)) as store:
            register = Register(store.database, Clock())
            lead = await register.add_person("Anna Probe", "lead")
            loan = await fill(store, register, size, time.time())
            token = await register.begin_session(lead.id)
        async with (
            started("tests.bench.fleet_host", str(_config(folder))) as (_pid, told),
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
        ):
            url = f"http://127.0.0.1:{told['port']}"
            cookie = {"Cookie": f"{COOKIE}={token}"}
            yield Opened(url, told["port"], folder, cookie, loan, session)


def _database(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'bridge.sqlite'}"


def _config(folder: Path) -> Path:
    path = folder / "bridge.toml"
    path.write_text(
        f"""
[server]
port = 0
[limits]
connections = 6000
office_per_minute = 1000000
[storage]
url = "{_database(folder)}"
[relay]
enabled = false
[fleet]
socket = ""
""",
        encoding="utf-8",
    )
    return path


async def _pages(office: Opened) -> dict[str, float]:
    """Return the 95th percentile of each page in milliseconds."""
    async with office.session.get(
        f"{office.url}/office/openapi.json", headers=office.cookie
    ) as answer:
        told = json.loads(await answer.read())
    took: dict[str, float] = {}
    for path in paths(told, {"loan": str(office.loan), "robot": "krl-0007"}):
        _, status, kind = await office.ask(path)
        if kind != "text/html" or status in (303, 404, 409):
            continue
        if status != 200:
            raise BenchError(f"{path} answers {status}")
        for _ in range(WARM):
            await office.ask(path)
        took[path] = percentile([(await office.ask(path))[0] for _ in range(ASKED)], 95)
    return took


def paths(told: dict[str, Any], known: dict[str, str]) -> Iterable[str]:
    """Yield the pages of a description that a member can open, with numbers of real rows.

    Args:
        told: As `/office/openapi.json` gives it.
        known: Values of variables; a number that is not there is 1.
    """
    for path, methods in sorted(told["paths"].items()):
        page = methods.get("get")
        if page is None or not page["security"] or LEFT_OUT.search(path):
            continue
        given = page.get("parameters", ())
        if any(one["required"] and one["in"] == "query" for one in given):
            continue
        shown = path
        for one in given:
            if one["in"] == "path":
                shown = shown.replace(f"{{{one['name']}}}", known.get(one["name"], "1"))
        yield shown


async def _revoked(office: Opened) -> float:
    """Lock a loan while its child is inside; return how long the child's socket stays, in ms."""
    robot, device = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(_database(office.folder)))
        register = Register(store.database, Clock())
        async with store.database.begin(write=True) as connection:
            this = loans.c.id == office.loan
            await connection.execute(sa.update(loans).where(this).values(locked_at=None))
            row = (await connection.execute(sa.select(loans).where(this))).one()
            await connection.execute(
                sa.update(robots)
                .where(robots.c.id == row.robot_id)
                .values(public_key=keys.public_text(robot))
            )
            bound = {"public_key": keys.public_text(device), "loan_id": row.id, "paired_at": 1}
            await connection.execute(sa.insert(devices).values(bound))
        signal = f"{office.url}/signal"
        link = await stack.enter_async_context(office.session.ws_connect(signal, compress=0))
        nonce = codec.to_robot.decode(await link.receive_str())
        assert isinstance(nonce, Challenge)
        signed = keys.sign(robot, proofs.hello_bytes("robot", nonce.nonce, row.robot_id))
        await link.send_str(codec.encode(HelloRobot(PROTOCOL_VERSION, row.robot_id, signed)))
        await link.receive_str()
        origin = {"Origin": "http://localhost:8080"}
        child = await stack.enter_async_context(
            office.session.ws_connect(signal, compress=0, headers=origin)
        )
        nonce = codec.to_robot.decode(await child.receive_str())
        assert isinstance(nonce, Challenge)
        public = keys.public_text(device)
        signed = keys.sign(device, proofs.hello_bytes("pupil", nonce.nonce, public))
        await child.send_str(codec.encode(HelloPupil(PROTOCOL_VERSION, public, signed)))
        if '"welcome_pupil"' not in (said := await child.receive_str()):
            raise BenchError(f"the child is not let in: {said[:100]}")
        # At any moment between two looks of the bridge.
        await asyncio.sleep(secrets.randbelow(2000) / 1000)
        began_s = time.monotonic()
        await register.lock(COMMAND_LINE, office.loan)
        async with asyncio.timeout(REVOKED_S):
            async for _said in child:
                pass
        return 1000 * (time.monotonic() - began_s)


async def _attacked(office: Opened, seconds: float) -> float:
    """Return the 99th percentile of a member's requests under attack, in milliseconds."""
    async with started("tests.bench.office_attack", str(office.port)):
        await asyncio.sleep(SETTLE_S)
        return await _asked(office, seconds)


async def _asked(office: Opened, seconds: float) -> float:
    """Return the 99th percentile of a member's requests for *today*, in milliseconds."""
    took_ms: list[float] = []
    end_s = time.monotonic() + max(seconds, 10.0)
    while time.monotonic() < end_s:
        ms, status, _ = await office.ask("/office/today")
        if status != 200:
            raise BenchError(f"a member is answered {status}")
        took_ms.append(ms)
        await asyncio.sleep(GAP_S)
    return percentile(took_ms, 99)
