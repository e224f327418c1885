"""Stock aiortc 1.16 as a robot: the same stamped picture and beeps, nothing of ours around it.

A process of its own, so that no hook of ours is in it. Prints one line of JSON
with its address when it is ready, and plays the child's voice to a TCP port as
soon as aiortc gives it: no speaker's rhythm is added to its delay.
"""

import asyncio
import contextlib
import json
import signal
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from aiohttp import web
from aiortc import (
    AudioStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
    VideoStreamTrack,
)
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from robot.media.devices.testcard import TestCard
from robot.media.devices.testtone import beeps
from robot.media.types.cells import BLOCK_S, BLOCK_SAMPLES, SAMPLE_HZ
from robot.media.types.spec import Size

PAGE = Path(__file__).parent / "page"


class CardTrack(VideoStreamTrack):
    """The test card, drawn when it is due: nothing waits in between."""

    def __init__(self) -> None:
        super().__init__()
        self._card = TestCard(Size())

    async def recv(self) -> av.VideoFrame:
        """Return the card of this moment, 30 times a second."""
        pts, time_base = await self.next_timestamp()
        frame = self._card.draw(time.time_ns() // 1_000_000)
        frame.pts, frame.time_base = pts, time_base
        return frame


class BeepTrack(AudioStreamTrack):
    """The beeping classroom, 20 ms at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._due = 0.0
        self._pts = 0

    async def recv(self) -> av.AudioFrame:
        """Return 20 ms of sound when they are over."""
        self._due = (self._due or time.time()) + BLOCK_S
        await asyncio.sleep(max(0.0, self._due - time.time()))
        samples = beeps(self._due - BLOCK_S, BLOCK_SAMPLES)
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SAMPLE_HZ
        frame.pts, frame.time_base = self._pts, Fraction(1, SAMPLE_HZ)
        self._pts += BLOCK_SAMPLES
        return frame


Hearing = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]
"""Opens the way to the ear."""


async def play(track: MediaStreamTrack, hearing: Hearing) -> None:
    """Send what arrives to the ear, at once."""
    _, writer = await hearing()
    with contextlib.suppress(MediaStreamError):
        while True:
            frame = await track.recv()
            assert isinstance(frame, av.AudioFrame)
            channels = len(frame.layout.channels)
            samples = frame.to_ndarray().reshape(-1, channels)[:, 0]
            writer.write(np.ascontiguousarray(samples, "<i2").tobytes())
    writer.close()


def answering(
    camera: Callable[[], MediaStreamTrack], hearing: Hearing, tasks: asyncio.TaskGroup
) -> web.Application:
    """Return a web server that takes offers at `/offer`, and closes its peers when it ends."""
    peers: list[RTCPeerConnection] = []

    async def offer(request: web.Request) -> web.Response:
        described = await request.json()
        peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        peers.append(peer)

        @peer.on("track")
        def on_track(track: MediaStreamTrack) -> None:
            if track.kind == "audio":
                tasks.create_task(play(track, hearing), name="play")

        await peer.setRemoteDescription(RTCSessionDescription(described["sdp"], described["type"]))
        peer.addTrack(BeepTrack())
        peer.addTrack(camera())
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


def application(ear_port: int, tasks: asyncio.TaskGroup) -> web.Application:
    """Return the web server that a page joins through."""

    async def page(_: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE / "stock.html")

    served = answering(CardTrack, lambda: asyncio.open_connection("127.0.0.1", ear_port), tasks)
    served.router.add_get("/", page)
    served.router.add_static("/", PAGE)
    return served


async def main(ear_port: int) -> None:
    """Serve until told to stop."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        async with asyncio.TaskGroup() as tasks:
            runner = web.AppRunner(application(ear_port, tasks))
            await runner.setup()
            await web.SockSite(runner, listening).start()
            port = listening.getsockname()[1]
            print(json.dumps({"url": f"http://localhost:{port}/"}), flush=True)
            await stop.wait()
            # Closes the peers, which ends their tracks and with them the tasks.
            await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
