"""Hooks: codecs of what is sent and received.

aiortc decodes nothing: pictures are refused, and sound is decoded elsewhere (`hearing`).
Receivers of anything but sound never start.
Sound is sent as mono Opus in packets of 20 ms, on a narrow line of up to 60 ms, inside RED
where the other side supports it. The child's browser is asked for in-band FEC. The level
of sound is computed by numpy: aiortc's loop costs 0.45 ms a frame.
"""

import importlib
import math
from typing import Any

import numpy as np

from robot.media.hooks.replacing import Hook, Original, drop
from robot.media.opus.payload import OpusMonoEncoder, RedOpusEncoder
from robot.media.opus.red import OPUS_PAYLOAD_TYPE
from robot.media.types.cells import SAMPLE_HZ

MIN_LEVEL_DBOV = -127

RED_PAYLOAD_TYPE = 63
"""Payload type of RED in browsers. `bridge.protocol.sdp` lets no other number through, since
aiortc answers with its own one outside of 96 to 127."""


class RefusedCodecError(Exception):
    """Request for a codec that must not exist in this process."""


def _guard_decoder(original: Original) -> Original:
    def get_decoder(codec: Any) -> Any:
        raise RefusedCodecError(f"aiortc makes no decoder for {codec.mimeType} in this process")

    return get_decoder


def _guard_receiver(original: Original) -> Original:
    async def receive(self: Any, parameters: Any) -> None:
        if self.track is None or self.track.kind != "audio":
            drop("receiver")
            return
        await original(self, parameters)

    return receive


def _mono_encoder(original: Original) -> Original:
    def get_encoder(codec: Any) -> Any:
        match codec.mimeType.lower():
            case "audio/opus":
                return OpusMonoEncoder()
            case "audio/red":
                return RedOpusEncoder()
        return original(codec)

    return get_encoder


def adjust() -> None:
    """Negotiate only Opus, alone or in RED; the table is a public one of aiortc.

    `useinbandfec` in our description makes the other side's encoder add FEC.
    """
    parameters = importlib.import_module("aiortc.rtcrtpparameters")
    sounds = importlib.import_module("aiortc.codecs").CODECS["audio"]
    sounds[:] = [
        parameters.RTCRtpCodecParameters(
            mimeType="audio/opus",
            clockRate=SAMPLE_HZ,
            channels=2,  # RFC 7587 section 7: always, also for mono
            payloadType=OPUS_PAYLOAD_TYPE,
            parameters={"minptime": 10, "useinbandfec": 1},
        ),
        parameters.RTCRtpCodecParameters(
            mimeType="audio/red",
            clockRate=SAMPLE_HZ,
            channels=2,
            payloadType=RED_PAYLOAD_TYPE,
            parameters={f"{OPUS_PAYLOAD_TYPE}/{OPUS_PAYLOAD_TYPE}": None},
        ),
    ]


def _fast_level(original: Original) -> Original:
    def compute_audio_level_dbov(frame: Any) -> int:
        """RFC 6465, appendix A, over the first plane."""
        samples = np.frombuffer(memoryview(frame.planes[0]), np.int16).astype(np.float32)
        energy = float(np.dot(samples, samples)) / max(1, frame.samples) / 32767.0**2
        if energy <= 0.0:
            return MIN_LEVEL_DBOV
        return round(min(0.0, max(float(MIN_LEVEL_DBOV), 10.0 * math.log10(energy))))

    return compute_audio_level_dbov


HOOKS: tuple[Hook, ...] = (
    ("aiortc.rtcrtpreceiver", "get_decoder", _guard_decoder),
    ("aiortc.rtcrtpreceiver:RTCRtpReceiver", "receive", _guard_receiver),
    ("aiortc.rtcrtpsender", "get_encoder", _mono_encoder),
    ("aiortc.rtp", "compute_audio_level_dbov", _fast_level),
)
USES: tuple[tuple[str, str], ...] = (
    ("aiortc.codecs", "CODECS"),
    ("aiortc.rtcrtpparameters", "RTCRtpCodecParameters"),
    ("aiortc.rtcrtpreceiver:RTCRtpReceiver", "track"),
)
