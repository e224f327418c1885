import re

import pytest

from bridge.protocol import sdp
from bridge.protocol.limits import CANDIDATES_PER_ATTEMPT, SDP_BYTES
from tests.bridge.protocol import samples
from tests.bridge.protocol.test_sdp import EARLY, in_section

HIDDEN = "09afde1f-174f-48b1-9e6f-db257aad0376.local"


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("audio", f"a=rtcp:53032 IN IP4 {HIDDEN}"),
        ("audio", "a=rtcp:9 IN IP4 0.0.0.0"),
        ("audio", "a=rtcp:nonsense"),
        ("audio", f"c=IN IP4 {HIDDEN}"),
        ("audio", "c=IN IP4 example.org"),
        ("audio", "c=IN IP6 fe80::1%eth0"),
        ("audio", "a=rtpmap:97 opus/48000/2"),
        ("audio", "a=fmtp:97 x=1"),
        ("audio", "a=fmtp:111 stereo=yes"),
        ("audio", "a=rtcp-fb:97 nack"),
        ("audio", "a=rtcp-fb:none"),
        ("audio", "a=extmap:5 uri with more"),
        ("audio", "a=ice-options:trickle"),
        ("audio", "a=candidate:1 1 udp 1 example.org 50000 typ host"),
        ("audio", "a=candidate:1 1 udp 1 fe80::1%eth0 50000 typ host"),
        ("audio", "a=candidate:1 1 udp 1 0.0.0.0 50000 typ host"),
        ("audio", "a=candidate:1 1 ssltcp 1 192.0.2.7 443 typ host"),
        ("audio", "a=candidate:1 1 tcp 1 192.0.2.7 9 typ host tcptype active"),
        ("audio", f"a=candidate:1 1 UDP 1 {HIDDEN} 50000 typ host"),
        ("audio", "a=candidate:"),
        ("application", "a=x-new-in-browsers:1 2 3"),
        ("application", "a=ice-options:a"),
    ],
)
def test_what_is_of_no_use_is_left_out_and_the_rest_let_in(kind: str, line: str) -> None:
    text = in_section(EARLY, kind, line)
    assert sdp.check_offer(text) == sdp.check_offer(EARLY)
    cleaned = sdp.clean_offer(text).replace("a=ice-options:a\r\n", "")
    assert cleaned.replace("a=ice-options:trickle\r\n", "") == sdp.clean_offer(EARLY).replace(
        "a=ice-options:trickle\r\n", ""
    )


@pytest.mark.parametrize(
    "lines",
    [
        "a=extmap:1 urn:ietf:params:rtp-hdrext:toffset",
        "a=end-of-candidates",
        "a=group:LS 0 1",
        f"c=IN IP4 {HIDDEN}",
        "b=AS:300",
    ],
)
def test_what_is_of_no_use_before_the_sections_is_left_out_too(lines: str) -> None:
    text = EARLY.replace("t=0 0\r\n", f"t=0 0\r\n{lines}\r\n")
    assert sdp.clean_offer(text) == sdp.clean_offer(EARLY)


def test_a_session_needs_no_name() -> None:
    assert sdp.clean_offer(EARLY.replace("s=-\r\n", "s=\r\n")) == sdp.clean_offer(EARLY)


def test_a_missing_size_of_messages_means_the_usual_one() -> None:
    text = EARLY.replace("a=max-message-size:262144\r\n", "")
    assert "a=max-message-size:65536\r\n" in sdp.clean_offer(text)


def test_a_real_firefox_without_a_microphone_is_let_in() -> None:
    text = samples.sdp("firefox_153_denied_offer.sdp")
    assert f"a=rtcp:53032 IN IP4 {HIDDEN}" in text
    assert sdp.check_offer(text).media[0] == ("audio", "recvonly")
    cleaned = sdp.clean_offer(text)
    assert ".local" not in cleaned
    assert "a=rtcp:" not in cleaned


def hosts(count: int, section: str = "host") -> list[str]:
    return [f"a=candidate:1 1 udp {n} 192.0.2.{n} 50000 typ {section}" for n in range(1, count + 1)]


def test_of_too_many_candidates_the_best_are_kept_and_the_offer_let_in() -> None:
    useless = [f"a=candidate:1 1 tcp 1 192.0.2.{n} 9 typ host tcptype active" for n in range(40)]
    text = in_section(EARLY, "audio", *useless, *hosts(CANDIDATES_PER_ATTEMPT + 9))
    cleaned = sdp.clean_offer(text)
    kept = re.findall(r"a=candidate:1 1 udp (\d+) ", cleaned)
    assert [int(priority) for priority in kept] == [*range(10, CANDIDATES_PER_ATTEMPT + 10)]
    assert sdp.clean_offer(cleaned) == cleaned


def test_a_candidate_that_stands_in_each_section_is_one() -> None:
    text = EARLY
    for kind in ("audio", "video", "application"):
        text = in_section(text, kind, *hosts(CANDIDATES_PER_ATTEMPT))
    cleaned = sdp.clean_offer(text)
    assert cleaned.count("a=candidate:") == CANDIDATES_PER_ATTEMPT
    assert cleaned.partition("m=video")[0].count("a=candidate:") == CANDIDATES_PER_ATTEMPT


def test_our_own_candidates_are_said_once_and_never_too_many() -> None:
    raw = samples.sdp("aiortc_raw_answer.sdp")
    raw = re.sub(r"a=candidate:.*\r\n", "", raw)
    for kind in ("audio", "video", "application"):
        raw = in_section(raw, kind, *hosts(25))
    wire = sdp.to_wire(raw)
    assert wire.count("a=candidate:") == CANDIDATES_PER_ATTEMPT
    assert wire.partition("m=video")[0].count("a=candidate:") == CANDIDATES_PER_ATTEMPT
    sdp.check_answer(wire)


def test_an_offer_of_full_length_is_still_read_after_it_was_cleaned() -> None:
    short = EARLY.replace("\r\n", "\n")
    padding = "a=rtcp-fb:111 x\n"
    text = short.replace(
        "a=rtcp-mux\n", "a=rtcp-mux\n" + padding * ((SDP_BYTES - len(short)) // len(padding)), 1
    )
    assert SDP_BYTES - len(padding) < len(text) <= SDP_BYTES
    cleaned = sdp.clean_offer(text)
    assert len(cleaned) > SDP_BYTES
    assert sdp.check_cleaned(cleaned) == sdp.check_offer(text)


@pytest.mark.parametrize("text", samples.offers())
def test_the_engine_gets_no_useless_candidate_and_nothing_unknown(text: str) -> None:
    cleaned = sdp.clean_offer(text)
    for word in (".local", " tcp ", " TCP ", "end-of-candidates", "generation", "rtcp-xr"):
        assert word not in cleaned
    assert sdp.check_offer(cleaned) == sdp.check_offer(text)
    assert cleaned.count("m=") == text.count("m=")
    video = cleaned.partition("m=video")[2].partition("m=application")[0]
    assert "ssrc" not in video
