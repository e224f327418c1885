"""The other side of the packets: puts payloads together and decodes pictures."""

from collections.abc import Sequence
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from robot.media.devices.testcard import TestCard
from robot.media.types.frames import planes
from robot.media.types.picture import EncoderSettings
from robot.media.types.spec import Size
from tests.robot.media.live import BIKES

START = b"\x00\x00\x00\x01"
SMALL = EncoderSettings(320, 240, 30, 300_000)


def join_h264(payloads: Sequence[bytes]) -> bytes:
    """Put together as RFC 6184 says; raises for pieces that do not fit."""
    stream = b""
    open_unit = False
    for payload in payloads:
        kind = payload[0] & 0x1F
        if kind == 24:
            assert not open_unit
            at = 1
            while at < len(payload):
                length = int.from_bytes(payload[at : at + 2], "big")
                unit = payload[at + 2 : at + 2 + length]
                assert len(unit) == length
                stream += START + unit
                at += 2 + length
        elif kind == 28:
            first, last = bool(payload[1] & 0x80), bool(payload[1] & 0x40)
            assert first != open_unit
            if first:
                stream += START + bytes([payload[0] & 0xE0 | payload[1] & 0x1F])
            stream += payload[2:]
            open_unit = not last
        else:
            assert not open_unit
            stream += START + payload
    assert not open_unit
    return stream


def join_vp8(payloads: Sequence[bytes]) -> bytes:
    assert payloads[0][0] == 0x90
    assert all(payload[0] == 0x80 for payload in payloads[1:])
    assert len({payload[1:4] for payload in payloads}) == 1
    return b"".join(payload[4:] for payload in payloads)


class Decoder:
    """Decodes one stream of pictures."""

    def __init__(self, codec: str) -> None:
        self._join = join_h264 if codec == "h264" else join_vp8
        self._codec: Any = av.CodecContext.create(codec, "r")

    def decode(self, payloads: Sequence[bytes]) -> list[av.VideoFrame]:
        frames = self._codec.decode(av.Packet(self._join(payloads)))
        return [frame for frame in frames if isinstance(frame, av.VideoFrame)]


def drawn(count: int, shape: EncoderSettings = SMALL) -> list[av.VideoFrame]:
    card = TestCard(Size(shape.width_px, shape.height_px, float(shape.fps)))
    return [card.draw(1_700_000_000_000 + 33 * index) for index in range(count)]


def filmed(count: int, shape: EncoderSettings = SMALL) -> list[av.VideoFrame]:
    """Frames of a real clip, to and fro: steady work for a rate control."""
    frames: list[av.VideoFrame] = []
    with av.open(str(BIKES)) as clip:
        for frame in clip.decode(video=0):
            frames.append(frame.reformat(shape.width_px, shape.height_px, "yuv420p"))
            if len(frames) == 60:
                break
    there_and_back = frames + frames[::-1]
    return [there_and_back[index % len(there_and_back)] for index in range(count)]


def likeness_db(one: av.VideoFrame, other: av.VideoFrame) -> float:
    """Peak signal to noise of the luma."""
    first, second = (luma(frame).astype(float) for frame in (one, other))
    return float(10 * np.log10(255**2 / max(1e-6, ((first - second) ** 2).mean())))


def luma(frame: av.VideoFrame) -> NDArray[np.uint8]:
    return planes(frame)[0]
