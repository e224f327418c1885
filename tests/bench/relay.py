"""`relay`: what the bridge's relay costs for each lesson, and how many it holds.

Lessons of 1.34 Mbit/s in packets of real size go through the real processes, with TLS on both
legs (`relay_load`). Generator and relay share this machine's cores.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

import psutil

from robot.demo.certificate import make_certificate
from tests.bench.children import BenchError
from tests.bench.rows import Row, summarise
from tests.bridge.relay.served import serving

LESSONS = (1, 10, 40)
"""Numbers of lessons at once; more cores may hold more."""

SPARE_S = 60.0
MOST_LOST = 0.0005
"""Share of packets that may be missing where a lesson is held: one in 2,000."""


async def measure(seconds: float, runs: int) -> list[Row]:
    """Return cost and delay for some numbers of lessons, and the largest number that is held.

    Args:
        seconds: Length of each measurement.
        runs: The median over so many.

    Raises:
        BenchError: The generator failed.
    """
    rows: list[Row] = []
    held: list[dict[str, float]] = []
    figures: dict[int, list[dict[str, float]]] = {lessons: [] for lessons in LESSONS}
    with tempfile.TemporaryDirectory() as folder:
        certificate = make_certificate(Path(folder), ["localhost"])
        for _ in range(runs):
            most = 0
            for lessons in LESSONS:
                measured, lost = await _run(certificate, lessons, seconds)
                figures[lessons].append(measured)
                most = lessons if lost <= MOST_LOST else most
            held.append({"relay_lessons": most})
    for lessons in LESSONS:
        rows += summarise(f"{lessons} lessons", "karlsson", figures[lessons])
    return [*rows, *summarise("all", "karlsson", held)]


async def _run(
    certificate: tuple[Path, Path], lessons: int, seconds: float
) -> tuple[dict[str, float], float]:
    """Return the figures of some lessons, and the share of packets that were lost."""
    async with serving(certificate, processes=0) as (port, _, _):
        relay = [one for one in psutil.Process().children() if "bridge.relay" in one.cmdline()]
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bench.relay_load"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert child.stdin is not None
        assert child.stdout is not None
        orders = {
            "port": port,
            "certificate": str(certificate[0]),
            "lessons": lessons,
            "seconds": seconds,
        }
        child.stdin.write(json.dumps(orders).encode() + b"\n")
        try:
            async with asyncio.timeout(seconds + SPARE_S):
                await child.stdout.readline()
                await asyncio.sleep(1.2)
                before = [_used_s(one) for one in relay]
                await asyncio.sleep(seconds)
                after = [_used_s(one) for one in relay]
                line = await child.stdout.readline()
        except TimeoutError:
            child.kill()
            raise BenchError("the lessons do not come to an end") from None
        finally:
            await child.wait()
    if not line:
        raise BenchError("the lessons cannot be made; see above")
    told = json.loads(line)
    lost = told["lost"] / max(1, told["sent"])
    used_s = sum(after) - sum(before)
    say = f"{lessons} lessons: {told['sent']} packets, {told['lost']} lost; "
    say += f"relay {100 * used_s / seconds:.1f} %, generator {told['own_cpu_s']:.2f} s; "
    say += f"p50 {told['p50_ms']:.2f} ms, p95 {told['p95_ms']:.2f} ms"
    print(say, file=sys.stderr)
    return {
        "relay_cpu_percent_per_lesson": 100 * used_s / seconds / lessons,
        "relay_added_delay_p95_ms": told["p95_ms"],
    }, lost


def _used_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
