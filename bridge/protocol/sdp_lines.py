"""PURE. Strict line parser for session descriptions. No I/O.

A line that the media engine (aiortc) would read must have the form that the engine
expects. Lines that it would read differently, and lines that promise something (a
direction, a source, a key), are refused: other line breaks, other letter case, values
where none belongs, attributes given twice. Optional lines that cannot be read are left
out, since browsers keep adding new ones.

Source: RFC 8866 section 9.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final, NoReturn

from bridge.protocol.errors import SdpRefused
from bridge.protocol.limits import SDP_BYTES

LINE_CHARACTERS: Final = 1024
DIRECTIONS: Final = frozenset({"sendrecv", "sendonly", "recvonly", "inactive"})

_RTP: Final = "UDP/TLS/RTP/SAVPF"
_PROFILE: Final = {"audio": _RTP, "video": _RTP, "application": "UDP/DTLS/SCTP"}
_MEDIA_LINE: Final = re.compile(r"m=([A-Za-z]+) (\d{1,5}) ([A-Za-z/]+) ([!-~]+(?: [!-~]+)*)")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_FINGERPRINT: Final = re.compile(r"([!-~]+) ([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})*)")
_VALUES: Final = {
    name: re.compile(pattern)
    for name, pattern in {
        "extmap": r"\d{1,5}(?:/(?:sendrecv|sendonly|recvonly|inactive))? [!-~]+",
        "fingerprint": _FINGERPRINT.pattern,
        "fmtp": r"\d{1,3} [ -~]+",
        "group": r"[A-Za-z-]+(?: [!-~]+)*",
        "ice-options": r"[ -~]+",
        "ice-pwd": r"[A-Za-z0-9+/]{22,256}",
        "ice-ufrag": r"[A-Za-z0-9+/]{4,256}",
        "max-message-size": r"\d{1,10}",
        "mid": r"[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,16}",
        "msid": r"[!-~]{1,64}(?: [!-~]{1,64})?",
        "msid-semantic": r"[ -~]+",
        "rtcp-fb": r"(?:\*|\d{1,3}) [!-~]+(?: [ -~]+)?",
        "rtpmap": r"\d{1,3} [A-Za-z0-9._-]+/\d{1,6}(?:/\d{1,2})?",
        "sctp-port": r"\d{1,5}",
        "setup": r"actpass|active|passive",
        "ssrc": r"\d{1,10} [A-Za-z-]+:[ -~]*",
        "ssrc-group": r"[A-Z-]+(?: \d{1,10})+",
    }.items()
}
"""Form of the values that the media engine reads; it would fail on others."""

_FLAGS: Final = DIRECTIONS | {"bundle-only", "end-of-candidates", "rtcp-mux", "rtcp-rsize"}
ONCE: Final = frozenset(
    [
        "bundle-only",
        "ice-pwd",
        "ice-ufrag",
        "max-message-size",
        "mid",
        "rtcp-mux",
        "sctp-port",
        "setup",
    ]
)
_HELPFUL: Final = frozenset(
    ["extmap", "fmtp", "group", "ice-options", "max-message-size", "msid-semantic", "rtcp-fb"]
)
"""Optional attributes, left out if their value cannot be read."""

_SENDING: Final = frozenset({"rid", "simulcast"})
_FORBIDDEN: Final = frozenset({"crypto", "ice-lite", "remote-candidates", "sctpmap"})
KNOWN: Final = frozenset(_VALUES) | _FLAGS | _SENDING | _FORBIDDEN | {"candidate"}
SESSION: Final = frozenset(
    ["fingerprint", "group", "ice-options", "ice-pwd", "ice-ufrag", "msid-semantic", "setup"]
)
"""Known attributes that may stand before the first m-line (`sendrecv` too: see `sdp`)."""

LEFT_OUT: Final = frozenset({"candidate", "end-of-candidates", "extmap"})
"""Known attributes that have no use before the first m-line."""

_NUMBERS: Final = frozenset(
    ["apt", "max-fr", "max-fs", "maxplaybackrate", "minptime", "stereo", "useinbandfec"]
)
"""Parameters of `fmtp` that the media engine reads as integers."""


@dataclass
class MediaSection:
    """One m-line with its lines and attributes; without a kind, the part before the first."""

    kind: str = ""
    port: int = 0
    formats: tuple[str, ...] = ()
    lines: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        """Return the values of an attribute, in their order."""
        return [value for key, value in self.attributes if key == name]

    @property
    def direction(self) -> str:
        """Direction of the media; `sendrecv` if it is not named."""
        found = [key for key, _ in self.attributes if key in DIRECTIONS]
        return found[0] if found else "sendrecv"


def malformed(detail: str) -> NoReturn:
    """Refuse a description that cannot be read."""
    raise SdpRefused("sdp_malformed", detail)


def split(sdp: str, most_bytes: int = SDP_BYTES) -> list[str]:
    """Return the lines, which must be printable ASCII and end with LF or CRLF."""
    if len(sdp) > most_bytes:
        raise SdpRefused("too_large", f"a description has at most {most_bytes} bytes")
    lines = sdp.removesuffix("\n").split("\n")
    lines = [line.removesuffix("\r") for line in lines]
    for number, line in enumerate(lines, 1):
        least = 2 if line[:1] == "s" else 3  # a session may have no name
        if not least <= len(line) <= LINE_CHARACTERS or line[1] != "=":
            malformed(f"line {number} is not of the form x=…")
        if not all(" " <= c <= "~" for c in line):
            malformed(f"line {number} holds characters that are not printable ASCII")
    return lines


def parse(sdp: str, most_bytes: int = SDP_BYTES) -> tuple[MediaSection, list[MediaSection]]:
    """Return the part before the first m-line, and the media sections."""
    session = current = MediaSection()
    sections: list[MediaSection] = []
    for number, line in enumerate(split(sdp, most_bytes), 1):
        if number <= 3 and line[0] != "vos"[number - 1]:
            malformed("must begin with v=0, o= and s=")
        if line[0] == "m":
            current = _media_line(line)
            sections.append(current)
        elif line[0] not in ("icba" if sections else "vosiuepcbtrzka"):
            malformed(f"line {number} is out of place")
        elif line[0] == "a":
            name, value = _attribute(line)
            if name not in _HELPFUL or _is_readable(name, value):
                current.attributes.append((name, value))
        current.lines.append(line)
    kinds = Counter(line[0] for line in session.lines)
    if session.lines[0] != "v=0" or any(kinds[kind] != 1 for kind in "vost"):
        malformed("needs exactly one v=0, o=, s= and t=")
    for section in sections:
        _leave_out_foreign_codecs(section)
    return session, sections


def _leave_out_foreign_codecs(section: MediaSection) -> None:
    """Leave out attributes of codecs that the m-line does not name."""
    mapped = {value.split(" ", 1)[0] for value in section.values("rtpmap")} & set(section.formats)
    section.attributes = [
        (name, value)
        for name, value in section.attributes
        if name not in ("rtpmap", "fmtp", "rtcp-fb") or value.split(" ", 1)[0] in {"*", *mapped}
    ]


def _is_readable(name: str, value: str) -> bool:
    """Tell whether the media engine could read an optional attribute."""
    if not _VALUES[name].fullmatch(value):
        return False
    if name == "group":
        return value.split(" ", 1)[0] == "BUNDLE"
    if name == "fmtp":
        parameters = [text.partition("=") for text in value.split(" ", 1)[1].split(";")]
        return all(
            re.fullmatch(r"\d{1,9}", text)
            for name, equals, text in parameters
            if name in _NUMBERS and equals
        )
    return True


def _media_line(line: str) -> MediaSection:
    match = _MEDIA_LINE.fullmatch(line)
    if match is None:
        malformed("an m-line cannot be read")
    kind, port, profile, formats = match.groups()
    if kind not in _PROFILE or profile != _PROFILE[kind]:
        raise SdpRefused("sdp_media", "kind or profile of an m-line")
    if int(port) > 65535:
        malformed("port")
    section = MediaSection(kind, int(port), tuple(formats.split(" ")))
    if kind == "application":
        if section.formats != ("webrtc-datachannel",):
            raise SdpRefused("sdp_media", "only webrtc-datachannel")
    elif len(set(section.formats)) != len(section.formats) or not all(
        _is_payload_type(text) for text in section.formats
    ):
        malformed("payload types of an m-line")
    return section


def _is_payload_type(text: str) -> bool:
    """Tell whether this is a payload type; 72 to 76 would be taken for RTCP (RFC 5761)."""
    return (
        bool(re.fullmatch(r"0|[1-9]\d{0,2}", text))
        and int(text) < 128
        and not 72 <= int(text) <= 76
    )


def _attribute(line: str) -> tuple[str, str]:
    """Return name and value of an a-line; refuse a known attribute in a wrong form."""
    name, colon, value = line[2:].partition(":")
    if not _NAME.fullmatch(name):
        malformed("name of an attribute")
    if name.lower() in KNOWN and name != name.lower():
        malformed("a known attribute in other letters")
    if name in _FORBIDDEN:
        raise SdpRefused("sdp_media", name)
    if name in _FLAGS and colon:
        malformed(f"{name} takes no value")
    if name in _VALUES and name not in _HELPFUL and not _VALUES[name].fullmatch(value):
        if name == "fingerprint":
            raise SdpRefused("sdp_fingerprint", "not readable")
        malformed(f"value of {name}")
    return name, value
