"""PURE. Packets of the Dynamixel protocol 2. No I/O.

    FF FF FD 00 id length_low length_high instruction parameters... crc_low crc_high

`length` counts the bytes behind it. Where FF FF FD appears in instruction or
parameters, another FD is stuffed behind it. Length and CRC-16 (polynomial 8005)
are computed after stuffing. Status packets carry the instruction 55, and the
error as their first parameter.

Source: Robotis e-Manual, "DYNAMIXEL Protocol 2.0".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from hardware.contract.errors import OutOfRange
from hardware.drivers.bus import stream
from hardware.drivers.bus.sync_parts import sync_parts

HEADER = b"\xff\xff\xfd\x00"
PATTERN, STUFFED = b"\xff\xff\xfd", b"\xff\xff\xfd\xfd"
EVERYBODY = 0xFE
HIGHEST_ID = 0xFC
HEAD_BYTES = 7

MOST_PARAMETERS = 250
MOST_LENGTH = 3 + MOST_PARAMETERS + MOST_PARAMETERS // 3 + 1
ALERT = 0x80
ERROR = 0x7F
POLYNOMIAL = 0x8005


class DynamixelInstruction(IntEnum):
    """Instruction codes of the protocol; STATUS marks an answer."""

    PING = 0x01
    READ = 0x02
    WRITE = 0x03
    REBOOT = 0x08
    STATUS = 0x55
    SYNC_READ = 0x82
    SYNC_WRITE = 0x83


@dataclass(frozen=True, slots=True)
class StatusPacket:
    """An answer of a servo.

    Args:
        servo: Id of the servo.
        error: The ALERT bit for a hardware error, and the number of a refusal.
        data: Parameters behind the error.
    """

    servo: int
    error: int
    data: bytes = b""


def _table() -> tuple[int, ...]:
    found = []
    for byte in range(256):
        value = byte << 8
        for _ in range(8):
            value = (value << 1) ^ (POLYNOMIAL if value & 0x8000 else 0)
        found.append(value & 0xFFFF)
    return tuple(found)


_CRC = _table()


def crc(data: bytes) -> int:
    """Return the CRC-16 of a packet without its last two bytes."""
    value = 0
    for byte in data:
        value = ((value << 8) & 0xFFFF) ^ _CRC[(value >> 8) ^ byte]
    return value


def encode(servo: int, instruction: int, parameters: bytes = b"") -> bytes:
    """Return the bytes of a packet.

    Raises:
        OutOfRange: Id, instruction or number of parameters fits no packet.
    """
    if not (0 <= servo <= HIGHEST_ID or servo == EVERYBODY) or not 0 <= instruction <= 0xFF:
        raise OutOfRange("servo bus", f"id {servo}, instruction {instruction}", "servo_bus")
    if len(parameters) > MOST_PARAMETERS:
        raise OutOfRange("servo bus", f"{len(parameters)} parameters", "servo_bus")
    body = (bytes([instruction]) + parameters).replace(PATTERN, STUFFED)
    packet = HEADER + bytes([servo]) + (len(body) + 2).to_bytes(2, "little") + body
    return packet + crc(packet).to_bytes(2, "little")


class DynamixelDecoder(stream.FrameDecoder[StatusPacket]):
    """Finds status packets. Skips instructions, which an adapter may echo."""

    def _next(self) -> list[StatusPacket] | None:
        kept = self._kept
        while kept:
            if not self._begins():
                self._skip()
                continue
            if len(kept) < HEAD_BYTES:
                return None
            length = int.from_bytes(kept[5:7], "little")
            if not 3 <= length <= MOST_LENGTH:
                self._skip()
                continue
            end = HEAD_BYTES + length
            if len(kept) < end:
                return None
            if crc(bytes(kept[: end - 2])) != int.from_bytes(kept[end - 2 : end], "little"):
                self.bad_checksums += 1
                self._skip()
                continue
            servo, body = kept[4], bytes(kept[7 : end - 2]).replace(STUFFED, PATTERN)
            del kept[:end]
            if body[0] != DynamixelInstruction.STATUS or len(body) < 2:
                return []
            return [StatusPacket(servo, body[1], body[2:])]
        return None

    def _begins(self) -> bool:
        """Return whether the kept bytes may be the beginning of a packet."""
        size = min(len(self._kept), len(HEADER))
        return self._kept[:size] == HEADER[:size]


def _pair(value: int) -> bytes:
    return value.to_bytes(2, "little")


def ping(servo: int) -> bytes:
    """Return a request for a servo to answer."""
    return encode(servo, DynamixelInstruction.PING)


def read(servo: int, address: int, count: int) -> bytes:
    """Return a request to read from its memory."""
    return encode(servo, DynamixelInstruction.READ, _pair(address) + _pair(count))


def write(servo: int, address: int, data: bytes) -> bytes:
    """Return a request to write to its memory."""
    return encode(servo, DynamixelInstruction.WRITE, _pair(address) + data)


def reboot(servo: int) -> bytes:
    """Return a request to reboot, which clears a shutdown."""
    return encode(servo, DynamixelInstruction.REBOOT)


def sync_read(servos: Sequence[int], address: int, count: int) -> bytes:
    """Return a request to read from several servos, which answer one after the other."""
    asked = _pair(address) + _pair(count) + bytes(servos)
    return encode(EVERYBODY, DynamixelInstruction.SYNC_READ, asked)


def sync_write(address: int, data: Mapping[int, bytes]) -> bytes:
    """Return a request to write to several servos at once; it is not answered.

    Args:
        address: The same for all.
        data: By id; the same number of bytes for each.

    Raises:
        OutOfRange: The numbers of bytes differ.
    """
    size, parts = sync_parts(data)
    told = _pair(address) + _pair(size) + parts
    return encode(EVERYBODY, DynamixelInstruction.SYNC_WRITE, told)
