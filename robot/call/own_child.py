"""The child's end of a call of this robot to itself: it offers, listens and looks.

This process decodes no picture of its own calls, so the packets are taken as they are decrypted,
and decoded here. Nothing of it is shown or kept.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from aiortc import (
    AudioStreamTrack,
    MediaStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.codecs import depayload
from aiortc.codecs.h264 import H264Decoder
from aiortc.codecs.vpx import Vp8Decoder
from aiortc.jitterbuffer import JitterBuffer
from aiortc.rtp import HeaderExtensionsMap, RtpPacket
from aiortc.sdp import SessionDescription

from bridge.protocol import sdp
from robot.media.hooks import hearing

BUFFER_PACKETS = 512


class OwnChild:
    """A peer connection that a robot makes to itself.

    Args:
        is_picture: Tells whether a decoded picture is the one that was sent.
    """

    def __init__(self, is_picture: Callable[[Any], bool]) -> None:
        self.pictures = 0
        self.sounds = 0
        self.came = asyncio.Event()
        """Set whenever something came."""
        self._is_picture = is_picture
        self._pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._pc.addTrack(AudioStreamTrack())
        self._pc.addTransceiver("video", direction="recvonly")
        self._pc.createDataChannel("events")
        self._pc.add_listener("track", self._track)

    async def offer(self) -> str:
        """Return the description of this end."""
        await self._pc.setLocalDescription(await self._pc.createOffer())
        return sdp.to_wire(self._pc.localDescription.sdp)

    async def accept(self, answer: str) -> None:
        """Take the robot's description, and look at what comes from now on."""
        await self._pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        video = next(one for one in SessionDescription.parse(answer).media if one.kind == "video")
        self._codec = video.rtp.codecs[0]
        self._packets = JitterBuffer(capacity=BUFFER_PACKETS, is_video=True)
        self._decoder = H264Decoder() if self._codec.name == "H264" else Vp8Decoder()
        transport = self._pc.getTransceivers()[0].receiver.transport
        route = transport._handle_rtp_data

        async def look_and_route(data: bytes, arrival_time_ms: int) -> None:
            self._look(data)
            await route(data, arrival_time_ms)

        transport._handle_rtp_data = look_and_route  # type: ignore[method-assign]

    async def close(self) -> None:
        """End the call."""
        await self._pc.close()

    def put(
        self, payload: bytes, is_red: bool, sequence: int, rtp_time: int, source: int, now: float
    ) -> None:
        """Take a packet of the robot's sound."""
        self.sounds += 1
        self.came.set()

    def _track(self, track: MediaStreamTrack) -> None:
        if track.kind == "audio":
            hearing.listen(self._pc, track, self)

    def _look(self, data: bytes) -> None:
        packet = RtpPacket.parse(data, HeaderExtensionsMap())
        if packet.payload_type != self._codec.payloadType or not packet.payload:
            return
        packet._data = depayload(self._codec, packet.payload)  # type: ignore[attr-defined]
        _, complete = self._packets.add(packet)
        for picture in self._decoder.decode(complete) if complete is not None else ():
            self.pictures += self._is_picture(picture)
            self.came.set()
