"""Offers of a picture in codecs that the robot does not have: the sound is answered without it.

aiortc refuses such an offer as a whole. It is given the same offer with a codec that it knows and
with the picture `inactive`; the answer then names the codec that was offered, as an answer must
(RFC 3264 section 6.1). Nothing is ever sent in it.
"""

import re
from collections.abc import Callable

from aiortc.codecs import CODECS
from aiortc.rtcpeerconnection import find_common_codecs
from aiortc.sdp import SessionDescription

STAND_IN = "VP8/90000"

_OF_CODEC = re.compile(r"a=(?:rtpmap|fmtp|rtcp-fb):")
_DIRECTION = re.compile(r"a=(?:sendrecv|sendonly|recvonly|inactive)\Z")
_RTPMAP = re.compile(r"a=rtpmap:(\d+) (\S+)")

Restore = Callable[[str], str]


def stood_in(clean_sdp: str) -> tuple[str, Restore]:
    """Return the offer for aiortc, and a function that gives its answer the offered codec again.

    Both leave everything as it is if the robot has a codec of the picture.
    """
    numbers = [
        codec.payloadType
        for media in SessionDescription.parse(clean_sdp).media
        if media.kind == "video" and not find_common_codecs(CODECS["video"], media.rtp.codecs)
        for codec in media.rtp.codecs
    ]
    if not numbers:
        return clean_sdp, lambda answer: answer
    number = str(numbers[0])
    codec = next(name for found, name in _RTPMAP.findall(_picture(clean_sdp)) if found == number)
    return (
        _with_codec(clean_sdp, number, STAND_IN),
        lambda answer: _with_codec(answer, number, codec),
    )


def _picture(sdp: str) -> str:
    """Return the section of the picture."""
    return "m=video " + sdp.partition("m=video ")[2].partition("\r\nm=")[0]


def _with_codec(sdp: str, number: str, codec: str) -> str:
    """Return the description with one codec of the picture, which is off."""
    picture = _picture(sdp)
    media, *others = picture.split("\r\n")
    kept = [
        "a=inactive" if _DIRECTION.match(line) else line
        for line in others
        if not _OF_CODEC.match(line)
    ]
    lines = [" ".join([*media.split(" ")[:3], number]), *kept]
    ended = lines.pop() if lines[-1] == "" else None
    lines.append(f"a=rtpmap:{number} {codec}")
    if ended is not None:
        lines.append(ended)
    return sdp.replace(picture, "\r\n".join(lines))
