"""PURE. Reader of a camera's H.264 stream that completes its key pictures. No I/O.

Source: H.264 sections 7.3.2.1.1 (parameter set), 7.3.3 (slice header), 9.1 (Exp-Golomb)
and A.2 (profiles); RFC 6184 section 8.1 (`profile-level-id`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from robot.media.types import h264_packets

SLICE, PARAMETERS, PICTURE_PARAMETERS = 1, 7, 8
BASELINE, MAIN = 66, 77
CONSTRAINED = 0x40
"""constraint_set1_flag: the baseline stream also obeys the rules of main."""
B_SLICES = frozenset({1, 6})


@dataclass(frozen=True)
class Profile:
    """Profile, constraints and level of a stream, the three bytes of `profile-level-id`."""

    idc: int
    constraints: int
    level: int

    @classmethod
    def parse(cls, profile_level_id: str) -> "Profile":
        """Parse `profile-level-id` as it is negotiated.

        Raises:
            ValueError: It is not six hexadecimal digits.
        """
        idc, constraints, level = bytes.fromhex(profile_level_id)
        return cls(idc, constraints, level)

    def fits(self, negotiated: "Profile") -> bool:
        """Return whether a decoder of the negotiated profile can decode this one."""
        if self.level > negotiated.level:
            return False
        constrained = self.idc == BASELINE and bool(self.constraints & CONSTRAINED)
        if negotiated.idc == MAIN:
            return constrained or self.idc == MAIN
        if negotiated.idc == BASELINE and not negotiated.constraints & CONSTRAINED:
            return self.idc == BASELINE
        return negotiated.idc == BASELINE and constrained


@dataclass(frozen=True)
class CodedPicture:
    """Coded picture; `pts` is its time of capture in ticks of 90 kHz."""

    units: tuple[bytes, ...]
    """Units of the picture; a key picture begins with its parameter sets."""
    key: bool
    pts: int

    @property
    def stream(self) -> bytes:
        """Byte stream of the picture for a decoder, with start codes (Annex B)."""
        return b"".join(b"\x00" + h264_packets.START_CODE + unit for unit in self.units)


class StreamReader:
    """Reader of a camera's stream that remembers parameter sets sent only once."""

    def __init__(self) -> None:
        self.profile: Profile | None = None
        self.reordered = False
        """True if coding order differs from display order, which no browser supports."""
        self._sets: dict[int, bytes] = {}

    def read(self, data: bytes, pts: int) -> CodedPicture | None:
        """Return the picture in these bytes (Annex B); None without one, or without its sets."""
        units = h264_packets.to_send(data)
        for unit in units:
            kind = unit[0] & h264_packets.TYPE
            if kind in (PARAMETERS, PICTURE_PARAMETERS):
                self._sets[kind] = unit
            if kind == PARAMETERS and len(unit) >= 4:
                self.profile = Profile(unit[1], unit[2], unit[3])
            self.reordered = self.reordered or is_b_slice(unit)
        key = h264_packets.is_key_picture(units)
        if key:
            units = self._completed(units)
        elif not any(unit[0] & h264_packets.TYPE == SLICE for unit in units):
            return None
        return CodedPicture(tuple(units), key, pts) if units else None

    def _completed(self, units: Sequence[bytes]) -> list[bytes]:
        kinds = {unit[0] & h264_packets.TYPE for unit in units}
        wanted = [kind for kind in (PARAMETERS, PICTURE_PARAMETERS) if kind not in kinds]
        if any(kind not in self._sets for kind in wanted):
            return []
        return [self._sets[kind] for kind in wanted] + list(units)


def is_b_slice(unit: bytes) -> bool:
    """Return whether this unit is a B slice, which needs a later picture."""
    if unit[0] & h264_packets.TYPE != SLICE:
        return False
    bits = "".join(f"{byte:08b}" for byte in unit[1:12].replace(b"\x00\x00\x03", b"\x00\x00"))
    _, at = _golomb(bits, 0)  # first_mb_in_slice
    kind, _ = _golomb(bits, at)
    return kind in B_SLICES


def _golomb(bits: str, at: int) -> tuple[int, int]:
    """Return the number at this bit and the position after it; 0 at the end of the bits."""
    one = bits.find("1", at)
    if one < 0:
        return 0, len(bits)
    end = 2 * one - at + 1
    return int(bits[one:end], 2) - 1, end
