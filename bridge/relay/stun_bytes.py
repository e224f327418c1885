"""PURE. Messages of STUN and TURN as bytes: reading and writing, with every bound checked. No I/O.

Sources: RFC 8489 (STUN), RFC 8656 (TURN).
"""

import hmac
import ipaddress
import struct
import zlib
from dataclasses import dataclass
from enum import IntEnum

COOKIE = 0x2112A442
HEADER = struct.Struct("!HHI12s")
HEADER_BYTES = HEADER.size

MOST_BYTES = 2048
"""Longest message: a datagram of a lesson has at most 1,500 bytes."""

MOST_ATTRIBUTES = 32

_ATTRIBUTE = struct.Struct("!HH")
_INTEGRITY_BYTES = 20
_FINGERPRINT_MASK = 0x5354554E
_MOST_TEXT = 512


class Method(IntEnum):
    """Method of a message."""

    BINDING = 0x001
    ALLOCATE = 0x003
    REFRESH = 0x004
    SEND = 0x006
    DATA = 0x007
    CREATE_PERMISSION = 0x008
    CHANNEL_BIND = 0x009


class Kind(IntEnum):
    """Class of a message."""

    REQUEST = 0
    INDICATION = 1
    SUCCESS = 2
    FAILURE = 3


class Attribute(IntEnum):
    """Attributes that are read or written here."""

    USERNAME = 0x0006
    MESSAGE_INTEGRITY = 0x0008
    ERROR_CODE = 0x0009
    UNKNOWN_ATTRIBUTES = 0x000A
    CHANNEL_NUMBER = 0x000C
    LIFETIME = 0x000D
    XOR_PEER_ADDRESS = 0x0012
    DATA = 0x0013
    REALM = 0x0014
    NONCE = 0x0015
    XOR_RELAYED_ADDRESS = 0x0016
    REQUESTED_ADDRESS_FAMILY = 0x0017
    REQUESTED_TRANSPORT = 0x0019
    XOR_MAPPED_ADDRESS = 0x0020
    SOFTWARE = 0x8022
    FINGERPRINT = 0x8028


_KNOWN = frozenset(int(attribute) for attribute in Attribute)
_FIRST_OPTIONAL = 0x8000
"""A request with an attribute below that we do not know is refused."""


class NotStun(ValueError):
    """The bytes are no message that can be read."""


@dataclass(frozen=True)
class StunMessage:
    """A message that was read."""

    method: int
    kind: Kind
    transaction: bytes
    attributes: tuple[tuple[int, bytes], ...]
    """Types and values, in order; only what its integrity covers, where it has one."""
    covered: bytes | None
    """Bytes that MESSAGE-INTEGRITY signs; None without one."""

    def first(self, attribute: Attribute) -> bytes | None:
        """Return the value of the first attribute of a type."""
        return next((value for type_, value in self.attributes if type_ == attribute), None)

    def every(self, attribute: Attribute) -> list[bytes]:
        """Return the values of all attributes of a type."""
        return [value for type_, value in self.attributes if type_ == attribute]

    def text(self, attribute: Attribute) -> str:
        """Return a text; empty where it is missing, too long or not UTF-8."""
        value = self.first(attribute) or b""
        try:
            return value.decode() if len(value) <= _MOST_TEXT else ""
        except UnicodeDecodeError:
            return ""

    def number(self, attribute: Attribute) -> int | None:
        """Return a value of 32 bits."""
        value = self.first(attribute)
        return int.from_bytes(value, "big") if value is not None and len(value) == 4 else None

    @property
    def unknown(self) -> list[int]:
        """Types that a server has to know for this message, and that are not known here."""
        return [
            type_ for type_, _ in self.attributes if type_ < _FIRST_OPTIONAL and type_ not in _KNOWN
        ]

    def is_signed_with(self, key: bytes) -> bool:
        """Return whether MESSAGE-INTEGRITY is there and right."""
        given = self.first(Attribute.MESSAGE_INTEGRITY)
        if given is None or self.covered is None:
            return False
        return hmac.compare_digest(given, hmac.digest(key, self.covered, "sha1"))


def read(data: bytes) -> StunMessage:
    """Return the message.

    Raises:
        NotStun: It is no STUN message, is longer than allowed, or its FINGERPRINT is wrong.
    """
    if not HEADER_BYTES <= len(data) <= MOST_BYTES:
        raise NotStun("length")
    type_, length, cookie, transaction = HEADER.unpack_from(data)
    if type_ >= 0x4000 or cookie != COOKIE or length % 4 or HEADER_BYTES + length != len(data):
        raise NotStun("header")
    attributes: list[tuple[int, bytes]] = []
    covered: bytes | None = None
    at = HEADER_BYTES
    while at < len(data):
        attribute, size = _ATTRIBUTE.unpack_from(data, at)
        begin, after = at + 4, at + 4 + (size + 3 & ~3)
        if after > len(data) or len(attributes) >= MOST_ATTRIBUTES:
            raise NotStun("attributes")
        value = bytes(data[begin : begin + size])
        if attribute == Attribute.FINGERPRINT:
            _check_fingerprint(data, at, value)
            break
        # What follows the signature is covered by nothing, and passed over.
        if covered is None:
            attributes.append((attribute, value))
        if attribute == Attribute.MESSAGE_INTEGRITY and covered is None:
            if size != _INTEGRITY_BYTES:
                raise NotStun("integrity")
            covered = _with_length(data[:at], at + 4)
        at = after
    method = (type_ & 0x000F) | (type_ & 0x00E0) >> 1 | (type_ & 0x3E00) >> 2
    kind = Kind((type_ & 0x0010) >> 4 | (type_ & 0x0100) >> 7)
    return StunMessage(method, kind, transaction, tuple(attributes), covered)


def write(
    method: Method,
    kind: Kind,
    transaction: bytes,
    attributes: list[tuple[Attribute, bytes]],
    key: bytes | None = None,
) -> bytes:
    """Return the bytes of a message, signed if there is a key."""
    type_ = (method & 0x000F) | (method & 0x0070) << 1 | (method & 0x0F80) << 2
    type_ |= (kind & 1) << 4 | (kind & 2) << 7
    body = b"".join(
        _ATTRIBUTE.pack(attribute, len(value)) + value + bytes(-len(value) % 4)
        for attribute, value in attributes
    )
    if key is None:
        return HEADER.pack(type_, len(body), COOKIE, transaction) + body
    head = HEADER.pack(type_, len(body) + 4 + _INTEGRITY_BYTES, COOKIE, transaction)
    mac = hmac.digest(key, head + body, "sha1")
    return head + body + _ATTRIBUTE.pack(Attribute.MESSAGE_INTEGRITY, _INTEGRITY_BYTES) + mac


def xor_address(host: str, port: int, transaction: bytes) -> bytes:
    """Return the value of an attribute that holds an address; IPv4 inside IPv6 as IPv4."""
    address = ipaddress.ip_address(host.split("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    family = 1 if address.version == 4 else 2
    mask = COOKIE.to_bytes(4, "big") + transaction
    packed = bytes(one ^ other for one, other in zip(address.packed, mask, strict=False))
    return struct.pack("!BBH", 0, family, port ^ COOKIE >> 16) + packed


def read_address(value: bytes, transaction: bytes) -> tuple[str, int] | None:
    """Return address and port of such an attribute, or None."""
    if len(value) < 8 or (value[1], len(value)) not in ((1, 8), (2, 20)):
        return None
    mask = COOKIE.to_bytes(4, "big") + transaction
    packed = bytes(one ^ other for one, other in zip(value[4:], mask, strict=False))
    port = int.from_bytes(value[2:4], "big") ^ COOKIE >> 16
    return str(ipaddress.ip_address(packed)), port


def error_code(code: int, reason: str) -> bytes:
    """Return the value of ERROR-CODE."""
    return struct.pack("!HBB", 0, code // 100, code % 100) + reason.encode()


def read_error(message: StunMessage) -> int | None:
    """Return the code of an answer that refuses."""
    value = message.first(Attribute.ERROR_CODE)
    if value is None or len(value) < 4:
        return None
    return (value[2] & 7) * 100 + value[3]


def _with_length(head: bytes, end: int) -> bytes:
    """Return the bytes with the length that the header had when they were signed."""
    length = end + _INTEGRITY_BYTES - HEADER_BYTES
    return bytes(head[:2]) + length.to_bytes(2, "big") + bytes(head[4:])


def _check_fingerprint(data: bytes, at: int, value: bytes) -> None:
    if len(value) != 4 or at + 8 != len(data):
        raise NotStun("fingerprint")
    if int.from_bytes(value, "big") != zlib.crc32(data[:at]) ^ _FINGERPRINT_MASK:
        raise NotStun("fingerprint")
