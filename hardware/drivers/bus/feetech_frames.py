"""PURE. Frames of the Feetech STS/SCS bus protocol. No I/O.

    FF FF id length code parameters... checksum

`length` counts the bytes behind it. `code` is an instruction to a servo, or the
error bits of its answer. The checksum is the complement of the low byte of the
sum from `id` on. One decoder serves both directions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from hardware.contract.errors import OutOfRange
from hardware.drivers.bus import stream
from hardware.drivers.bus.sync_parts import sync_parts

HEADER = b"\xff\xff"
EVERYBODY = 0xFE
MOST_PARAMETERS = 250
"""Most parameters of a frame: `length` is one byte, and servos take no more."""


class FeetechInstruction(IntEnum):
    """Instruction codes of the protocol."""

    PING = 0x01
    READ = 0x02
    WRITE = 0x03
    SYNC_READ = 0x82
    SYNC_WRITE = 0x83


@dataclass(frozen=True, slots=True)
class FeetechFrame:
    """One frame.

    Args:
        servo: Id of the servo; EVERYBODY in a broadcast.
        code: An `FeetechInstruction`, or the error bits of an answer.
    """

    servo: int
    code: int
    parameters: bytes = b""


def encode(frame: FeetechFrame) -> bytes:
    """Return the bytes of a frame.

    Raises:
        OutOfRange: The id, code or number of parameters fits no frame.
    """
    if not 0 <= frame.servo <= EVERYBODY or not 0 <= frame.code <= 0xFF:
        raise OutOfRange("servo bus", f"id {frame.servo}, code {frame.code}", "servo_bus")
    if len(frame.parameters) > MOST_PARAMETERS:
        raise OutOfRange("servo bus", f"{len(frame.parameters)} parameters", "servo_bus")
    body = bytes([frame.servo, len(frame.parameters) + 2, frame.code]) + frame.parameters
    return HEADER + body + bytes([checksum(body)])


def checksum(body: bytes) -> int:
    """Return the checksum of the bytes between header and checksum."""
    return ~sum(body) & 0xFF


class FeetechDecoder(stream.FrameDecoder[FeetechFrame]):
    """Finds Feetech frames among arriving bytes."""

    def _next(self) -> list[FeetechFrame] | None:
        kept = self._kept
        while len(kept) >= 4:
            # A third FF still belongs to the header: no servo has that id.
            if kept[:2] != HEADER or kept[2] == 0xFF or not 2 <= kept[3] <= MOST_PARAMETERS + 2:
                self._skip()
                continue
            end = 4 + kept[3]
            if len(kept) < end:
                return None
            if checksum(bytes(kept[2 : end - 1])) != kept[end - 1]:
                self.bad_checksums += 1
                self._skip()
                continue
            frame = FeetechFrame(kept[2], kept[4], bytes(kept[5 : end - 1]))
            del kept[:end]
            return [frame]
        return None


def ping(servo: int) -> FeetechFrame:
    """Return a request for a servo to answer."""
    return FeetechFrame(servo, FeetechInstruction.PING)


def read(servo: int, address: int, count: int) -> FeetechFrame:
    """Return a request to read from its memory."""
    return FeetechFrame(servo, FeetechInstruction.READ, bytes([address, count]))


def write(servo: int, address: int, data: bytes) -> FeetechFrame:
    """Return a request to write to its memory."""
    return FeetechFrame(servo, FeetechInstruction.WRITE, bytes([address]) + data)


def sync_write(address: int, data: Mapping[int, bytes]) -> FeetechFrame:
    """Return a request to write to several servos at once; it is not answered.

    Args:
        address: The same for all.
        data: By id; the same number of bytes for each.

    Raises:
        OutOfRange: The numbers of bytes differ.
    """
    size, parts = sync_parts(data)
    return FeetechFrame(EVERYBODY, FeetechInstruction.SYNC_WRITE, bytes([address, size]) + parts)


def sync_read(servos: Sequence[int], address: int, count: int) -> FeetechFrame:
    """Return a request to read from several servos, which answer one after the other."""
    return FeetechFrame(EVERYBODY, FeetechInstruction.SYNC_READ, bytes([address, count, *servos]))
