"""PURE. Allow-list for session descriptions in front of the media engine. No I/O.

A child's offer holds at most one sound both ways, at most one picture that it only
receives, and exactly one data transport. The bridge and the robot each check before
anything else reads the text. The engine is given `clean_offer`, which holds only lines
that were understood here, so that two parsers never disagree about the rest.

`to_wire` makes the description of our own engine (aiortc) fit to be sent. aiortc adds
SHA-384 and SHA-512 fingerprints; a browser would trust the last one, while only the
SHA-256 one is signed.

Sound may be offered inside RED (RFC 2198). RED then carries only Opus, under the payload
types that browsers use for both: 63 and 111.

Source: RFC 8866 section 9 (grammar), RFC 8829 (JSEP), RFC 8839 section 5.1
(candidates), RFC 8843 (BUNDLE).
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from bridge.protocol import candidate
from bridge.protocol.candidate import check_candidate
from bridge.protocol.errors import SdpRefused
from bridge.protocol.limits import CANDIDATES_PER_ATTEMPT, SDP_BYTES
from bridge.protocol.sdp_lines import (
    DIRECTIONS,
    KNOWN,
    LEFT_OUT,
    ONCE,
    SESSION,
    MediaSection,
    malformed,
    parse,
    split,
)

__all__ = [
    "Summary",
    "check_answer",
    "check_candidate",
    "check_cleaned",
    "check_offer",
    "clean_offer",
    "to_wire",
]

OFFERED: Final = {
    "audio": frozenset({"sendrecv", "sendonly", "recvonly"}),
    "video": frozenset({"recvonly", "inactive"}),
    "application": frozenset({"sendrecv"}),
}
ANSWERED: Final = {
    "audio": DIRECTIONS,
    "video": frozenset({"sendonly", "inactive"}),
    "application": frozenset({"sendrecv"}),
}

OPUS_NUMBER: Final = 111
RED_NUMBER: Final = 63
"""The engine knows RED by this payload type only. Under another one RED is left out, not refused,
and the sound is plain Opus."""

_OF_CODEC: Final = frozenset({"fmtp", "rtcp-fb", "rtpmap"})
_MESSAGE_BYTES: Final = 65536
"""Largest message if the other side names no size (RFC 8841 section 6.1)."""


@dataclass(frozen=True)
class Summary:
    """Signed part of a description: the fingerprint, and kind and direction of each medium."""

    fingerprint: str
    """`sha-256 AB:CD…`: lower-case algorithm, upper-case digits."""
    media: tuple[tuple[str, str], ...]
    """Kind and direction of each m-line, in their order."""


def check_offer(sdp: str) -> Summary:
    """Return the summary of a child's offer.

    Raises:
        SdpRefused: Anything that the allow-list does not hold.
    """
    return _check(sdp, OFFERED, ("actpass", "active", "passive"))


def check_answer(sdp: str) -> Summary:
    """Return the summary of the robot's answer.

    Raises:
        SdpRefused: Anything that the allow-list does not hold.
    """
    return _check(sdp, ANSWERED, ("active", "passive"))


def check_cleaned(sdp: str) -> Summary:
    """Return the summary of a description from `clean_offer`, which may be longer than the offer.

    Raises:
        SdpRefused: The description does not come from `clean_offer`.
    """
    return _check(sdp, OFFERED, ("actpass", "active", "passive"), 2 * SDP_BYTES)


def clean_offer(sdp: str) -> str:
    """Return the checked offer for the media engine, reduced to what was understood.

    It leaves out candidates that cannot be used or are too many, `end-of-candidates`
    (aiortc 1.16 would stop looking for a path), addresses outside of candidates, sources
    of the picture, RED of anything but Opus, and unknown attributes. All candidates
    stand in the section whose transport carries the others.

    Raises:
        SdpRefused: As `check_offer`.
    """
    fingerprint = check_offer(sdp).fingerprint
    session, sections = parse(sdp)
    lines = [line for line in session.lines if line[0] in "vo"] + ["s=-", "t=0 0"]
    lines += [_line(n, v, fingerprint) for n, v in session.attributes if n in SESSION]
    for section in sections:
        lines += _cleaned_section(section, fingerprint)
        if section.values("mid") == _tagged(session):
            lines += [f"a={text}" for text in _candidates(sections)]
    return "".join(f"{line}\r\n" for line in lines)


def _cleaned_section(section: MediaSection, fingerprint: str) -> list[str]:
    """Return the lines of a section for the media engine, without its candidates."""
    lines = [line for line in section.lines if line[0] == "m"] + ["c=IN IP4 0.0.0.0"]
    if not DIRECTIONS & {name for name, _ in section.attributes}:
        lines.append(f"a={section.direction}")
    lines += [_line(name, value, fingerprint) for name, value in _wanted(section)]
    if section.kind == "application" and not section.values("max-message-size"):
        lines.append(f"a=max-message-size:{_MESSAGE_BYTES}")
    return lines


def _tagged(session: MediaSection) -> list[str]:
    """Return the mid of the section whose transport carries all media (RFC 8843)."""
    return [value.split(" ")[1] for value in session.values("group") if " " in value]


def _candidates(sections: list[MediaSection]) -> list[str]:
    """Return the usable candidates of all sections, each once and not too many."""
    found = [candidate.plain(f"candidate:{v}") for s in sections for v in s.values("candidate")]
    return candidate.best([text for text in found if text is not None], CANDIDATES_PER_ATTEMPT)


def to_wire(sdp: str) -> str:
    """Return our own engine's description in the form that is checked, signed and sent.

    Keeps only the SHA-256 fingerprint, and drops sources where nothing is sent. Sound
    and picture belong to no common stream (`msid:-`, RFC 8830): a browser would delay
    whichever comes earlier until both are equally late. The engine repeats each
    candidate in each section; each is kept once, and of too many the best ones.

    Raises:
        SdpRefused: The engine's description cannot be read here.
    """
    most_bytes = 8 * SDP_BYTES
    _, sections = parse(sdp, most_bytes)
    silent = [s.direction in ("recvonly", "inactive") for s in sections]
    candidates = _candidates(sections)
    lines: list[str] = []
    index = -1
    for line in split(sdp, most_bytes):
        index += line.startswith("m=")
        name = line[2:].split(":", 1)[0] if line.startswith("a=") else ""
        if name == "candidate":
            text = candidate.plain(line[2:])
            if text in candidates:
                candidates.remove(text)
                lines.append(line)
            continue
        foreign = name == "fingerprint" and not line[14:].lower().startswith("sha-256 ")
        source = name in ("msid", "ssrc", "ssrc-group") and index >= 0 and silent[index]
        if name == "msid":
            line = f"a=msid:- {line.partition(' ')[2]}".rstrip()
        if not foreign and not source and name != "end-of-candidates":
            lines.append(line)
    return "".join(f"{line}\r\n" for line in lines)


def _wanted(section: MediaSection) -> list[tuple[str, str]]:
    """Return the attributes that the engine may read."""
    foreign = _foreign_red(section)
    return [
        (name, value)
        for name, value in section.attributes
        if name in KNOWN
        and name not in ("candidate", "end-of-candidates")
        and not (section.kind == "video" and name.startswith("ssrc"))
        and not (name in _OF_CODEC and value.split(" ", 1)[0] in foreign)
    ]


def _foreign_red(section: MediaSection) -> frozenset[str]:
    """Return the payload types of RED in a sound section that we do not support."""
    maps = {tuple(value.lower().split(" ", 1)) for value in section.values("rtpmap")}
    ours = (str(RED_NUMBER), "red/48000/2")
    blocks = f"{RED_NUMBER} {OPUS_NUMBER}/{OPUS_NUMBER}"
    known = (
        ours in maps
        and (str(OPUS_NUMBER), "opus/48000/2") in maps
        and [v for v in section.values("fmtp") if v.startswith(f"{RED_NUMBER} ")] == [blocks]
    )
    foreign = {one for one in maps if one[1].startswith("red/") and not (known and one == ours)}
    return frozenset(number for number, _ in foreign) if section.kind == "audio" else frozenset()


def _line(name: str, value: str, fingerprint: str) -> str:
    value = fingerprint if name == "fingerprint" else value
    return f"a={name}:{value}" if value else f"a={name}"


def _check(
    sdp: str,
    allowed: dict[str, frozenset[str]],
    setups: tuple[str, ...],
    most_bytes: int = SDP_BYTES,
) -> Summary:
    session, sections = parse(sdp, most_bytes)
    _check_session(session)
    for section in sections:
        _check_once(section)
        _check_direction(section, allowed)
        _check_sources(section)
    kinds = [section.kind for section in sections]
    if kinds.count("audio") > 1:
        raise SdpRefused("sdp_second_audio")
    if kinds.count("video") > 1 or kinds.count("application") != 1 or len(kinds) < 2:
        raise SdpRefused("sdp_media", "wanted: audio or video or both, and one application")
    for section in sections:
        _check_formats(section)
    _check_bundle(session, sections)
    _check_transport(session, sections, setups)
    return Summary(
        fingerprint=_fingerprint(session, sections),
        media=tuple((section.kind, section.direction) for section in sections),
    )


def _check_session(session: MediaSection) -> None:
    """Refuse attributes that belong into a media section.

    `sendrecv` is allowed: Firefox writes it here, and it is the default anyway.
    """
    _check_once(session)
    for name, _ in session.attributes:
        if name in KNOWN and name not in SESSION | LEFT_OUT and name != "sendrecv":
            raise SdpRefused("sdp_media", f"{name} before the first m-line")


def _check_once(section: MediaSection) -> None:
    counts = Counter(name for name, _ in section.attributes)
    if any(counts[name] > 1 for name in ONCE) or sum(counts[d] for d in DIRECTIONS) > 1:
        malformed("an attribute is given twice")


def _check_direction(section: MediaSection, allowed: dict[str, frozenset[str]]) -> None:
    if section.direction in allowed[section.kind]:
        return
    sends = section.direction in ("sendrecv", "sendonly")
    if section.kind == "video" and allowed is OFFERED and sends:
        raise SdpRefused("sdp_video_uplink")
    raise SdpRefused("sdp_media", f"{section.kind} {section.direction}")


def _check_sources(section: MediaSection) -> None:
    """Refuse a second sound, and any sign of a picture being sent.

    Firefox names the source of its receiver reports (`ssrc … cname`) where it
    only receives; such a source sends no media.
    """
    ssrcs, msids = _sources(section)
    layered = bool(section.values("rid") or section.values("simulcast"))
    if section.kind == "video":
        sends = section.direction in ("sendrecv", "sendonly")
        if layered or len(ssrcs) > 2 or (not sends and msids):
            raise SdpRefused("sdp_video_uplink", "a source of pictures")
        return
    if section.kind == "application" and (ssrcs or msids or layered):
        raise SdpRefused("sdp_media", "a source in the data section")
    if layered or section.values("ssrc-group") or len(ssrcs) > 1 or len(msids) > 1:
        raise SdpRefused("sdp_second_audio")


def _sources(section: MediaSection) -> tuple[set[str], set[str]]:
    """Return the numbers of the sources that a section names, and their streams."""
    sources = [value.split(" ", 1) for value in section.values("ssrc")]
    msids = set(section.values("msid"))
    msids |= {text.partition(":")[2] for _, text in sources if text.startswith("msid:")}
    return {number for number, _ in sources}, msids


def _check_formats(section: MediaSection) -> None:
    """Refuse two meanings of one payload type, and sound without Opus."""
    maps = [value.split(" ", 1) for value in section.values("rtpmap")]
    numbers = {number for number, _ in maps}
    codecs = {codec.lower() for _, codec in maps}
    if len(numbers) != len(maps):
        malformed("two rtpmap for one number")
    if section.kind == "audio" and "opus/48000/2" not in codecs:
        raise SdpRefused("sdp_codec")
    if section.kind == "video" and not codecs:
        raise SdpRefused("sdp_codec", "no codec for the picture")


def _check_bundle(session: MediaSection, sections: list[MediaSection]) -> None:
    """Refuse anything but one bundle of all sections, which has one path and one handshake."""
    mids = [mid for section in sections for mid in section.values("mid")]
    if len(mids) != len(sections) or len(set(mids)) != len(mids):
        malformed("each section needs a mid of its own")
    groups = [value.split(" ") for value in session.values("group")]
    if len(groups) != 1 or groups[0][0] != "BUNDLE" or sorted(groups[0][1:]) != sorted(mids):
        raise SdpRefused("sdp_media", "wanted: one BUNDLE of all sections")
    for section, mid in zip(sections, mids, strict=True):
        if section.port == 0 and (not section.values("bundle-only") or mid == groups[0][1]):
            raise SdpRefused("sdp_media", "port 0")


def _check_transport(
    session: MediaSection, sections: list[MediaSection], setups: tuple[str, ...]
) -> None:
    roles: set[str] = set()
    for section in sections:
        for name in ("setup", "ice-ufrag", "ice-pwd"):
            if not section.values(name) and not session.values(name):
                malformed(f"no {name}")
        roles.update(section.values("setup") or session.values("setup"))
        data = section.kind == "application"
        name = "sctp-port" if data else "rtcp-mux"
        if not section.values(name):
            malformed(f"no {name}")
        if any(not 0 < int(port) < 2**16 for port in section.values("sctp-port")):
            malformed("sctp-port")
    if len(roles) != 1 or not roles <= set(setups):
        malformed("setup")


def _fingerprint(session: MediaSection, sections: list[MediaSection]) -> str:
    """Return the one fingerprint that every section has."""
    found: set[str] = set()
    for section in sections:
        own = session.values("fingerprint") + section.values("fingerprint")
        if not own:
            raise SdpRefused("sdp_fingerprint", "missing")
        for value in own:
            algorithm, digits = value.split(" ")
            found.add(f"{algorithm.lower()} {digits.upper()}")
    [*several] = found
    if len(several) != 1:
        raise SdpRefused("sdp_fingerprint", "send only one (of an own aiortc: sdp.to_wire)")
    if not several[0].startswith("sha-256 ") or len(several[0]) != len("sha-256 ") + 32 * 3 - 1:
        raise SdpRefused("sdp_fingerprint", "not SHA-256")
    return several[0]
