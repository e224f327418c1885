"""`fleet`: 3,000 robots tell one bridge their health once a minute, and a technician looks.

All robots are one process with as many sockets. Each keeps its link, answers pings, and tells its
health in its own second of the minute, followed by `ping`: messages of one link are answered in
order, so the `pong` says how long the report took. Prometheus and a technician's screen read the
bridge as they would.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.records import Robot
from bridge.fleet.caller import replies
from bridge.fleet.rows import FleetRow
from bridge.fleet.talk import AskRows, TellRows
from bridge.protocol import PROTOCOL_VERSION, codec, keys, proofs
from bridge.protocol.fleet import HEALTH_EVERY_S, DoctorSummary, RobotHealth
from bridge.protocol.openings import Challenge, HelloRobot, WelcomeRobot
from bridge.protocol.signaling import Ping, Pong
from bridge.store import open_store
from tests.bench.children import BenchError, Scales, started
from tests.bench.fleet_host import allow_many_files
from tests.bench.rows import Row, percentile, summarise

ROBOTS = 3000
AT_ONCE = 50
"""Robots that connect at one time."""

CONNECT_S = 120.0
ANSWER_S = 10.0
SETTLE_S = 3.0
TOKEN = "a token of many letters"
READ_EVERY_S = 15.0
"""Interval of Prometheus and of the technician's screen; both usually look more seldom."""


@dataclass
class Robotling:
    """One robot of the crowd: its link, and the report that it waits for."""

    socket: aiohttp.ClientWebSocketResponse
    answered: asyncio.Future[float] | None = None

    async def listen(self) -> None:
        """Read until the link ends; aiohttp answers the bridge's pings meanwhile."""
        async for message in self.socket:
            told = codec.to_robot.decode(message.data)
            if isinstance(told, Pong) and self.answered and not self.answered.done():
                self.answered.set_result(time.monotonic())
        raise BenchError(f"a robot lost its link (code {self.socket.close_code})")

    async def report(self, health: RobotHealth) -> float:
        """Tell the health; return how long the bridge took, in milliseconds."""
        self.answered = asyncio.get_running_loop().create_future()
        began_s = time.monotonic()
        await self.socket.send_str(codec.encode(health))
        await self.socket.send_str(codec.encode(Ping()))
        async with asyncio.timeout(ANSWER_S):
            return 1000 * (await self.answered - began_s)


async def measure(seconds: float, runs: int) -> list[Row]:
    """Return what the robots cost the bridge, and how long a report takes.

    Args:
        seconds: Length of each measurement; at least a minute, in which each robot reports once.
        runs: The median over so many.

    Raises:
        BenchError: A robot does not come in, or loses its link.
    """
    allow_many_files()
    seconds = max(seconds, HEALTH_EVERY_S)
    try:
        found = [await _run(ROBOTS, seconds) for _ in range(runs)]
    except ExceptionGroup as group:
        raise BenchError(f"{group.exceptions[0]!r}, and perhaps others") from group
    return summarise("a minute", "karlsson", found)


async def _run(count: int, seconds: float) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        owned = await _known(folder, count)
        async with (
            started("tests.bench.fleet_host", str(_config(folder))) as (pid, told),
            _connected(told["port"], owned) as (session, robots),
            asyncio.TaskGroup() as tasks,
        ):
            running = [tasks.create_task(one.listen()) for one in robots]
            await asyncio.sleep(SETTLE_S)
            scales = Scales("bridge", pid)
            running += [
                tasks.create_task(_scrape(session, told["port"])),
                tasks.create_task(_watch(folder)),
            ]
            took_ms = await _all_report(robots, seconds)
            figures = scales.figures()
            rows = await _rows(folder)
            for task in running:
                task.cancel()
    here = sum(row.battery_percent is not None for row in rows)
    p99_ms = percentile(took_ms, 99)
    print(f"{here} robots, p99 {p99_ms:.1f} ms", file=sys.stderr, flush=True)
    return {"robots": here, **figures, "report_p99_ms": p99_ms}


def _config(folder: Path) -> Path:
    path = folder / "bridge.toml"
    path.write_text(
        f"""
[server]
port = 0
metrics_token_file = "{folder / "token"}"
[limits]
connections = 6000
connections_per_address = 6000
handshakes_per_minute = 100000
[storage]
url = "{_url(folder)}"
[relay]
enabled = false
[fleet]
socket = "{folder / "f.sock"}"
""",
        encoding="utf-8",
    )
    (folder / "token").write_text(TOKEN, encoding="utf-8")
    return path


def _url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'bridge.sqlite'}"


async def _known(folder: Path, count: int) -> list[tuple[str, Ed25519PrivateKey]]:
    """Return ids and keys of robots that the bridge's database knows."""
    owned = [(f"robot-{n}", Ed25519PrivateKey.generate()) for n in range(count)]
    async with open_store(_url(folder)) as store:
        for robot_id, key in owned:
            await store.put_robot(Robot(robot_id, robot_id, keys.public_text(key), 1))
    return owned


@asynccontextmanager
async def _connected(
    port: int, owned: Sequence[tuple[str, Ed25519PrivateKey]]
) -> AsyncIterator[tuple[aiohttp.ClientSession, list[Robotling]]]:
    """Connect all robots, and close their links at the end."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        places = asyncio.Semaphore(AT_ONCE)

        async def come(robot_id: str, key: Ed25519PrivateKey) -> Robotling:
            async with places:
                socket = await session.ws_connect(f"http://127.0.0.1:{port}/signal", compress=0)
                challenge = codec.to_robot.decode(await socket.receive_str())
                assert isinstance(challenge, Challenge)
                signed = proofs.hello_bytes("robot", challenge.nonce, robot_id)
                hello = HelloRobot(PROTOCOL_VERSION, robot_id, keys.sign(key, signed))
                await socket.send_str(codec.encode(hello))
                welcome = codec.to_robot.decode(await socket.receive_str())
                if not isinstance(welcome, WelcomeRobot):
                    raise BenchError(f"{robot_id} was not let in")
                return Robotling(socket)

        async with asyncio.timeout(CONNECT_S), asyncio.TaskGroup() as tasks:
            coming = [tasks.create_task(come(*one)) for one in owned]
        yield session, [task.result() for task in coming]


async def _all_report(robots: Sequence[Robotling], seconds: float) -> list[float]:
    """Have each robot report in its own second of each minute; return how long each report took."""
    dice = random.Random(1)
    took_ms: list[float] = []
    began_s = time.monotonic()
    end_s = began_s + seconds

    async def go_on(robot: Robotling, due_s: float) -> None:
        while due_s < end_s:
            await asyncio.sleep(due_s - time.monotonic())
            took_ms.append(await robot.report(_health(dice)))
            due_s += HEALTH_EVERY_S

    async with asyncio.TaskGroup() as tasks:
        for number, robot in enumerate(robots):
            phase = number * HEALTH_EVERY_S / len(robots)
            tasks.create_task(go_on(robot, began_s + phase))
    return took_ms


def _health(dice: random.Random) -> RobotHealth:
    return RobotHealth(
        "free",
        "1.0.0",
        battery_percent=round(dice.uniform(20, 100), 1),
        charging=dice.random() < 0.5,
        soc_c=round(dice.uniform(40, 70), 1),
        signal_dbm=round(dice.uniform(-80, -40)),
        broken=("camera",) if dice.random() < 0.02 else (),
        doctor=DoctorSummary(1.8e9, ("wifi",) if dice.random() < 0.05 else ()),
    )


async def _scrape(session: aiohttp.ClientSession, port: int) -> None:
    """Read the metrics as Prometheus does."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    while True:
        await asyncio.sleep(READ_EVERY_S)
        async with session.get(f"http://127.0.0.1:{port}/metrics", headers=headers) as answer:
            await answer.read()


async def _watch(folder: Path) -> None:
    """Read the rows as a technician's screen does, only more seldom."""
    while True:
        await asyncio.sleep(READ_EVERY_S)
        await _rows(folder)


async def _rows(folder: Path) -> list[FleetRow]:
    return [
        row
        async for reply in replies(str(folder / "f.sock"), AskRows())
        if isinstance(reply, TellRows)
        for row in reply.rows
    ]
