"""A lesson that is really connected, on whose robot the bytes are tried."""

import asyncio
import contextlib
import itertools
import random
import struct
from collections.abc import AsyncIterator, Callable
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

import av
import numpy as np
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from bridge.protocol import codec, sdp
from bridge.protocol.channels import Hand
from robot.call.call import Answered, Call, CallDown, CallId, CallNews, CallUp, ChannelSaid
from robot.call.lines import Lines
from robot.media.hooks import hearing
from robot.media.opus.payload import OpusMonoEncoder
from robot.media.types.cells import BLOCK_SAMPLES, SAMPLE_HZ, SoundFanout
from robot.media.types.frames import blank, stamp
from robot.media.types.spec import Size
from robot.media.types.tracks import SoundTrack

T = TypeVar("T")

PATIENCE_S = 30.0
"""Until something that must come is given up; nothing depends on it when all is well."""

VOICE_SSRC = 0x600D600D
CLEARLY_HEARD = 500
NOISE = random.Random(5)
MOST_VOICE_PACKETS = 400


class Dead(Exception):
    """Failure of something that must go on; the text says what."""


@cache
def tone() -> tuple[bytes, ...]:
    """Return Opus packets of 20 ms each: 1 kHz, loud."""
    encoder = OpusMonoEncoder()
    packets: list[bytes] = []
    for number in range(25):
        times = np.arange(number * BLOCK_SAMPLES, (number + 1) * BLOCK_SAMPLES) / SAMPLE_HZ
        samples = (np.sin(2 * np.pi * 1000 * times) * 12_000).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = SAMPLE_HZ, number * BLOCK_SAMPLES
        frame.time_base = Fraction(1, SAMPLE_HZ)
        packets += encoder.encode(frame)[0]
    return tuple(packets[3:])


class Clock:
    """The time of packets' arrival: it goes on when a test says so."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def monotonic(self) -> float:
        """Stand in for the one of `time`."""
        return self.now_s


class Lesson:
    """A robot's call, and the child's device that it is connected to."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.lines = Lines.make(Size(640, 480))
        self.news: asyncio.Queue[CallNews] = asyncio.Queue()
        self.child = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.child.addTrack(SoundTrack(SoundFanout()))
        self.child.addTransceiver("video", direction="recvonly")
        self.control = self.child.createDataChannel("control", ordered=False, maxRetransmits=0)
        self.events = self.child.createDataChannel("events")
        self.call: Call | None = None
        self.pc: Any = None
        self.sent_bytes = 0
        """Number of bytes that the robot has sent over its transport so far."""
        self._sequence = itertools.count(1000)
        self._hands = itertools.count(1)

    async def offer(self) -> str:
        """Return the child's offer, as the robot gets it."""
        await self.child.setLocalDescription(await self.child.createOffer())
        return sdp.clean_offer(sdp.to_wire(self.child.localDescription.sdp))

    def begin(self, offer: str, tasks: asyncio.TaskGroup) -> asyncio.Task[None]:
        """Let the robot answer this offer."""
        self.call = call = Call(CallId("P" * 22, 1), offer, [], self.lines, self.news.put)
        keep = call._listen

        def listen(pc: RTCPeerConnection) -> None:
            self.pc = pc
            keep(pc)

        call._listen = listen  # type: ignore[method-assign]
        return tasks.create_task(call.run())

    async def connect(self, tasks: asyncio.TaskGroup) -> asyncio.Task[None]:
        running = self.begin(await self.offer(), tasks)
        answer = await self.hears(Answered)
        await self.child.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))
        await self.hears(CallUp)
        async with asyncio.timeout(PATIENCE_S):
            while not all(c.readyState == "open" for c in (self.control, self.events)):  # noqa: ASYNC110
                await asyncio.sleep(0)
        self._count_sent()
        return running

    def _count_sent(self) -> None:
        ice = self.dtls.transport
        send = ice._send

        async def counted(data: bytes) -> None:
            self.sent_bytes += len(data)
            await send(data)

        ice._send = counted

    @property
    def dtls(self) -> Any:
        """The robot's transport."""
        return self.pc.sctp.transport

    @property
    def sctp(self) -> Any:
        return self.pc.sctp

    @property
    def voice_payload_type(self) -> int:
        """Payload type that the robot expects the voice to have."""
        return int(min(self.dtls._rtp_router.payload_type_table))

    @property
    def red_payload_type(self) -> int:
        """The same of redundant sound; one that nobody knows where it is not spoken."""
        return int(max(self.dtls._rtp_router.payload_type_table))

    async def hears(self, kind: type[Any]) -> Any:
        """Return the next news of this kind; forget the others."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                news = await self.news.get()
                if isinstance(news, kind):
                    return news
                if isinstance(news, CallDown):
                    raise Dead(f"the call is over: {news.why}")

    def show(self, count: int = 1) -> None:
        """Give the class's picture something to send, that fills many packets."""
        for _ in range(count):
            frame = blank(Size(320, 240))
            frame.planes[0].update(NOISE.randbytes(frame.planes[0].buffer_size))
            self.lines.pictures.put(stamp(frame))

    async def must_be_heard(self) -> None:
        """Raise `Dead` unless a good voice reaches the loudspeaker."""
        for number in range(MOST_VOICE_PACKETS):
            self.clock.now_s += BLOCK_SAMPLES / SAMPLE_HZ
            sequence = next(self._sequence)
            header = struct.pack(
                "!BBHLL",
                0x80,
                self.voice_payload_type,
                sequence % 2**16,
                sequence * BLOCK_SAMPLES % 2**32,
                VOICE_SSRC,
            )
            await self.dtls._handle_rtp_data(
                header + tone()[number % len(tone())], arrival_time_ms=number * 20
            )
            samples = self.lines.voice.take(BLOCK_SAMPLES)
            if np.abs(samples).max() > CLEARLY_HEARD:
                return
        raise Dead("a good voice is not heard any more")

    async def must_hear_messages(self) -> None:
        """Raise `Dead` unless a good message of the child arrives."""
        hand = Hand(seq=next(self._hands), raised=True)
        self.events.send(codec.encode(hand))
        try:
            while (await self.hears(ChannelSaid)).message != hand:
                continue
        except TimeoutError:
            raise Dead("a good message does not arrive any more") from None

    def must_be_connected(self) -> None:
        """Raise `Dead` unless the robot's end says that it is connected."""
        if self.dtls.state != "connected" or self.pc.connectionState != "connected":
            raise Dead(f"the connection is {self.pc.connectionState}, DTLS {self.dtls.state}")
        while not self.news.empty():
            news = self.news.get_nowait()
            if isinstance(news, CallDown):
                raise Dead(f"the call is over: {news.why}")


@contextlib.asynccontextmanager
async def connected() -> AsyncIterator[Lesson]:
    """Hold a lesson; it has ended when this has.

    Raises:
        Dead: It does not end.
    """
    lesson = Lesson()
    clocks: dict[str, Any] = vars(hearing)
    real, clocks["time"] = clocks["time"], lesson.clock
    try:
        async with _held(lesson):
            yield lesson
    finally:
        clocks["time"] = real


def on_a_lesson(
    make: Callable[[Lesson], T],
) -> Callable[[], contextlib.AbstractAsyncContextManager[T]]:
    """Return what opens an entry of a connected lesson."""

    @contextlib.asynccontextmanager
    async def opened() -> AsyncIterator[T]:
        async with connected() as lesson:
            yield make(lesson)

    return opened


@contextlib.asynccontextmanager
async def _held(lesson: Lesson) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        running = await lesson.connect(tasks)
        try:
            yield
        finally:
            running.cancel()
            await asyncio.wait([running], timeout=PATIENCE_S)
            await lesson.child.close()
    if not running.done():
        raise Dead("the call does not end")
