import pytest

from bridge.protocol.errors import SdpRefused
from bridge.protocol.limits import SDP_BYTES
from bridge.protocol.sdp_lines import LINE_CHARACTERS, parse, split
from tests.bridge.protocol import samples

HEAD = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"


def test_lines_end_with_or_without_carriage_return() -> None:
    assert split("v=0\r\ns=-\n") == split("v=0\ns=-") == ["v=0", "s=-"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "v=0\n\ns=-",
        "v=0\n\n",
        "v=",
        "v0",
        "=0",
        "v=0\rs=-\n",
        "v=0\r\r\n",
        "v=0\vs=-",
        "v=0\x85s=-",
        "v=0\u2028s=-",
        "v=0\0",
        "v=\t",
        "v=ä",
        "v=\x7f",
        "x=" + "x" * LINE_CHARACTERS,
    ],
)
def test_anything_else_is_no_line(text: str) -> None:
    with pytest.raises(SdpRefused, match="sdp_malformed"):
        split(text)


def test_no_more_is_read_than_allowed() -> None:
    with pytest.raises(SdpRefused, match="too_large"):
        split("x" * (SDP_BYTES + 1))


@pytest.mark.parametrize(
    "text",
    [
        "o=-\r\nv=0\r\ns=-\r\nt=0 0\r\n",
        "v=0\r\no=-\r\nt=0 0\r\ns=-\r\n",
        HEAD + "t=0 0\r\n",
        HEAD + "x=1\r\n",
        HEAD + "m=audio\r\n",
        HEAD + "m=audio 9 UDP/TLS/RTP/SAVPF 1 1\r\n",
        HEAD + "m=audio 9 UDP/TLS/RTP/SAVPF 01\r\n",
        HEAD + "m=audio 9 UDP/TLS/RTP/SAVPF 128\r\n",
        HEAD + "m=audio 9 UDP/TLS/RTP/SAVPF x\r\n",
        HEAD + "a=:x\r\n",
        HEAD + "a=ä\r\n",
        HEAD + "a=Group:BUNDLE 0\r\n",
    ],
)
def test_what_stands_in_the_wrong_place_or_form_is_refused(text: str) -> None:
    with pytest.raises(SdpRefused, match="sdp_malformed"):
        parse(text)


def test_attributes_belong_to_the_section_they_stand_in() -> None:
    session, sections = parse(samples.sdp("firefox_like_offer.sdp"))
    assert session.values("group") == ["BUNDLE 0 1 2"]
    assert [section.kind for section in sections] == ["audio", "video", "application"]
    assert [section.direction for section in sections] == ["sendrecv", "recvonly", "sendrecv"]
    assert [section.port for section in sections] == [51120, 0, 0]
    assert sections[1].values("mid") == ["1"]


def test_an_unknown_attribute_is_kept_as_it_is() -> None:
    session, _ = parse(HEAD + "a=x-Something:1:2 3\r\na=flag\r\n")
    assert session.attributes == [("x-Something", "1:2 3"), ("flag", "")]
