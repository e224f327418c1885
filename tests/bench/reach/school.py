"""A whole system spread over three networks: robot, child, and bridge with relay and proxy."""

import asyncio
import contextlib
import datetime
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from robot.demo.certificate import make_certificate
from robot.demo.processes import READY_TIMEOUT_S, DemoError, Process, ask
from robot.health import LINKED
from tests.bench.children import BenchError, started
from tests.bench.reach import cases
from tests.bench.reach.cases import ReachCase
from tests.bench.reach.router import addresses
from tests.end_to_end.running import ROOT
from tests.netlab.laboratory import Place

TURNSERVER = "/usr/bin/turnserver"
PROXY_USER = ("kalle", "a secret: of school")
RELAY_TIMEOUT_S = 10.0


@dataclass(frozen=True)
class School:
    """A system that runs.

    Args:
        pupil: Link of the child.
        child: Network of the child's tablet.
        log: Output of all processes.
    """

    pupil: str
    child: Place
    log: Path


@contextlib.asynccontextmanager
async def school(case: ReachCase, folder: Path) -> AsyncIterator[School]:
    """Run everything but the tablet.

    Raises:
        BenchError: Something cannot start.
    """
    host = cases.BRIDGE_IPV6 if case.family == "6" else cases.BRIDGE
    certificate = make_certificate(folder, [host, cases.RELAY])
    with routed(case) as places:
        async with contextlib.AsyncExitStack() as running:
            if case.with_coturn:
                await running.enter_async_context(_relay(places["server"], folder, certificate))
            if "proxy" in (case.robot, case.child):
                await running.enter_async_context(
                    started(
                        *("tests.bench.reach.proxy", cases.PROXY, "3128", *PROXY_USER),
                        prefix=places["server"].command([]),
                    )
                )
            try:
                pupil = await running.enter_async_context(_karlsson(case, places, host, folder))
            except DemoError as error:
                raise BenchError(str(error)) from error
            yield School(pupil, places["child"], folder / "karlsson.log")


@contextlib.contextmanager
def routed(case: ReachCase) -> Iterator[dict[str, Place]]:
    """Hold the namespaces and the router between them.

    Raises:
        BenchError: This machine allows none.
    """
    settings = {"robot": case.robot, "child": case.child, "family": case.family}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.reach.router", json.dumps(settings)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as router:
        assert router.stdin is not None
        assert router.stdout is not None
        try:
            line = router.stdout.readline()
            if not line:
                raise BenchError("no namespaces can be made here; their error stands above")
            yield {
                place: Place(addresses(place, settings.get(place, "open"), case.family)[0], path)
                for place, path in json.loads(line).items()
            }
        finally:
            # The kernel clears away what the process held.
            router.stdin.close()


@contextlib.asynccontextmanager
async def _relay(place: Place, folder: Path, certificate: tuple[Path, Path]) -> AsyncIterator[None]:
    """Run coturn."""
    if not Path(TURNSERVER).exists():
        raise BenchError("coturn is not installed: apt-get install coturn")
    log = folder / "relay.log"
    with log.open("wb") as output:
        child = await asyncio.create_subprocess_exec(
            *place.command([TURNSERVER, "-n", "--no-cli", "--no-dtls", "--log-file", "stdout"]),
            *("--simple-log", "--listening-ip", cases.RELAY, "--relay-ip", cases.RELAY),
            *("-p", "3478", "--tls-listening-port", "443", "-a", "-r", "bench"),
            *("-u", f"{cases.USER}:{cases.PASSWORD}", "--userdb", str(folder / "relay.db")),
            *("--cert", str(certificate[0]), "--pkey", str(certificate[1])),
            *("--pidfile", str(folder / "relay.pid")),
            stdout=output,
            stderr=output,
            stdin=asyncio.subprocess.DEVNULL,
        )
    try:
        async with asyncio.timeout(RELAY_TIMEOUT_S):
            while b"DB connection success" not in log.read_bytes():
                if child.returncode is not None:
                    raise BenchError(f"coturn ended; see {log}")
                await asyncio.sleep(0.05)
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            child.terminate()
        await child.wait()


@contextlib.asynccontextmanager
async def _karlsson(
    case: ReachCase, places: dict[str, Place], host: str, folder: Path
) -> AsyncIterator[str]:
    """Run bridge, agent and body, each in its network; yield the child's link."""
    paths = _configs(case, host, folder)
    log = folder / "karlsson.log"

    def process(name: str, module: str, where: str, *words: str, ready: str = "READY=1") -> Process:
        prefix = places[where].command([])
        arguments = [*words, "--config", str(paths[name])]
        return Process(name, module, arguments, folder, log, {}, ready, prefix)

    body = process("body", "hardware", "robot")
    agent = process("robot", "robot", "robot", "run", ready=f"STATUS={LINKED}")
    bridge = process("bridge", "bridge", "server", "serve")
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(body.run(), name="body")]
        key = (await ask("robot", "key", "--config", str(paths["robot"]))).strip()
        until = datetime.datetime.now().astimezone().date() + datetime.timedelta(days=2)
        lent = await ask(
            *("bridge", "lend", "karlsson-1", "--name", "Karlsson", f"--key={key}"),
            *("--pupil", "Mia", "--until", until.isoformat(), "--json"),
            *("--config", str(paths["bridge"])),
        )
        running.append(tasks.create_task(bridge.run(), name="bridge"))
        try:
            async with asyncio.timeout(READY_TIMEOUT_S):
                await bridge.ready.wait()
                running.append(tasks.create_task(agent.run(), name="robot"))
                await body.ready.wait()
                await agent.ready.wait()
        except TimeoutError:
            raise BenchError(f"not ready in time: {log.read_text('utf-8')[-2000:]}") from None
        try:
            yield json.loads(lent)["pupil"]
        finally:
            for task in running:
                task.cancel()


def _configs(case: ReachCase, host: str, folder: Path) -> dict[str, Path]:
    shown = f"[{host}]" if ":" in host else host
    certificate, key = folder / "tls.crt", folder / "tls.key"
    user, password = PROXY_USER
    (folder / "password").write_text(password, encoding="utf-8")
    proxy: dict[str, Any] = {
        "proxy": f"http://{user}@{cases.PROXY}:3128",
        "proxy_password_file": str(folder / "password"),
    }
    tables: dict[str, dict[str, Any]] = {
        "body": {
            "body": {
                "socket": str(folder / "body.sock"),
                "driver": "simulated",
                "state": str(folder),
            }
        },
        "bridge": {
            "server": {"host": host, "port": 443, "public_url": f"https://{shown}"},
            "storage": {"url": f"sqlite+aiosqlite:///{folder / 'bridge.sqlite'}"},
            "tls": {"certificate": str(certificate), "key": str(key)},
            "ice": {"servers": [_server(url) for url in case.urls]},
            "relay": {"enabled": not case.with_coturn, "stun": not case.with_coturn},
        },
        "robot": {
            "robot": {"id": "karlsson-1", "state_dir": str(folder / "robot")},
            "bridge": {"url": f"wss://{shown}:443/signal"},
            "network": {
                "ca_file": str(certificate),
                **(proxy if case.robot == "proxy" else {"proxy": "none"}),
            },
            "body": {"socket": str(folder / "body.sock")},
            "camera": {"source": "testcard:"},
            "microphone": {"source": "testtone:"},
            "speaker": {"sink": "null:"},
        },
    }
    paths = {}
    for name, content in tables.items():
        paths[name] = folder / f"{name}.toml"
        paths[name].write_text(tomli_w.dumps(content), encoding="utf-8")
    return paths


def _server(url: str) -> dict[str, str]:
    if url.startswith("stun:"):
        return {"urls": url}
    return {"urls": url, "username": cases.USER, "credential": cases.PASSWORD}
