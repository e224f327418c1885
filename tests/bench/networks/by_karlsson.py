"""Engine `karlsson`: the demo's own processes at the robot's end, the child's app at the other."""

import contextlib
from collections.abc import AsyncIterator

from playwright.async_api import TimeoutError as PlaywrightTimeout

from tests.bench.children import BenchError, Scales, child_running, started
from tests.bench.networks import feeder
from tests.bench.networks.stage import PORT, Room, Stage, ear_in
from tests.bench.voice import Block

PRESSES, PRESSED_WITHIN_MS = 5, 2_000
"""While the line stands still the app refuses a press and says so: a child presses again."""


@contextlib.asynccontextmanager
async def room(stage: Stage) -> AsyncIterator[Room]:
    """Prepare a lesson; everything has ended behind it."""
    size, page = stage.size, stage.page
    camera, loudspeaker = stage.folder / "camera", stage.folder / "ear"
    options = [f"{key}={value}" for key, value in feeder.options(size).items()]
    arguments = [
        *("--json", "--host", stage.network.robot.address, "--port", str(PORT)),
        *("--camera", f"unix:{camera}", "--camera-format", "rawvideo"),
        *(word for option in options for word in ("--camera-option", option)),
        *("--microphone", "testtone:"),
        *("--speaker", f"unix:{loudspeaker}", "--speaker-format", "s16le"),
        *("--speaker-option", "flush_packets=1"),
    ]
    environment = {
        "KARLSSON_CAMERA__WIDTH_PX": str(size.width_px),
        "KARLSSON_CAMERA__HEIGHT_PX": str(size.height_px),
    }
    prefix = stage.network.robot.command([])
    async with (
        ear_in(loudspeaker) as ear,
        fed(stage),
        started("robot.demo", *arguments, environment=environment, prefix=prefix) as (pid, ready),
    ):
        await page.goto(ready["pupil"])
        await page.get_by_role("button", name="Ich bin da").wait_for()

        async def join() -> None:
            await page.get_by_role("button", name="Ich bin da").click()

        async def speak() -> None:
            button = page.get_by_role("button", name="Mikro", exact=True)
            pressed = page.get_by_role("button", name="Mikro", exact=True, pressed=True)
            for _ in range(PRESSES):
                await button.click()
                with contextlib.suppress(PlaywrightTimeout):
                    return await pressed.wait_for(timeout=PRESSED_WITHIN_MS)
            raise BenchError("the app refuses to open the microphone")

        async def forget() -> None:
            ear.clear()

        async def heard() -> list[Block]:
            return ear.blocks()

        yield Room(join, speak, forget, heard, lambda: Scales("agent", child_running(pid, "robot")))


@contextlib.asynccontextmanager
async def fed(stage: Stage) -> AsyncIterator[None]:
    """Run the camera's feeder."""
    size = f"{stage.size.width_px}x{stage.size.height_px}"
    async with started(
        "tests.bench.networks.feeder", str(stage.folder / "camera"), str(stage.pictures), size
    ):
        yield
