"""A camera of the user-space driver in a process of its own: prints greys, losses and returns."""

import asyncio
import json
import sys

import av

from robot.media.devices.cameras import run_camera
from robot.media.types.cells import Newest
from robot.media.types.spec import Size, parse_camera
from tests.robot.media.live import Told, frames, luma, running, still


async def main() -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    told, size = Told(), Size(640, 480, 30.0)
    spec = parse_camera("/dev/video0")
    async with running(run_camera(spec, size, pictures, still, told, 66.0, retry_s=(0.01,))):
        shown = luma((await frames(pictures, 2))[-1])[240, 40::80].astype(float)
        lost, back = await told.next(), await told.next()
        await frames(pictures, 2)
    greys = [round((value - 16) * 255 / 219) for value in shown]
    sys.stdout.write(json.dumps({"greys": greys, "lost": lost.text, "back": not back.lost}))


if __name__ == "__main__":
    asyncio.run(main())
