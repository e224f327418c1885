"""`pause`: from the class's pause to the last packet of picture and sound, under a flood.

The real processes of the demo run under `strace`, which delays every `fsync` of any of
them. A child and three teachers' pages send as fast as they are let through. Then the
class pauses, at the button of the body and on a teacher's page, and the child's end of the
connection notes when the last packet comes.
"""

import asyncio
import contextlib
import shutil
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from hardware.body.body import HURRY_S
from hardware.contract import wire
from robot.presence.actions import SLIP_S
from robot.presence.answers import NOT_KEPT
from tests.bench.children import BenchError, started
from tests.bench.flooders import Child, Teacher, child_at, teacher_at
from tests.bench.rows import Row, percentile, summarise

FSYNC_MS = (25, 170, 1000)
TEACHERS = 3
FLOOD_S = 1.5
"""Length of the flood before the class pauses."""

SILENCE_S = 2.5
"""Length of listening after a pause."""

PRESS_S = 10.0
TRIALS_A_RUN = 4
DEMO = (
    *("--json", "--port", "0", "--camera", "testcard:", "--camera-size", "320x240"),
    *("--microphone", "testtone:", "--speaker", "null:"),
)
METRIC = "pause_to_last_packet_p99_ms"


@dataclass(frozen=True)
class Scene:
    """A lesson in which everybody floods."""

    child: Child
    teachers: list[Teacher]
    body: Path
    """The socket of the simulated body."""


async def measure(seconds: float, runs: int) -> list[Row]:
    """Return the delay for each slowness of the disk, over four pauses a run.

    Args:
        seconds: Unused: a pause takes as long as it takes.
        runs: A quarter of the pauses of each kind.

    Raises:
        BenchError: It cannot be measured here.
    """
    if shutil.which("strace") is None:
        raise BenchError("strace is missing: it delays every fsync")
    rows: list[Row] = []
    for fsync_ms in FSYNC_MS:
        async with asyncio.TaskGroup() as tasks, _scene(fsync_ms, tasks) as scene:
            button_ms = [await _pressed(scene, n % 2 == 0) for n in range(runs * TRIALS_A_RUN)]
            _say(fsync_ms, "button", button_ms)
            page_ms = [await _paused(scene, n % 2 == 0) for n in range(runs * TRIALS_A_RUN)]
            _say(fsync_ms, "teacher", page_ms)
        line = f"fsync {fsync_ms} ms"
        rows += _rows(line, "button", button_ms) + _rows(line, "teacher", page_ms)
    return rows


def _rows(line: str, who: str, delays_ms: list[float]) -> list[Row]:
    return summarise(line, who, [{METRIC: percentile(delays_ms, 99)}])


def _say(fsync_ms: int, who: str, delays_ms: list[float]) -> None:
    told = ", ".join(f"{delay:.0f}" for delay in delays_ms)
    print(f"fsync {fsync_ms} ms, {who}: {told} ms", file=sys.stderr, flush=True)


async def _pressed(scene: Scene, with_breaks: bool) -> float:
    async def pause() -> float:
        return await _press(scene.body)

    async def resume() -> None:
        await asyncio.sleep(HURRY_S)
        await _press(scene.body)

    return await _trial(scene, with_breaks, pause, resume)


async def _paused(scene: Scene, with_breaks: bool) -> float:
    teacher = scene.teachers[0]

    async def pause() -> float:
        paused_s = time.monotonic()
        await teacher.act("pause")
        return paused_s

    async def resume() -> None:
        await asyncio.sleep(SLIP_S)
        done = await teacher.done(await teacher.act("resume"))
        if done.refused not in (None, NOT_KEPT):
            raise BenchError(f"a teacher's resume was refused: {done.refused}")

    return await _trial(scene, with_breaks, pause, resume)


async def _trial(
    scene: Scene,
    with_breaks: bool,
    pause: Callable[[], Awaitable[float]],
    resume: Callable[[], Awaitable[None]],
) -> float:
    """Return the milliseconds from the pause to the last packet."""
    child = scene.child
    async with asyncio.TaskGroup() as tasks:
        good = tasks.create_task(child.be_good())
        await child.receives()
        good.cancel()
        floods = [
            tasks.create_task(child.flood(with_breaks)),
            *(tasks.create_task(teacher.flood()) for teacher in scene.teachers),
        ]
        await asyncio.sleep(FLOOD_S)
        if not with_breaks:
            await child.receives(5)  # so that there is something to stop
        paused_s = await pause()
        await asyncio.sleep(SILENCE_S)
        delay_s = max(0.0, child.last_packet_s - paused_s)
        for flood in floods:
            flood.cancel()
    await resume()
    return delay_s * 1000


async def _press(body: Path) -> float:
    """Press the button; return when that was, once the body shows it."""
    reader, writer = await asyncio.open_unix_connection(body)
    before = None
    pressed_s = 0.0
    try:
        async with asyncio.timeout(PRESS_S):
            while True:
                report = wire.decode_report(await reader.readline())
                if not isinstance(report, wire.BodyState):
                    continue
                if before is None:
                    before = report.paused
                    pressed_s = time.monotonic()
                    writer.write(wire.encode(wire.Press(1, "pause")) + b"\n")
                elif report.paused != before:
                    return pressed_s
    except TimeoutError:
        raise BenchError("the body does not show that its button was pressed") from None
    finally:
        writer.close()


@contextlib.asynccontextmanager
async def _scene(fsync_ms: int, tasks: asyncio.TaskGroup) -> AsyncIterator[Scene]:
    calls = "fsync,fdatasync"
    # -D: the demo stays our child, and is the one that is asked to end.
    tracer = ["strace", "-D", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null"]
    tracer += ["-e", f"trace={calls}", "-e", f"inject={calls}:delay_enter={fsync_ms}ms"]
    async with (
        started("robot.demo", *DEMO, prefix=tracer) as (_, ready),
        contextlib.AsyncExitStack() as people,
    ):
        child = await people.enter_async_context(child_at(ready["pupil"], tasks))
        teachers = [
            await people.enter_async_context(teacher_at(ready["teacher"], tasks))
            for _ in range(TEACHERS)
        ]
        yield Scene(child, teachers, Path(ready["log"]).parent / "body.sock")
