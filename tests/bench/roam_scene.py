"""A lesson over networks that change: bridge, robot and tablet in namespaces of their own.

        ┌── wifi ── tablet            Each line is a pair of devices with a subnet of its
bridge ─┼── lte  ──┘                  own. The middle carries packets between them, and
        ├── lan   ── robot            can swallow those of a line without a word.
        └── spare ──┘
"""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import tomli_w
from playwright.async_api import Page, async_playwright

from robot.demo.children import die_with_parent, end
from tests.bench import roam_gaps
from tests.bench.children import BenchError, started
from tests.bench.ear import Ear
from tests.bench.networks.stage import ear_in
from tests.end_to_end.running import ROOT
from tests.netlab.chromium import chromium_in
from tests.netlab.laboratory import Place
from tests.netlab.namespaces import make_namespace, open_socket

PORT = 8443
RELAY_PORT = 3478
SCRIPT = Path(__file__).with_name("page") / "roam.js"
STEP_TIMEOUT_MS = 30_000
SETTLE_S = 3.0
"""Time in which nothing may be missing before a change is made."""

STABLE_S = 2.0
"""Time for which picture and sound must have come before a child counts as back."""

LONGEST_S = 25.0
SETTLING_S = 60.0
LOOK_S = 0.1
LISTEN_LOOK_S = 0.02
STOP_TIMEOUT_S = 3.0
MICROPHONE = "Mikro"

LINES = {"bridge": 90, "wifi": 91, "lte": 92, "lan": 93, "spare": 94}
BRIDGE = "10.90.0.2"


@dataclass(frozen=True)
class Space:
    """A network namespace."""

    place: Place

    def run(self, *lines: str, check: bool = True) -> None:
        """Run lines of `ip` here."""
        done = subprocess.run(
            self.place.command(["ip", "-batch", "-"]),
            input="\n".join(lines),
            text=True,
            capture_output=True,
            check=False,
            timeout=10.0,
        )
        if check and done.returncode:
            raise BenchError(f"ip: {done.stderr.strip()}")


@dataclass(frozen=True)
class Map:
    """All networks."""

    middle: Space
    bridge: Space
    robot: Space
    tablet: Space

    def swallow(self, line: str) -> None:
        """Let a line lose everything, in both directions, without a word to anybody."""
        subnet = f"10.{LINES[line]}.0.0/24"
        self.middle.run(
            f"rule add iif {line} prio 10 blackhole", f"rule add to {subnet} prio 11 blackhole"
        )

    def carry(self, line: str) -> None:
        """Let a line carry again."""
        subnet = f"10.{LINES[line]}.0.0/24"
        self.middle.run(
            f"rule del iif {line} prio 10 blackhole",
            f"rule del to {subnet} prio 11 blackhole",
            check=False,
        )

    def part(self) -> None:
        """Let robot and tablet reach nothing but the bridge."""
        for line, others in (("wifi", ("lan", "spare")), ("lte", ("lan", "spare"))):
            for other in others:
                there, here = f"10.{LINES[other]}.0.0/24", f"10.{LINES[line]}.0.0/24"
                self.middle.run(
                    f"rule add from {here} to {there} prio 20 blackhole",
                    f"rule add from {there} to {here} prio 20 blackhole",
                )


@contextlib.contextmanager
def networks() -> Iterator[Map]:
    """Make the networks; nothing is left of them behind it."""
    held = [make_namespace() for _ in range(4)]
    try:
        middle, bridge, robot, tablet = (
            Space(Place("", f"/proc/{os.getpid()}/fd/{number}")) for number in held
        )
        ends = {"bridge": bridge, "wifi": tablet, "lte": tablet, "lan": robot, "spare": robot}
        subprocess.run(
            middle.place.command(["sysctl", "-qw", "net.ipv4.ip_forward=1"]), check=True, timeout=10
        )
        middle.run("link set lo up")
        for space in (bridge, robot, tablet):
            space.run("link set lo up")
        for line, number in LINES.items():
            far = ends[line]
            middle.run(
                f"link add {line} type veth peer name {line} netns {far.place.namespace}",
                f"address add 10.{number}.0.1/24 dev {line}",
                f"link set {line} addrgenmode none",
                f"link set {line} up",
            )
            # Browsers wait until the addresses are at rest, and IPv6 takes its time to find one.
            far.run(f"link set {line} addrgenmode none")
        bridge.run(
            "address add 10.90.0.2/24 dev bridge",
            "link set bridge up",
            "route add default via 10.90.0.1",
        )
        yield Map(middle, bridge, robot, tablet)
    finally:
        for number in held:
            os.close(number)


def plug(space: Space, line: str, metric: int, last: int = 2) -> None:
    """Give an end a network with a default route."""
    number = LINES[line]
    space.run(
        f"link set {line} up",
        f"address replace 10.{number}.0.{last}/24 dev {line}",
        f"route replace default via 10.{number}.0.1 dev {line} metric {metric}",
    )


def unplug(space: Space, line: str) -> None:
    """Take a network away, with its address."""
    space.run(f"address flush dev {line}", f"link set {line} down")


@dataclass
class Scene:
    """A lesson that runs."""

    map: Map
    page: Page
    folder: Path
    ear: Ear
    processes: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)

    async def start(self, name: str) -> None:
        """Start bridge, robot or relay."""
        space = self.map.robot if name == "robot" else self.map.bridge
        command = _relay_command(self.folder) if name == "relay" else self._python(name)
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = await asyncio.create_subprocess_exec(
                *space.place.command(command),
                cwd=ROOT,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
            )

    async def listens(self) -> None:
        """Wait until the bridge takes connections.

        Raises:
            BenchError: It does not start.
        """
        end_s = time.monotonic() + LONGEST_S
        while time.monotonic() < end_s:
            with open_socket(
                self.map.middle.place.namespace, "10.90.0.1", socket.SOCK_STREAM
            ) as probe:
                if probe.connect_ex((BRIDGE, PORT)) == 0:
                    return
            await asyncio.sleep(LISTEN_LOOK_S)
        raise BenchError("the bridge does not start")

    def _python(self, name: str) -> list[str]:
        verb = {"bridge": "serve", "robot": "run"}[name]
        config = str(self.folder / f"{name}.toml")
        return [sys.executable, "-m", name, verb, "--config", config]

    async def kill(self, name: str) -> None:
        """End one of them as a power cut would."""
        process = self.processes.pop(name)
        process.kill()
        await process.wait()

    async def stop(self) -> None:
        """End all of them."""
        for process in self.processes.values():
            await end(process, STOP_TIMEOUT_S)

    async def log(self) -> dict[str, list[float]]:
        """Return the times of pictures (`frames`), blocks of sound (`sounds`) and of the child's
        voice (`voices`) so far.
        """
        found: dict[str, list[float]] = await self.page.evaluate(
            "({ frames: benchRoam.frames, sounds: benchRoam.sounds })"
        )
        return {**found, "voices": roam_gaps.voices_ms(self.ear.blocks())}

    async def words(self) -> list[str]:
        """Return the sentences that the child could read so far."""
        said: list[str] = await self.page.evaluate("benchRoam.words")
        return said

    async def moves(self) -> bool:
        """Wait until the child hears the class over a second connection; False if it never does."""
        end_s = time.monotonic() + LONGEST_S
        while await self.page.evaluate("benchRoam.streams") < 2:
            if time.monotonic() > end_s:
                return False
            await asyncio.sleep(LOOK_S)
        return True

    async def speaks(self) -> bool:
        """Return whether the microphone is open; the app closes it for a child away for long."""
        button = self.page.get_by_role("button", name=MICROPHONE, exact=True)
        return await button.get_attribute("aria-pressed") == "true"

    async def settled(self) -> None:
        """Wait until nothing has been missing for a while.

        Raises:
            BenchError: It never comes to that.
        """
        end_s = time.monotonic() + SETTLING_S
        while time.monotonic() < end_s:
            await asyncio.sleep(LOOK_S)
            now_ms, log = time.time() * 1000, await self.log()
            since_ms = now_ms - 1000 * SETTLE_S
            if not any(
                roam_gaps.gaps(log[name], since_ms, now_ms - 200, least)
                for name, least in (("frames", 1000.0), ("sounds", 500.0), ("voices", 500.0))
            ):
                return
        reads = " ".join((await self.page.inner_text("body")).split())
        raise BenchError(f"the lesson does not run; the child reads: {reads}")

    async def back(self, road_ms: float) -> tuple[float, float]:
        """Return the end of the time that was watched, and `back_ms`, once all came for a while."""
        end_s = time.monotonic() + LONGEST_S
        while True:
            await asyncio.sleep(LOOK_S)
            now_ms, log = time.time() * 1000 - 150, await self.log()
            sounds = [log["sounds"], *([log["voices"]] if await self.speaks() else [])]
            found = roam_gaps.back_ms(log["frames"], sounds, road_ms, now_ms)
            if now_ms - road_ms - found > 1000 * STABLE_S or time.monotonic() > end_s:
                return now_ms, found


def _relay_command(folder: Path) -> list[str]:
    return [
        *("turnserver", "-n", "-L", BRIDGE, "-p", str(RELAY_PORT), "--no-tls", "--no-dtls"),
        *("--no-cli", "-a", "-f", "-u", "karlsson:bench", "-r", "bench", "--log-file", "stdout"),
        *("--pidfile", str(folder / "relay.pid"), "--userdb", str(folder / "relay.db")),
    ]


@contextlib.asynccontextmanager
async def scene(folder: Path, *, by_relay: bool = False) -> AsyncIterator[Scene]:
    """Run a lesson; everything has ended behind it.

    Raises:
        BenchError: It does not begin.
    """
    loudspeaker = folder / "ear"
    arguments = [
        *("--json", "--host", BRIDGE, "--port", str(PORT), "--camera", "testcard:"),
        *("--camera-size", "320x240", "--microphone", "sine=frequency=440:sample_rate=48000"),
        *("--microphone-format", "lavfi", "--speaker", f"unix:{loudspeaker}"),
        *("--speaker-format", "s16le", "--speaker-option", "flush_packets=1"),
    ]
    with networks() as map:
        plug(map.robot, "lan", 100)
        plug(map.tablet, "wifi", 100)
        prefix = map.bridge.place.command([])
        async with (
            ear_in(loudspeaker) as ear,
            started(
                "robot.demo", *arguments, prefix=prefix, environment={"TMPDIR": str(folder)}
            ) as (pid, ready),
        ):
            made = Path(ready["log"]).parent
            _take_over(pid)
            try:
                if by_relay:
                    map.part()
                    _add_relay(made / "bridge.toml")
                async with _tablet(map, folder, ready["pupil"]) as page:
                    running = Scene(map, page, made, ear)
                    try:
                        for name in ("bridge", "robot", *(["relay"] if by_relay else [])):
                            await running.start(name)
                        await running.listens()
                        await _join(page, ready["pupil"])
                        yield running
                    finally:
                        await running.stop()
            finally:
                os.kill(pid, signal.SIGCONT)


def _take_over(pid: int) -> None:
    """End the demo's own bridge and robot; its body goes on. A stopped demo restarts nothing."""
    os.kill(pid, signal.SIGSTOP)
    for child in psutil.Process(pid).children():
        if child.cmdline()[1:3] in (["-m", "bridge"], ["-m", "robot"]):
            child.kill()


def _add_relay(path: Path) -> None:
    server = {
        "urls": f"turn:{BRIDGE}:{RELAY_PORT}?transport=udp",
        "username": "karlsson",
        "credential": "bench",
    }
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n" + tomli_w.dumps({"ice": {"servers": [server]}}), encoding="utf-8")


@contextlib.asynccontextmanager
async def _tablet(map: Map, folder: Path, url: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(**chromium_in(map.tablet.place, folder, url))
        try:
            context = await chromium.new_context(permissions=["microphone"], locale="de-DE")
            context.set_default_timeout(STEP_TIMEOUT_MS)
            await context.add_init_script(path=SCRIPT)
            yield await context.new_page()
        finally:
            await chromium.close()


async def _join(page: Page, url: str) -> None:
    await page.goto(url)
    await page.get_by_role("button", name="Ich bin da").click()
    await page.get_by_role("button", name=MICROPHONE, exact=True).click()
