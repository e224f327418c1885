"""Hooks: delivery of the decrypted packets of the child's voice.

aiortc's buffer waits for every lost packet and keeps that delay forever, its decoder does
not conceal, and both queue without bound. Here the packets are delivered as they arrive;
aiortc keeps its statistics and sends its receiver reports. No decoder of aiortc is made.
"""

import time
from typing import Any, Protocol

from aiortc import MediaStreamTrack, RTCPeerConnection, clock
from aiortc.rtcrtpreceiver import StreamStatistics

from robot.media.hooks.replacing import Hook, Original, drop

SINK = "karlsson_voice_sink"
PRIVATE = "_RTCRtpReceiver__"
"""Prefix of Python's mangled names of the class's `__` attributes."""


class VoiceSink(Protocol):
    """Sink of the packets of a voice."""

    def put(
        self, payload: bytes, is_red: bool, sequence: int, rtp_time: int, source: int, now: float
    ) -> None:
        """Take the payload of one packet; never raise for what is in it."""


def listen(pc: RTCPeerConnection, track: MediaStreamTrack, sink: VoiceSink) -> None:
    """Deliver the packets of this sound to `sink` from now on; earlier ones are dropped."""
    for transceiver in pc.getTransceivers():
        if transceiver.receiver.track is track:
            vars(transceiver.receiver)[SINK] = sink


def _idle_decoder(original: Original) -> Original:
    def decoder_worker(*queues: Any) -> None:
        """End at once, and with it the thread that aiortc starts for it."""

    return decoder_worker


def _deliver(original: Original) -> Original:
    async def _handle_rtp_packet(self: Any, packet: Any, arrival_time_ms: int) -> None:
        """Count the packet for the receiver reports, and deliver it."""
        codec = getattr(self, PRIVATE + "codecs").get(packet.payload_type)
        if codec is None or not self._enabled:
            drop("packet of an unknown kind")
            return
        getattr(self, PRIVATE + "active_ssrc")[packet.ssrc] = clock.current_datetime()
        streams = getattr(self, PRIVATE + "remote_streams")
        if packet.ssrc not in streams:
            streams[packet.ssrc] = StreamStatistics(codec.clockRate)
        streams[packet.ssrc].add(packet)
        sink: VoiceSink | None = vars(self).get(SINK)
        if sink is not None:
            sink.put(
                packet.payload,
                codec.name.lower() == "red",
                packet.sequence_number,
                packet.timestamp,
                packet.ssrc,
                time.monotonic(),
            )

    return _handle_rtp_packet


def adjust() -> None:
    """Set nothing else."""


RECEIVER = "aiortc.rtcrtpreceiver:RTCRtpReceiver"

HOOKS: tuple[Hook, ...] = (
    ("aiortc.rtcrtpreceiver", "decoder_worker", _idle_decoder),
    (RECEIVER, "_handle_rtp_packet", _deliver),
)
USES: tuple[tuple[str, str], ...] = (
    (RECEIVER, "track"),
    ("aiortc.rtcrtpreceiver", "StreamStatistics"),
)
