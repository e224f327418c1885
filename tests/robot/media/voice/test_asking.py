from bridge.protocol import sdp
from robot.media.voice.asking import ask
from tests.bridge.protocol import samples

HEAD = "v=0\r\na=group:BUNDLE 0 1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 63 111\r\nc=IN IP4 0.0.0.0\r\n"
OPUS = "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n"
RED = "a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n"
VIDEO = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=fmtp:96 useinbandfec=1\r\n"


def test_short_packets_are_asked_for_and_no_coarse_copies_where_there_are_whole_ones() -> None:
    asked = ask(f"{HEAD}a=mid:0\r\n{RED}{OPUS}{VIDEO}")
    assert asked == (
        f"{HEAD}a=mid:0\r\na=ptime:10\r\n{RED}"
        "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;maxaveragebitrate=40000\r\n"
        f"{VIDEO}"
    )


def test_coarse_copies_are_kept_where_there_are_no_others() -> None:
    asked = ask(f"{HEAD}{OPUS}{VIDEO}")
    assert "a=fmtp:111 minptime=10;useinbandfec=1;maxaveragebitrate=40000\r\n" in asked


def test_what_is_asked_for_is_a_description_like_any_other() -> None:
    for recorded in samples.offers():
        offer = "\r\n".join(recorded.splitlines()) + "\r\n"  # as aiortc ends its lines
        asked = ask(offer)
        assert sdp.check_offer(asked) == sdp.check_offer(offer)
        assert asked.count("a=ptime:10\r\n") == 1
