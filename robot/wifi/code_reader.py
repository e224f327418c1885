"""Reading of a code that is held before the camera, while the camera is open for it.

Some pictures a second, each looked at on a thread and dropped; nothing of them is kept.
"""

import asyncio
from collections.abc import Callable

from robot.media.types.frames import planes
from robot.media.types.framing import WHOLE
from robot.media.types.viewfinder import CameraDark, Shot, Viewfinder
from robot.wifi.decoding import codes_in

WIDE_PX = 1280
"""Wide enough for the code of a phone at half a metre, and quickly looked through."""

EACH_S = 0.3
FRAME_S = 3.0


class CodeReader:
    """Eyes for codes.

    Args:
        finder: Gives pictures while the camera is open.
    """

    def __init__(self, finder: Viewfinder) -> None:
        self._finder = finder

    async def read(self, each: Callable[[str], bool]) -> None:
        """Hand over what stands in each code that is seen, until `each` wants no more.

        Args:
            each: Takes a text; returns whether it goes on.
        """
        while True:
            try:
                (frame,) = await self._finder.shoot(Shot(WHOLE, WIDE_PX, rough=True), 1, FRAME_S)
            except CameraDark:
                await asyncio.sleep(EACH_S)  # it opens after its light
                continue
            for text in await asyncio.to_thread(codes_in, planes(frame)[0]):
                if not each(text):
                    return
            await asyncio.sleep(EACH_S)
