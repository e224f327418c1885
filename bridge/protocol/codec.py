"""PURE. Encoding and decoding of messages, with every bound checked. No I/O."""

import json
import re
from typing import Generic, TypeVar

import msgspec

from bridge.protocol import channels, openings, signaling
from bridge.protocol.errors import ProtocolError
from bridge.protocol.limits import (
    CHANNEL_MESSAGE_BYTES,
    FORWARDED_BYTES,
    MESSAGE_BYTES,
    NESTING,
)

Message = TypeVar("Message")

_encoder = msgspec.json.Encoder()


def encode(message: msgspec.Struct) -> str:
    """Return the message as one line of JSON."""
    return _encoder.encode(message).decode()


class MessageDecoder(Generic[Message]):
    """Decoder for one direction of one path.

    Args:
        union: Message types that may arrive.
        max_bytes: Longest message in UTF-8.
    """

    def __init__(self, union: object, max_bytes: int) -> None:
        self._decoder: msgspec.json.Decoder[Message] = msgspec.json.Decoder(union)
        self._max_bytes = max_bytes

    def decode(self, text: str | bytes) -> Message:
        """Return the message.

        Raises:
            ProtocolError: `too_large`, `too_deep`, `unknown_type` or `malformed`.
        """
        try:
            data = text.encode() if isinstance(text, str) else text
        except UnicodeEncodeError as error:
            raise ProtocolError("malformed", "not UTF-8") from error
        if len(data) > self._max_bytes:
            raise ProtocolError("too_large", f"{len(data)} bytes, allowed {self._max_bytes}")
        if _depth(data) > NESTING:
            raise ProtocolError("too_deep", f"allowed {NESTING}")
        try:
            return self._decoder.decode(data)
        except msgspec.ValidationError as error:
            code = (
                "unknown_type"
                if "Invalid value" in str(error) and "$.type" in str(error)
                else "malformed"
            )
            raise ProtocolError(code, _without_values(error)) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise ProtocolError("malformed", str(error)) from error


def _without_values(error: msgspec.ValidationError) -> str:
    """Return what is wrong and where, without the peer's own words, which may be a name."""
    return re.sub(r"value .* - at", "value - at", str(error), flags=re.DOTALL)


def _depth(data: bytes) -> int:
    """Return the nesting depth of arrays and objects; brackets inside strings do not count."""
    brackets = data.count(b"{") + data.count(b"[")
    if brackets <= NESTING:
        return brackets
    depth = deepest = 0
    in_string = escaped = False
    for byte in data:
        if in_string:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                in_string = False
        elif byte == 0x22:
            in_string = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def refused(error: ProtocolError, re: str | None = None) -> channels.Refused:
    """Return the refusal to send for an error."""
    return channels.Refused(
        code=error.code, text=error.sentence[:400], re=re, day=error.day, opens_s=error.opens_s
    )


def canonical(value: dict[str, object]) -> bytes:
    """Return the canonical JSON that both languages sign: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


opening: MessageDecoder[openings.Opening] = MessageDecoder(openings.Opening, MESSAGE_BYTES)
from_robot: MessageDecoder[signaling.FromRobot] = MessageDecoder(signaling.FromRobot, MESSAGE_BYTES)
from_pupil: MessageDecoder[signaling.FromPupil] = MessageDecoder(signaling.FromPupil, MESSAGE_BYTES)
from_teacher: MessageDecoder[signaling.FromTeacher] = MessageDecoder(
    signaling.FromTeacher, MESSAGE_BYTES
)
to_robot: MessageDecoder[signaling.ToRobot] = MessageDecoder(signaling.ToRobot, FORWARDED_BYTES)
to_pupil: MessageDecoder[signaling.ToPupil] = MessageDecoder(signaling.ToPupil, MESSAGE_BYTES)
to_teacher: MessageDecoder[signaling.ToTeacher] = MessageDecoder(signaling.ToTeacher, MESSAGE_BYTES)
control_up: MessageDecoder[channels.ControlUp] = MessageDecoder(
    channels.ControlUp, CHANNEL_MESSAGE_BYTES
)
control_down: MessageDecoder[channels.ControlDown] = MessageDecoder(
    channels.ControlDown, CHANNEL_MESSAGE_BYTES
)
event_up: MessageDecoder[channels.EventUp] = MessageDecoder(channels.EventUp, CHANNEL_MESSAGE_BYTES)
event_down: MessageDecoder[channels.EventDown] = MessageDecoder(
    channels.EventDown, 4 * CHANNEL_MESSAGE_BYTES
)
