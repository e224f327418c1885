import re

import pytest

from bridge.protocol import sdp
from robot.call.foreign_picture import stood_in
from robot.call.peer import answer, close, make
from robot.media import hooks
from robot.media.types.cells import Newest, SoundFanout
from robot.media.types.tracks import PictureTrack, SoundTrack
from tests.bridge.protocol import samples

FOREIGN = {
    "h265": "a=rtpmap:49 H265/90000\r\na=fmtp:49 level-id=93;tx-mode=SRST\r\n",
    "av1-and-repair": "a=rtpmap:45 AV1/90000\r\na=rtpmap:46 rtx/90000\r\na=fmtp:46 apt=45\r\n",
    "vp9": "a=rtpmap:98 VP9/90000\r\na=rtcp-fb:98 nack pli\r\na=fmtp:98 profile-id=0\r\n",
    "another-h264": (
        "a=rtpmap:100 H264/90000\r\n"
        "a=fmtp:100 packetization-mode=0;profile-level-id=640c1f;level-asymmetry-allowed=1\r\n"
    ),
}


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.install()


def offering(codecs: str, text: str) -> str:
    """Return an offer of these codecs for the picture alone."""
    text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    before, _, rest = text.partition("m=video ")
    video, end, after = rest.partition("m=application")
    kept = [
        line
        for line in video.split("\r\n")[1:]
        if line and not re.match(r"a=(rtpmap|fmtp|rtcp-fb):", line)
    ]
    numbers = " ".join(re.findall(r"rtpmap:(\d+)", codecs))
    head = f"m=video 9 UDP/TLS/RTP/SAVPF {numbers}"
    return before + "\r\n".join([head, *kept, codecs]) + end + after


@pytest.mark.parametrize("codecs", FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("name", ["chromium_offer.sdp", "firefox_153_denied_offer.sdp"])
async def test_a_picture_that_the_robot_cannot_send_costs_only_the_picture(
    codecs: str, name: str
) -> None:
    offer = offering(codecs, samples.sdp(name))
    offered = sdp.check_offer(offer)
    pc = make([], offered, PictureTrack(Newest()), SoundTrack(SoundFanout()))
    try:
        answered = await answer(pc, sdp.clean_offer(offer))
    finally:
        await close(pc)
    summary = sdp.check_answer(answered)
    assert [kind for kind, _ in summary.media] == [kind for kind, _ in offered.media]
    directions = dict(summary.media)
    assert directions["video"] == "inactive"
    assert directions["audio"] in ("sendrecv", "sendonly")
    number, codec = re.findall(r"rtpmap:(\d+) (\S+)", codecs)[0]
    assert re.search(rf"^m=video \d+ UDP/TLS/RTP/SAVPF {number}\r$", answered, re.M)
    assert f"a=rtpmap:{number} {codec}\r\n" in answered
    assert "VP8" not in answered


@pytest.mark.parametrize("text", samples.offers())
def test_any_other_offer_and_its_answer_stay_as_they_are(text: str) -> None:
    clean = sdp.clean_offer(text)
    readable, restore = stood_in(clean)
    assert readable == clean
    assert restore("anything") == "anything"
