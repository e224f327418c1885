import re
from typing import Any

import pytest

from bridge.protocol import sdp
from bridge.protocol.errors import SdpRefused
from bridge.protocol.limits import SDP_BYTES
from tests.bridge.protocol import samples

CHROMIUM = samples.sdp("chromium_offer.sdp")
EARLY = samples.sdp("chromium_early_offer.sdp")
FIREFOX = samples.sdp("firefox_like_offer.sdp")
ANSWER = samples.sdp("aiortc_answer.sdp")
FINGERPRINT = next(line for line in EARLY.split("\r\n") if line.startswith("a=fingerprint"))
OTHER = "a=fingerprint:sha-256 " + ":".join(["AB"] * 32)
SHA_512 = "a=fingerprint:sha-512 " + ":".join(["AB"] * 64)


def in_section(text: str, kind: str, *lines: str) -> str:
    """Return the text with these lines at the end of the section."""
    head, mark, rest = text.partition(f"m={kind} ")
    body, next_mark, tail = rest.partition("\r\nm=")
    body = body.removesuffix("\r\n")
    return head + mark + "\r\n".join([body, *lines]) + (next_mark or "\r\n") + tail


def refusal(text: str, check: Any = sdp.check_offer) -> str:
    with pytest.raises(SdpRefused) as caught:
        check(text)
    return caught.value.code


@pytest.mark.parametrize("entry", samples.load("sdp"), ids=lambda e: e["file"])
def test_each_sample_is_judged_as_written_down(entry: dict[str, Any]) -> None:
    check = sdp.check_offer if entry["kind"] == "offer" else sdp.check_answer
    text = samples.sdp(entry["file"])
    if "refused" in entry:
        assert refusal(text, check) == entry["refused"]
    else:
        summary = check(text)
        assert summary.fingerprint == entry["fingerprint"]
        assert [list(media) for media in summary.media] == entry["media"]


@pytest.mark.parametrize("text", samples.offers())
def test_an_offer_reads_the_same_with_plain_line_ends(text: str) -> None:
    assert sdp.check_offer(text.replace("\r\n", "\n")) == sdp.check_offer(text)
    assert sdp.check_offer(text.removesuffix("\r\n")) == sdp.check_offer(text)


@pytest.mark.parametrize("direction", ["sendrecv", "sendonly", None])
def test_a_picture_to_be_sent_is_refused(direction: str | None) -> None:
    line = f"a={direction}\r\n" if direction else ""
    assert refusal(EARLY.replace("a=recvonly\r\n", line)) == "sdp_video_uplink"


def test_a_picture_may_be_left_out_or_off() -> None:
    off = EARLY.replace("a=recvonly\r\n", "a=inactive\r\n")
    assert sdp.check_offer(off).media[1] == ("video", "inactive")
    head, _, rest = EARLY.partition("m=video")
    without = head + "m=application" + rest.partition("m=application")[2]
    without = without.replace("BUNDLE 0 1 2", "BUNDLE 0 2")
    assert [kind for kind, _ in sdp.check_offer(without).media] == ["audio", "application"]


@pytest.mark.parametrize("direction", ["sendrecv", "sendonly", "recvonly"])
def test_sound_may_flow_as_the_child_likes(direction: str) -> None:
    text = EARLY.replace("a=sendrecv\r\n", f"a={direction}\r\n")
    assert sdp.check_offer(text).media[0] == ("audio", direction)


def test_a_missing_direction_counts_as_both_ways_and_is_written_out_for_the_engine() -> None:
    text = EARLY.replace("a=sendrecv\r\n", "")
    assert sdp.check_offer(text).media[0] == ("audio", "sendrecv")
    assert sdp.clean_offer(text).count("a=sendrecv\r\n") == 2


@pytest.mark.parametrize(
    ("kind", "line", "code"),
    [
        ("video", "a=msid:- camera", "sdp_video_uplink"),
        ("video", "a=ssrc:1 msid:- camera", "sdp_video_uplink"),
        ("video", "a=rid:a send", "sdp_video_uplink"),
        ("video", "a=simulcast:send a", "sdp_video_uplink"),
        ("audio", "a=ssrc:1 cname:second", "sdp_second_audio"),
        ("audio", "a=msid:- second", "sdp_second_audio"),
        ("audio", "a=ssrc-group:FID 1 2", "sdp_second_audio"),
        ("audio", "a=rid:a send", "sdp_second_audio"),
        ("application", "a=ssrc:1 cname:x", "sdp_media"),
        ("application", "a=recvonly", "sdp_media"),
        ("audio", "a=crypto:1 AES inline:x", "sdp_media"),
        ("audio", "a=ice-lite", "sdp_media"),
        ("audio", "a=sctpmap:5000 x", "sdp_media"),
        ("audio", "a=recvonly", "sdp_malformed"),
        ("video", "a=recvonly", "sdp_malformed"),
        ("video", "a=mid:7", "sdp_malformed"),
        ("audio", "a=setup:actpass", "sdp_malformed"),
        ("audio", "a=rtpmap:111 opus/48000/2", "sdp_malformed"),
        ("audio", "a=SendOnly", "sdp_malformed"),
        ("audio", "a=sendonly:1", "sdp_malformed"),
        ("audio", "a=sendonly ", "sdp_malformed"),
        ("audio", "a= sendonly", "sdp_malformed"),
        ("audio", "s=-", "sdp_malformed"),
        ("audio", OTHER, "sdp_fingerprint"),
        ("video", OTHER, "sdp_fingerprint"),
        ("audio", SHA_512, "sdp_fingerprint"),
        ("audio", "a=fingerprint:sha-256 XY", "sdp_fingerprint"),
    ],
)
def test_one_line_too_many_is_refused(kind: str, line: str, code: str) -> None:
    assert refusal(in_section(EARLY, kind, line)) == code


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("m=video 9", "m=text 9", "sdp_media"),
        ("m=video 9", "m=VIDEO 9", "sdp_media"),
        ("m=video 9", "m=video  9", "sdp_malformed"),
        ("m=video 9", "m=video 0", "sdp_media"),
        ("m=audio 9", "m=audio 0", "sdp_media"),
        ("m=video 9", "m=video 70000", "sdp_malformed"),
        ("m=video 9", "m=video 9/2", "sdp_malformed"),
        ("m=audio 9 UDP/TLS/RTP/SAVPF", "m=audio 9 RTP/AVP", "sdp_media"),
        ("m=audio 9 UDP/TLS/RTP/SAVPF 111", "m=audio 9 UDP/TLS/RTP/SAVPF 72", "sdp_malformed"),
        ("UDP/DTLS/SCTP", "TCP/DTLS/SCTP", "sdp_media"),
        ("webrtc-datachannel", "5000", "sdp_media"),
        ("opus/48000/2", "opus/48000/1", "sdp_codec"),
        ("opus/48000/2", "speex/48000/2", "sdp_codec"),
        ("a=group:BUNDLE 0 1 2\r\n", "", "sdp_media"),
        ("BUNDLE 0 1 2", "BUNDLE 0 1", "sdp_media"),
        ("BUNDLE 0 1 2", "BUNDLE 0 1 2 2", "sdp_media"),
        ("BUNDLE 0 1 2", "LS 0 1 2", "sdp_media"),
        ("a=mid:1", "a=mid:0", "sdp_malformed"),
        ("a=mid:1\r\n", "", "sdp_malformed"),
        ("a=mid:1", "a=mid:12345678901234567", "sdp_malformed"),
        ("a=setup:actpass", "a=setup:holdconn", "sdp_malformed"),
        ("a=setup:actpass\r\n", "", "sdp_malformed"),
        ("a=rtcp-mux\r\n", "", "sdp_malformed"),
        ("a=sctp-port:5000\r\n", "", "sdp_malformed"),
        ("a=sctp-port:5000", "a=sctp-port:65536", "sdp_malformed"),
        ("a=sctp-port:5000", "a=sctp-port:0", "sdp_malformed"),
        (FINGERPRINT + "\r\n", "", "sdp_fingerprint"),
        ("sha-256", "sha-1", "sdp_fingerprint"),
        ("v=0", "v=1", "sdp_malformed"),
        ("v=0\r\n", "v=0\r\nv=0\r\n", "sdp_malformed"),
        ("t=0 0\r\n", "", "sdp_malformed"),
        ("t=0 0\r\n", "t=0 0\r\na=recvonly\r\n", "sdp_media"),
        ("t=0 0\r\n", "t=0 0\r\na=mid:0\r\n", "sdp_media"),
        ("t=0 0\r\n", "t=0 0\r\na=sendrecv\r\na=sendrecv\r\n", "sdp_malformed"),
    ],
)
def test_one_change_too_many_is_refused(old: str, new: str, code: str) -> None:
    assert old in EARLY
    assert refusal(EARLY.replace(old, new)) == code


def test_a_fingerprint_only_in_some_sections_is_refused() -> None:
    assert refusal(EARLY.replace(FINGERPRINT + "\r\n", "", 1)) == "sdp_fingerprint"


def test_a_fingerprint_counts_in_any_letters() -> None:
    lower = EARLY.replace(FINGERPRINT, FINGERPRINT.lower().replace("sha-256", "SHA-256"))
    assert sdp.check_offer(lower) == sdp.check_offer(EARLY)
    assert FINGERPRINT in sdp.clean_offer(lower)


@pytest.mark.parametrize(
    ("kind", "code"),
    [("audio", "sdp_second_audio"), ("video", "sdp_media"), ("application", "sdp_media")],
)
def test_a_second_section_of_a_kind_is_refused(kind: str, code: str) -> None:
    section = f"m={kind}" + EARLY.partition(f"m={kind}")[2].partition("\r\nm=")[0]
    section = re.sub(r"a=mid:\d", "a=mid:3", section).removesuffix("\r\n")
    text = EARLY.replace("BUNDLE 0 1 2", "BUNDLE 0 1 2 3")
    assert refusal(f"{text}{section}\r\n") == code


def test_data_alone_and_no_data_are_refused() -> None:
    head, _, rest = EARLY.partition("m=audio")
    data = "m=application" + rest.partition("m=application")[2]
    assert refusal(head.replace("0 1 2", "2") + data) == "sdp_media"
    assert refusal(EARLY.partition("m=application")[0].replace("0 1 2", "0 1")) == "sdp_media"
    assert refusal(head) == "sdp_media"


def test_a_picture_without_any_codec_is_refused() -> None:
    head, mark, video = EARLY.partition("m=video")
    bare = re.sub(r"a=(rtpmap|fmtp|rtcp-fb):.*\r\n", "", video)
    assert refusal(head + mark + bare) == "sdp_codec"


def test_a_description_over_the_limit_is_refused() -> None:
    padding = "a=x-note:" + "x" * 500
    text = in_section(EARLY, "audio", *[padding] * 40)
    assert len(text) > SDP_BYTES
    assert refusal(text) == "too_large"


RED = "a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n"


def test_sound_in_red_is_let_through_to_the_engine() -> None:
    assert RED in EARLY
    assert RED in sdp.clean_offer(EARLY)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(RED, "a=rtpmap:63 red/48000/2\r\na=fmtp:63 0/0\r\n", id="another codec"),
        pytest.param(RED, "a=rtpmap:63 RED/48000/2\r\na=fmtp:63 111/0\r\n", id="two codecs"),
        pytest.param(RED, "a=rtpmap:63 red/48000/2\r\n", id="no codec named"),
        pytest.param(RED, RED + "a=fmtp:63 111/111\r\n", id="named twice"),
        pytest.param(RED, "a=rtpmap:63 red/48000\r\na=fmtp:63 111/111\r\n", id="another form"),
        pytest.param(RED, "a=rtpmap:13 red/48000/2\r\na=fmtp:13 111/111\r\n", id="number"),
        pytest.param("111 opus/48000/2", "9 opus/48000/2", id="Opus under another number"),
    ],
)
def test_any_other_red_is_left_out_and_the_sound_stays(old: str, new: str) -> None:
    text = EARLY.replace("a=rtpmap:9 G722/8000\r\n", "").replace("a=rtpmap:13 CN/8000\r\n", "")
    text = text.replace("a=fmtp:111 minptime=10;useinbandfec=1\r\n", "")
    text = text.replace("a=rtcp-fb:111 transport-cc\r\n", "").replace(old, new)
    audio = sdp.clean_offer(text).partition("m=video")[0]
    assert "red/" not in audio.lower()
    assert "111/" not in audio
    assert "opus/48000/2" in audio


@pytest.mark.parametrize(
    "line",
    [
        "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
        "a=extmap:5 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
        "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
        "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
        "a=rtcp-fb:108 transport-cc",
        "a=rtpmap:109 rtx/90000",
        "a=fmtp:109 apt=108",
    ],
)
def test_what_a_bad_line_needs_is_kept_for_the_engine(line: str) -> None:
    _, _, video = EARLY.partition("m=video")
    assert line in video
    assert line in sdp.clean_offer(EARLY).partition("m=video")[2]


def test_the_engine_knows_the_loudness_and_the_feedback_of_sound() -> None:
    audio = sdp.clean_offer(EARLY).partition("m=video")[0]
    assert "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n" in audio
    assert "a=rtcp-fb:111 transport-cc\r\n" in audio


def test_our_sound_and_picture_do_not_wait_for_each_other() -> None:
    raw = samples.sdp("aiortc_raw_answer.sdp")
    streams = re.findall(r"a=msid:(\S+) \S+", sdp.to_wire(raw))
    assert streams == ["-", "-"]
    assert "a=msid:- " not in raw


def test_firefox_names_its_receiver_reports_and_may() -> None:
    assert "a=ssrc:3141592653 cname" in FIREFOX
    third = in_section(FIREFOX, "video", "a=ssrc:7 cname:x")
    assert refusal(third) == "sdp_video_uplink"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("a=sendonly", "a=recvonly", "sdp_media"),
        ("a=sendonly", "a=sendrecv", "sdp_media"),
        ("a=setup:active", "a=setup:actpass", "sdp_malformed"),
        ("m=video 37476", "m=video 0", "sdp_media"),
        ("opus/48000/2", "PCMA/8000", "sdp_codec"),
    ],
)
def test_an_answer_that_asks_for_a_picture_or_promises_too_much_is_refused(
    old: str, new: str, code: str
) -> None:
    assert old in ANSWER
    assert refusal(ANSWER.replace(old, new), sdp.check_answer) == code


def test_an_answer_may_send_no_picture() -> None:
    off = ANSWER.replace("a=sendonly", "a=inactive")
    off = sdp.to_wire(off)
    assert sdp.check_answer(off).media[1] == ("video", "inactive")


def test_our_own_engine_says_one_fingerprint_on_the_wire() -> None:
    raw = samples.sdp("aiortc_raw_answer.sdp")
    wire = sdp.to_wire(raw)
    assert raw.count("a=fingerprint") == 9
    assert wire.count("a=fingerprint:sha-256") == wire.count("a=fingerprint") == 3
    assert raw.count("a=candidate:") == 3 * wire.count("a=candidate:")
    assert "end-of-candidates" not in wire
    assert wire == ANSWER
    assert sdp.to_wire(wire) == wire
    assert sdp.to_wire(samples.sdp("aiortc_raw_offer.sdp")) == samples.sdp("aiortc_offer.sdp")
