"""A look through the configured camera for a moment. Only means of the pictures are kept."""

import asyncio
from dataclasses import dataclass, field

import numpy as np

from robot.doctor.picture import PictureReading, read_picture
from robot.media.devices.cameras import HeadPose, Pictures, run_camera
from robot.media.types.cells import Newest
from robot.media.types.spec import Size, SourceEvent
from robot.settings.config import RobotConfig

FIRST_S = 6.0
LOOK_S = 1.5
MOST_PICTURES = 200


@dataclass
class Looked:
    """Result of a look."""

    readings: list[PictureReading] = field(default_factory=list)
    fps: float = 0.0
    lost: str = ""


async def look(config: RobotConfig) -> Looked:
    """Open the camera, take pictures, and close it; only under the light.

    Raises:
        StuckError: The camera does not close.
    """
    looked = Looked()
    camera = config.camera
    pictures: Pictures = Newest()

    def told(event: SourceEvent) -> None:
        looked.lost = event.text if event.lost else ""

    async with asyncio.TaskGroup() as tasks:
        filming = tasks.create_task(
            run_camera(
                config.camera_spec(),
                Size(camera.width_px, camera.height_px, camera.fps),
                pictures,
                lambda: HeadPose(0.0, 0.0),
                told,
                config.head.lens_deg,
            ),
            name="camera",
        )
        await _take(pictures, looked, LOOK_S)
        filming.cancel()
    return looked


async def _take(pictures: Pictures, looked: Looked, look_s: float) -> None:
    loop = asyncio.get_running_loop()
    began_s = first = 0.0
    try:
        async with asyncio.timeout(FIRST_S) as limit:
            number = 0
            while len(looked.readings) < MOST_PICTURES:
                number, picture = await pictures.next(number)
                if not began_s:
                    began_s, first = loop.time(), number
                    limit.reschedule(began_s + look_s)
                planes = np.asarray(picture.to_ndarray(format="yuv420p"), np.uint8)
                looked.readings.append(read_picture(planes, picture.height))
                took_s = loop.time() - began_s
                if took_s > 0:
                    looked.fps = (number - first) / took_s
    except TimeoutError:
        return  # enough was seen, or nothing came
