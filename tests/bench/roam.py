"""`roam`: how soon picture and sound are back after a change of network, and what is missed.

Bridge, robot and tablet live in network namespaces with two networks each (`roam_scene`). In
each run one of them changes. `back_ms` counts from the moment at which a road exists again, until
the child has picture and sound and the class has the child's voice for good; `sound_gap_ms` and
`voice_gap_ms` are the longest times without the class's sound and without the child's voice; a
microphone that the app closed meanwhile, as it does for a child that is away long, counts in none.
Engine `karlsson` is the median, `worst` the longest of all runs.
"""

import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.bench import roam_gaps
from tests.bench.children import BenchError
from tests.bench.roam_scene import Scene, plug, scene, unplug
from tests.bench.rows import Figures, Row, summarise
from tests.netlab.privilege import why_not

BLACK_S = 4.0
LATER_S = 3.0
RELAY_S = 3.0
BRIDGE_S = 35.0
"""Time after which browsers hold back new sockets to it."""

Change = Callable[[Scene], Awaitable[float]]
"""Changes a network; returns when a road exists again, in Unix milliseconds."""


def now_ms() -> float:
    """Return Unix milliseconds."""
    return time.time() * 1000


async def wifi_dies(scene: Scene) -> float:
    """Swallow all of the tablet's Wi-Fi; its other network comes a little later."""
    scene.map.swallow("wifi")
    await asyncio.sleep(LATER_S)
    plug(scene.map.tablet, "lte", 50)
    return now_ms()


async def wifi_off(scene: Scene) -> float:
    """Switch the Wi-Fi off, while the other network is up."""
    plug(scene.map.tablet, "lte", 200)
    await asyncio.sleep(LATER_S)
    unplug(scene.map.tablet, "wifi")
    return now_ms()


async def robot_moves(scene: Scene) -> float:
    """Give the robot another address."""
    scene.map.robot.run("address flush dev lan")
    plug(scene.map.robot, "lan", 100, last=7)
    return now_ms()


async def tablet_black(scene: Scene) -> float:
    """Swallow everything of the tablet for a while."""
    scene.map.swallow("wifi")
    await asyncio.sleep(BLACK_S)
    scene.map.carry("wifi")
    return now_ms()


async def robot_black(scene: Scene) -> float:
    """Swallow everything of the robot for a while; it then has another address."""
    scene.map.swallow("lan")
    await asyncio.sleep(BLACK_S)
    scene.map.carry("lan")
    return await robot_moves(scene)


async def relay_restarts(scene: Scene) -> float:
    """Let the only relay be away for a while."""
    await scene.kill("relay")
    await asyncio.sleep(RELAY_S)
    await scene.start("relay")
    return now_ms()


async def bridge_restarts(scene: Scene) -> float:
    """Kill the bridge, and start it again."""
    await scene.kill("bridge")
    await scene.start("bridge")
    await scene.listens()
    return now_ms()


async def bridge_and_wifi(scene: Scene) -> float:
    """Let the bridge be dead for long, and the Wi-Fi off, while the other network is up."""
    plug(scene.map.tablet, "lte", 200)
    await asyncio.sleep(LATER_S)
    await scene.kill("bridge")
    unplug(scene.map.tablet, "wifi")
    await asyncio.sleep(BRIDGE_S)
    await scene.start("bridge")
    await scene.listens()
    return now_ms()


async def robot_second(scene: Scene) -> float:
    """Give the robot a better network; the one of before goes on working."""
    plug(scene.map.robot, "spare", 50)
    return now_ms()


async def tablet_second(scene: Scene) -> float:
    """Give the tablet a better network, of which the browser tells; the other goes on working."""
    plug(scene.map.tablet, "lte", 50)
    await scene.page.evaluate("dispatchEvent(new Event('online'))")
    return now_ms()


CHANGES: dict[str, Change] = {
    "tablet's Wi-Fi dies, LTE 3 s later": wifi_dies,
    "tablet's Wi-Fi off, LTE is up": wifi_off,
    "tablet's network black for 4 s": tablet_black,
    "robot gets another address": robot_moves,
    "robot black for 4 s, another address": robot_black,
    "relay restarts": relay_restarts,
    "bridge restarts": bridge_restarts,
    "bridge dead for 35 s, tablet's Wi-Fi off": bridge_and_wifi,
    "robot gets a second network": robot_second,
    "tablet gets a second network": tablet_second,
}

BESIDE = (robot_second, tablet_second)
"""Changes after which the lesson has to go over the better network."""


async def measure(seconds: float, runs: int) -> list[Row]:
    """Return the figures of every change.

    Args:
        seconds: Unused: a change takes as long as it takes.
        runs: Lessons for each change.

    Raises:
        BenchError: It cannot be measured here.
    """
    reason = why_not()
    if reason:
        raise BenchError(reason)
    rows: list[Row] = []
    for line, change in CHANGES.items():
        if change is relay_restarts and shutil.which("turnserver") is None:
            print(f"{line}: left out, there is no turnserver", file=sys.stderr, flush=True)
            continue
        found = [await _run(line, change) for _ in range(runs)]
        rows += summarise(line, "karlsson", found)
        worst = {name: max(one[name] for one in found) for name in found[0]}
        rows += summarise(line, "worst", [worst])
    return rows


async def _run(line: str, change: Change) -> Figures:
    with tempfile.TemporaryDirectory(prefix="roam") as folder:
        async with scene(Path(folder), by_relay=change is relay_restarts) as running:
            await running.settled()
            from_ms = now_ms()
            road_ms = await change(running)
            if change in BESIDE and not await running.moves():
                raise BenchError(f"{line}: the lesson stays in the first network")
            to_ms, back_ms = await running.back(road_ms)
            log, speaks = await running.log(), await running.speaks()
    figures = {
        "back_ms": back_ms,
        "sound_gap_ms": roam_gaps.sound_gap_ms(log["sounds"], from_ms, to_ms),
    }
    if speaks:
        figures["voice_gap_ms"] = roam_gaps.sound_gap_ms(log["voices"], from_ms, to_ms)
    told = ", ".join(f"{name} {value:.0f}" for name, value in figures.items())
    print(f"{line}: {told}", file=sys.stderr, flush=True)
    return figures
