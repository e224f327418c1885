"""A child's device: an aiortc peer that offers, signs, sends a voice and receives the class.

The robot's process can decode no picture, and the tests share it: so the screen
here takes the picture off the decrypted packets with a decoder of its own.
"""

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import av
import msgspec
import numpy as np
from aiortc import (
    AudioStreamTrack,
    MediaStreamTrack,
    RTCConfiguration,
    RTCDataChannel,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.codecs import depayload
from aiortc.codecs.h264 import H264Decoder
from aiortc.codecs.vpx import Vp8Decoder
from aiortc.jitterbuffer import JitterBuffer
from aiortc.rtp import HeaderExtensionsMap, RtpPacket
from aiortc.sdp import SessionDescription
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.protocol import binding, codec, sdp
from bridge.protocol.channels import Beat
from bridge.protocol.keys import public_text, sign, to_text
from bridge.protocol.limits import BEAT_INTERVAL_S
from bridge.protocol.presence import Snapshot, SnapshotChange
from bridge.protocol.signaling import Answer, Binding, Invite
from robot.media.hooks import hearing
from tests.deadline import WAIT_S
from tests.robot.bridges import BridgeStandIn
from tests.robot.child_transfers import ChildTransfers

Message = TypeVar("Message")


class Tone(AudioStreamTrack):
    """A steady 1 kHz voice, in real time."""

    async def recv(self) -> av.AudioFrame:
        frame = await super().recv()
        assert isinstance(frame, av.AudioFrame)
        rate_hz, count = frame.sample_rate, frame.samples
        wave = np.sin(2 * np.pi * 1000 * np.arange(count) / rate_hz) * 10_000
        frame.planes[0].update(wave.astype(np.int16).tobytes())
        return frame


class Screen:
    """Shows the pictures that really arrive."""

    def __init__(self, answer_sdp: str) -> None:
        sections = SessionDescription.parse(answer_sdp).media
        video = next(section for section in sections if section.kind == "video")
        self._codec = video.rtp.codecs[0]
        self._packets = JitterBuffer(capacity=512, is_video=True)
        h264 = self._codec.name == "H264"
        self._decoder = H264Decoder() if h264 else Vp8Decoder()

    def show(self, data: bytes) -> int:
        """Take a packet; return how many pictures it completed."""
        packet = RtpPacket.parse(data, HeaderExtensionsMap())
        if packet.payload_type != self._codec.payloadType or not packet.payload:
            return 0
        packet._data = depayload(self._codec, packet.payload)  # type: ignore[attr-defined]
        _, complete = self._packets.add(packet)
        return 0 if complete is None else len(self._decoder.decode(complete))


class Pupil:
    """One device with its key."""

    def __init__(self, bridge: BridgeStandIn, robot_key: str, tasks: asyncio.TaskGroup) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.public = public_text(self.key)
        self.presence = to_text(secrets.token_bytes(16))
        self.attempt = 0
        self.seq = 0
        self.heard: list[Any] = []
        self._state: Snapshot | None = None
        self.frames = 0
        self.sounds = 0
        self.pc: RTCPeerConnection | None = None
        self.control: RTCDataChannel | None = None
        self.events: RTCDataChannel | None = None
        self.blobs = ChildTransfers()
        """Stills and sheets, over the newest peer connection."""
        self._bridge = bridge
        self._robot_key = robot_key
        self._tasks = tasks
        self._running: list[asyncio.Task[None]] = []
        self._news = asyncio.Condition()
        self._gone = asyncio.Event()
        self._pcs: list[RTCPeerConnection] = []

    # ---- coming in

    async def offer(self) -> Invite:
        """Build a peer connection and return the invitation for it."""
        self.attempt += 1
        pc = self.pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._pcs.append(pc)
        pc.addTrack(Tone())
        pc.addTransceiver("video", direction="recvonly")
        self.control = pc.createDataChannel("control", ordered=False, maxRetransmits=0)
        self.events = pc.createDataChannel("events")
        self.blobs.use(pc.createDataChannel("transfers"))
        for channel in (self.control, self.events):
            channel.add_listener("message", self._hear)
        pc.add_listener("track", self._track)
        await pc.setLocalDescription(await pc.createOffer())
        return self.invite(sdp.to_wire(pc.localDescription.sdp))

    def invite(self, text: str, **changes: Any) -> Invite:
        """Sign a description as this device."""
        reply_to, nonce = self._bridge.offer_nonce, to_text(secrets.token_bytes(16))
        stay = binding.Stay(self.presence, self.attempt, self._robot_key, reply_to)
        data = binding.signed_bytes("offer", stay, sdp.check_offer(text), nonce)
        bound = Binding(nonce, reply_to, sign(self.key, data))
        invite = Invite(self.presence, self.attempt, text, bound, self.public)
        return msgspec.structs.replace(invite, **changes)

    async def join(self) -> None:
        """Come in, and send heartbeats from then on."""
        invite = await self.offer()
        await self._bridge.tell(invite)
        answer = await self._bridge.hears(
            Answer, lambda a: (a.presence, a.attempt) == (self.presence, self.attempt)
        )
        await self.accept(invite, answer)

    async def accept(self, invite: Invite, answer: Answer) -> None:
        stay = binding.Stay(
            self.presence, answer.attempt, self.public, reply_to=invite.binding.nonce
        )
        summary = sdp.check_answer(answer.sdp)
        binding.check(answer.binding, "answer", self._robot_key, stay, summary)
        assert self.pc is not None
        await self.pc.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))
        self._watch_packets(self.pc, Screen(answer.sdp))
        self._running.append(self._tasks.create_task(self._beat()))

    def _watch_packets(self, pc: RTCPeerConnection, screen: Screen) -> None:
        transport = pc.getTransceivers()[0].receiver.transport
        route = transport._handle_rtp_data

        async def show_and_route(data: bytes, arrival_time_ms: int) -> None:
            self.frames += screen.show(data)
            await self._notify()
            await route(data, arrival_time_ms)

        transport._handle_rtp_data = show_and_route  # type: ignore[method-assign]

    async def leave_silently(self) -> None:
        """Vanish: no goodbye, no beats, no connection."""
        for task in self._running:
            task.cancel()
        for pc in self._pcs:
            await pc.close()

    # ---- being there

    async def _beat(self) -> None:
        while True:
            self.say(Beat, sent_ms=time.monotonic() * 1000)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(BEAT_INTERVAL_S):
                    await self._gone.wait()

    def say(self, kind: type[msgspec.Struct], /, **fields: Any) -> int:
        """Send a message over its channel; return its seq."""
        self.seq += 1
        message = kind(seq=self.seq, **fields)
        control = kind.__name__ in ("Look", "Beat", "Crop")
        self.say_raw(codec.encode(message), control)
        return self.seq

    def say_raw(self, text: str | bytes, control: bool = False) -> None:
        channel = self.control if control else self.events
        assert channel is not None
        if channel.readyState == "open":
            channel.send(text)

    def _hear(self, data: str) -> None:
        decoder: Any = codec.event_down if '"pose"' not in data[:20] else codec.control_down
        self.heard.append(self._whole(decoder.decode(data)))
        self._tasks.create_task(self._notify())

    def _whole(self, message: Any) -> Any:
        """Return the message, a change of the state as the whole state."""
        if isinstance(message, SnapshotChange):
            before = msgspec.to_builtins(self._state)
            assert before["seq"] == message.from_seq
            message = msgspec.convert(before | message.changed | {"seq": message.seq}, Snapshot)
        if isinstance(message, Snapshot):
            self._state = message
        return message

    def _track(self, track: MediaStreamTrack) -> None:
        if track.kind == "audio":
            assert self.pc is not None
            hearing.listen(self.pc, track, self)

    def put(
        self, payload: bytes, is_red: bool, sequence: int, rtp_time: int, source: int, now: float
    ) -> None:
        self.sounds += 1
        self._tasks.create_task(self._notify())

    async def _notify(self) -> None:
        async with self._news:
            self._news.notify_all()

    # ---- waiting

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(WAIT_S), self._news:
            await self._news.wait_for(true)

    async def sees(self, more: int = 5) -> None:
        """Wait for so many more pictures."""
        goal = self.frames + more
        await self.until(lambda: self.frames >= goal)

    async def hears(
        self, kind: type[Message], fits: Callable[[Message], bool] = lambda message: True
    ) -> Message:
        def found() -> list[Message]:
            return [m for m in self.heard if isinstance(m, kind) and fits(m)]

        await self.until(lambda: bool(found()))
        return found()[-1]


@asynccontextmanager
async def pupil_of(bridge: BridgeStandIn, robot_key: str) -> AsyncIterator[Pupil]:
    async with asyncio.TaskGroup() as tasks:
        pupil = Pupil(bridge, robot_key, tasks)
        try:
            yield pupil
        finally:
            await pupil.leave_silently()
