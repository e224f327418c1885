"""Stock aiortc with its default settings: sends the camera of `feeder`, plays the child's voice.

    python -m tests.bench.networks.aiortc_peer OFFERS CAMERA EAR 640x480

All three are paths of Unix sockets; offers come by HTTP. A process of its own,
so that no hook of ours is in it. The camera is read as our agent reads it, and
only the newest picture waits: aiortc's own player would queue.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
import threading

import av
from aiohttp import web
from aiortc import VideoStreamTrack
from aiortc.mediastreams import VIDEO_CLOCK_RATE, VIDEO_TIME_BASE

from robot.media.types.spec import Size
from tests.bench.networks import feeder
from tests.bench.networks.material import size_of
from tests.bench.stock_peer import answering

PROBE = {"probesize": "500000", "analyzeduration": "300000"}


class CameraTrack(VideoStreamTrack):
    """The newest picture of the camera, as soon as it is there."""

    def __init__(self, path: str, size: Size) -> None:
        super().__init__()
        self._own_loop = asyncio.get_running_loop()
        self._new = asyncio.Event()
        self._frame: av.VideoFrame | None = None
        threading.Thread(target=self._film, args=(path, size), daemon=True).start()

    async def recv(self) -> av.VideoFrame:
        """Return the next picture."""
        await self._new.wait()
        self._new.clear()
        frame = self._frame
        assert frame is not None
        frame.pts = int(self._own_loop.time() * VIDEO_CLOCK_RATE)
        frame.time_base = VIDEO_TIME_BASE
        return frame

    def _film(self, path: str, size: Size) -> None:
        options = {**PROBE, **feeder.options(size)}
        with av.open(f"unix:{path}", "r", format="rawvideo", options=options) as container:
            for frame in container.decode(video=0):
                # The loop may have ended while a picture was waited for.
                with contextlib.suppress(RuntimeError):
                    self._own_loop.call_soon_threadsafe(self._show, frame)

    def _show(self, frame: av.VideoFrame) -> None:
        self._frame = frame
        self._new.set()


async def main(offers: str, camera: str, ear: str, size_text: str) -> None:
    """Serve until told to stop."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with asyncio.TaskGroup() as tasks:
        size = size_of(size_text)
        served = answering(
            lambda: CameraTrack(camera, size), lambda: asyncio.open_unix_connection(ear), tasks
        )
        runner = web.AppRunner(served)
        await runner.setup()
        await web.UnixSite(runner, offers).start()
        print(json.dumps({"pid": os.getpid()}), flush=True)
        await stop.wait()
        # Closes the peers, which ends their tracks and with them the tasks.
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
