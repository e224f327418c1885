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
import numpy as np
from aiohttp import web
from aiortc import (
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
    VideoStreamTrack,
)
from aiortc.mediastreams import VIDEO_CLOCK_RATE, VIDEO_TIME_BASE, MediaStreamError
from aiortc.mediastreams import MediaStreamTrack as Track

from robot.media.spec import Size
from tests.bench.networks import feeder
from tests.bench.networks.material import size_of
from tests.bench.stock_peer import BeepTrack

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


async def play(track: Track, path: str) -> None:
    """Send what arrives to the ear, at once."""
    _, writer = await asyncio.open_unix_connection(path)
    with contextlib.suppress(MediaStreamError):
        while True:
            frame = await track.recv()
            assert isinstance(frame, av.AudioFrame)
            channels = len(frame.layout.channels)
            samples = frame.to_ndarray().reshape(-1, channels)[:, 0]
            writer.write(np.ascontiguousarray(samples, "<i2").tobytes())
    writer.close()


def application(camera: str, ear: str, size: Size, tasks: asyncio.TaskGroup) -> web.Application:
    """Return the web server that takes the offer."""
    peers: list[RTCPeerConnection] = []

    async def offer(request: web.Request) -> web.Response:
        described = await request.json()
        peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        peers.append(peer)

        @peer.on("track")
        def on_track(track: Track) -> None:
            if track.kind == "audio":
                tasks.create_task(play(track, ear), name="play")

        await peer.setRemoteDescription(RTCSessionDescription(described["sdp"], described["type"]))
        peer.addTrack(BeepTrack())
        peer.addTrack(CameraTrack(camera, size))
        await peer.setLocalDescription(await peer.createAnswer())
        local = peer.localDescription
        return web.json_response({"sdp": local.sdp, "type": local.type})

    async def close_peers(_: web.Application) -> None:
        for peer in peers:
            await peer.close()

    served = web.Application()
    served.router.add_post("/offer", offer)
    served.on_shutdown.append(close_peers)
    return served


async def main(offers: str, camera: str, ear: str, size_text: str) -> None:
    """Serve until told to stop."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with asyncio.TaskGroup() as tasks:
        runner = web.AppRunner(application(camera, ear, size_of(size_text), tasks))
        await runner.setup()
        await web.UnixSite(runner, offers).start()
        print(json.dumps({"pid": os.getpid()}), flush=True)
        await stop.wait()
        # Closes the peers, which ends their tracks and with them the tasks.
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
