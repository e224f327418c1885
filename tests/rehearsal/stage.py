"""The bridge of the rehearsal, and the robots' folders: what stands behind the whole path."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import tomli_w

from robot.demo.certificate import make_certificate
from robot.demo.processes import READY_TIMEOUT_S, Process
from tests.ports import free_port
from tests.rehearsal import sheet
from tests.rehearsal.desk import ROOT, Desk, run
from tests.rehearsal.pictures import Pictures
from tests.rehearsal.report import Report
from tests.rehearsal.simulated_robot import SimulatedRobot

LIMITS = "bridge: higher limits for one address, which all robots and children share here"
PASSWORD_FILE = "password"
"""Of the keys of three people, which lie on their own computers otherwise."""


@dataclass
class RehearsalStage:
    """Resources of a rehearsal.

    Args:
        folder: Folder of everything; it is gone afterwards.
        report: Report that takes the findings.
        tasks: Task group in which processes live.
        at_once: Number of robots that are busy at one time.
    """

    folder: Path
    report: Report
    desk: Desk
    tasks: asyncio.TaskGroup
    at_once: int
    url: str
    bridge_log: Path
    rows: list[sheet.Row]
    pictures: Pictures
    robots: list[SimulatedRobot] = field(default_factory=list)

    @property
    def releases(self) -> Path:
        """Folder of the releases that were signed."""
        return self.folder / "releases"

    @property
    def keys(self) -> Path:
        """Folder of the keys of three people and of the bridge."""
        return self.folder / "keys"

    @property
    def cards(self) -> Path:
        """Folder with a folder for each card."""
        return self.desk.folder / "karten"


@contextlib.asynccontextmanager
async def set_up(
    report: Report, at_once: int, pictures: Pictures | None = None
) -> AsyncIterator[RehearsalStage]:
    """Serve a bridge inside the `async with`; end everything and remove it afterwards."""
    pictures = pictures or Pictures(None)
    # Short: the names of sockets have little room.
    with tempfile.TemporaryDirectory(prefix="kr-") as name:
        folder = Path(name)
        desk = Desk(folder / "tisch", report.hands)
        desk.folder.mkdir()
        port = free_port()
        url = f"http://localhost:{port}"
        log = folder / "bridge.log"
        desk.bridge_config.write_text(bridge_toml(folder, port, url), encoding="utf-8")
        report.changes[LIMITS] = 1
        await _begin_releases(folder)
        rows = sheet.rows(report.robots)
        make_certificate(desk.folder, [sheet.RADIUS])
        (desk.folder / "tls.crt").rename(desk.folder / sheet.CA_FILE)
        async with asyncio.TaskGroup() as tasks:
            stage = RehearsalStage(folder, report, desk, tasks, at_once, url, log, rows, pictures)
            async with serving(desk.bridge_config, folder, log, tasks):
                try:
                    yield stage
                finally:
                    for robot in stage.robots:
                        await robot.switch_off()


@contextlib.asynccontextmanager
async def serving(
    config: Path,
    folder: Path,
    log: Path,
    tasks: asyncio.TaskGroup,
    environment: Mapping[str, str] = MappingProxyType({"PYTHONPATH": str(ROOT)}),
) -> AsyncIterator[None]:
    """Run a bridge inside the `async with`."""
    bridge = Process(
        f"bridge-{config.stem}",
        "tests.rehearsal.hurried_bridge",
        ["serve", "--config", str(config)],
        folder,
        log,
        environment,
    )
    task = tasks.create_task(bridge.run(), name="bridge")
    try:
        async with asyncio.timeout(READY_TIMEOUT_S):
            await bridge.ready.wait()
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _begin_releases(folder: Path) -> None:
    """Begin a folder of releases, with a key for each of three people and for the bridge."""
    (folder / PASSWORD_FILE).write_text("a password of the rehearsal", encoding="utf-8")
    where = ("--out", folder / "releases", "--keys", folder / "keys")
    await run(("karlsson", "release", "init", *where, "--password-file", folder / PASSWORD_FILE))


def bridge_toml(folder: Path, port: int, url: str, name: str = "bridge", begins: str = "") -> str:
    """Return the configuration of a bridge on this computer.

    Args:
        begins: Day and time at which its certificate begins to be valid; empty for one without TLS.
    """
    document: dict[str, dict[str, object]] = {
        "server": {"port": port, "public_url": url},
        "storage": {"url": f"sqlite+aiosqlite:///{folder / name}.sqlite"},
        "relay": {"processes": 1},
        "limits": {"handshakes_per_minute": 5000, "connections_per_address": 1000},
    }
    if not begins:
        document["releases"] = {
            "folder": str(folder / "bridge-releases"),
            "key_file": str(folder / "keys/bridge.pem"),
        }
    if begins:
        tls = folder / f"{name}-tls"
        tls.mkdir()
        certificate, key = make_certificate(tls, ["localhost"], datetime.fromisoformat(begins))
        document["tls"] = {"certificate": str(certificate), "key": str(key)}
    return tomli_w.dumps(document)
