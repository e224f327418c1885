from fractions import Fraction
from typing import Any

import av
import numpy as np
import pytest
from aiortc import (
    RTCRtpCodecParameters,
    rtcrtpreceiver,
    rtcrtpsender,
    rtp,
)

from robot.media.hooks import codecs
from robot.media.opus.payload import OpusMonoEncoder, RedOpusEncoder
from robot.media.types.cells import BLOCK_SAMPLES, SoundFanout
from robot.media.types.tracks import SoundTrack
from tests.robot.media.hooks.pairs import pair, replaced

STOCK_LEVEL = rtp.compute_audio_level_dbov


def opus() -> RTCRtpCodecParameters:
    return RTCRtpCodecParameters("audio/opus", 48000, 2, 96)


def sound(samples: np.ndarray[Any, Any], pts: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = 48000, pts, Fraction(1, 48000)
    return frame


@pytest.mark.parametrize("mime", ["video/VP8", "video/H264", "audio/PCMU", "audio/opus"])
def test_nothing_can_be_decoded(mime: str) -> None:
    with pytest.raises(codecs.RefusedCodecError, match=mime):
        replaced(rtcrtpreceiver, "get_decoder")(RTCRtpCodecParameters(mime, 90000, None, 97))


def test_sound_is_sent_as_mono_opus_and_pictures_as_before() -> None:
    encoder = replaced(rtcrtpsender, "get_encoder")(opus())
    assert type(encoder) is OpusMonoEncoder
    red = RTCRtpCodecParameters("audio/red", 48000, 2, 63)
    assert type(replaced(rtcrtpsender, "get_encoder")(red)) is RedOpusEncoder
    vp8 = RTCRtpCodecParameters("video/VP8", 90000, None, 97)
    assert type(replaced(rtcrtpsender, "get_encoder")(vp8)).__name__ == "Vp8Encoder"


def test_levels_are_those_of_the_slow_loop() -> None:
    rng = np.random.default_rng(3)
    for amplitude in (0, 1, 20, 900, 12_000, 32_767):
        samples = (rng.uniform(-1, 1, BLOCK_SAMPLES) * amplitude).astype(np.int16)
        frame = sound(samples, 0)
        assert rtp.compute_audio_level_dbov(frame) == STOCK_LEVEL(frame)


async def test_an_offer_of_other_sounds_is_answered_with_opus_only() -> None:
    async with pair() as both:
        both.pupil.addTransceiver("audio", direction="sendrecv")
        both.robot.addTrack(SoundTrack(SoundFanout()))
        await both.connect()
        assert "PCM" not in both.robot.localDescription.sdp
        assert "G722" not in both.robot.localDescription.sdp
        answer = both.robot.localDescription.sdp
        assert "a=rtpmap:111 opus/48000/2\r\n" in answer
        assert "a=fmtp:111 minptime=10;useinbandfec=1\r\n" in answer
        assert "a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n" in answer
