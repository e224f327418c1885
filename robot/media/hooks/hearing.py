"""Hooks: where the packets of the child's voice go, once they are decrypted.

aiortc's buffer waits for every lost packet and keeps that delay for ever, its
decoder conceals nothing, and both queue without bound. Here the packets are
handed on as they come; aiortc keeps the statistics of them and sends its
receiver reports. No decoder of aiortc's is ever made.
"""

import time
from typing import Any, Protocol

from aiortc import MediaStreamTrack, RTCPeerConnection, clock
from aiortc.rtcrtpreceiver import StreamStatistics

from robot.media.hooks.replacing import Hook, Original, drop

EAR = "karlsson_ear"
PRIVATE = "_RTCRtpReceiver__"
"""Python's name for what the class itself calls `__something`."""


class VoiceSink(Protocol):
    """What takes the packets."""

    def put(
        self, payload: bytes, is_red: bool, sequence: int, rtp_time: int, source: int, now: float
    ) -> None:
        """Take the payload of one packet; never raise for what is in it."""


def listen(pc: RTCPeerConnection, track: MediaStreamTrack, ear: VoiceSink) -> None:
    """Hand the packets of this sound to `ear` from now on; until then they are dropped."""
    for transceiver in pc.getTransceivers():
        if transceiver.receiver.track is track:
            vars(transceiver.receiver)[EAR] = ear


def _idle_decoder(original: Original) -> Original:
    def decoder_worker(*queues: Any) -> None:
        """End at once, and so does the thread that aiortc starts for it."""

    return decoder_worker


def _hand_on(original: Original) -> Original:
    async def _handle_rtp_packet(self: Any, packet: Any, arrival_time_ms: int) -> None:
        """Count the packet for the receiver reports, and hand it on."""
        codec = getattr(self, PRIVATE + "codecs").get(packet.payload_type)
        if codec is None or not self._enabled:
            drop("packet of an unknown kind")
            return
        getattr(self, PRIVATE + "active_ssrc")[packet.ssrc] = clock.current_datetime()
        streams = getattr(self, PRIVATE + "remote_streams")
        if packet.ssrc not in streams:
            streams[packet.ssrc] = StreamStatistics(codec.clockRate)
        streams[packet.ssrc].add(packet)
        ear: VoiceSink | None = vars(self).get(EAR)
        if ear is not None:
            ear.put(
                packet.payload,
                codec.name.lower() == "red",
                packet.sequence_number,
                packet.timestamp,
                packet.ssrc,
                time.monotonic(),
            )

    return _handle_rtp_packet


def adjust() -> None:
    """Nothing else to set."""


RECEIVER = "aiortc.rtcrtpreceiver:RTCRtpReceiver"

HOOKS: tuple[Hook, ...] = (
    ("aiortc.rtcrtpreceiver", "decoder_worker", _idle_decoder),
    (RECEIVER, "_handle_rtp_packet", _hand_on),
)
USES: tuple[tuple[str, str], ...] = (
    (RECEIVER, "track"),
    ("aiortc.rtcrtpreceiver", "StreamStatistics"),
)
