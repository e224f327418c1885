import pytest

from robot.media.encoders.choice import maker
from robot.media.encoders.h264 import H264Encoder
from robot.media.encoders.vp8 import Vp8Encoder
from tests.robot.media.encoders.receiving import SMALL, Decoder, drawn


@pytest.mark.parametrize(("level", "profile"), [("42e01f", 66), ("42001F", 66), ("4d001f", 77)])
def test_h264_is_of_the_profile_that_was_agreed_on(level: str, profile: int) -> None:
    encoder = maker("video/H264", {"profile-level-id": level})(SMALL)
    assert isinstance(encoder, H264Encoder)
    payloads = encoder.encode(drawn(1)[0], False).payloads
    parameters = payloads[0][3:] if payloads[0][0] & 0x1F == 24 else payloads[0]
    assert parameters[0] & 0x1F == 7
    assert parameters[1] == profile
    assert parameters[3] == 31
    assert Decoder("h264").decode(payloads)


def test_vp8_is_for_browsers_without_h264() -> None:
    assert isinstance(maker("video/VP8", {})(SMALL), Vp8Encoder)


def test_other_codecs_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="video/AV1"):
        maker("video/AV1", {})
