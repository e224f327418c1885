"""The one way in which sound leaves the robot: mono Opus, alone or with earlier packets (RED)."""

from collections import deque
from fractions import Fraction
from typing import Any, Protocol

import av
from aiortc.codecs.base import Encoder
from av.frame import Frame
from av.packet import Packet

from robot.media.opus import red
from robot.media.opus.encoder import MAX_BLOCKS, OpusEncoder
from robot.media.opus.red import RedBlock
from robot.media.types.cells import BLOCK_SAMPLES, SAMPLE_HZ

BITS_PER_S = 32_000
MAX_REPEATED = 2
TIME_BASE = Fraction(1, SAMPLE_HZ)


class SoundSettings(Protocol):
    """What the line can carry of the sound just now."""

    @property
    def bitrate_bps(self) -> int:
        """Of Opus, before anything is repeated."""

    @property
    def loss_percent(self) -> int:
        """How much the line is expected to lose."""

    @property
    def red(self) -> int:
        """How many earlier packets each packet repeats: 0 to 2."""

    @property
    def blocks(self) -> int:
        """How many blocks of 20 ms a packet holds: 1 to 3."""


class OpusMonoEncoder(Encoder):
    """Turns frames of 960 samples into packets that keep the time of their first frame.

    Each frame is a packet, unless the line asks for fewer and longer ones. Frames of another
    form are resampled and cut first; then the times count on from the first one.
    """

    def __init__(self) -> None:
        self._opus = OpusEncoder(BITS_PER_S)
        self._wish: SoundSettings | None = None
        self._applied: SoundSettings | None = None
        self._resampler: av.AudioResampler | None = None
        self._next_pts = 0
        self._waiting: list[bytes] = []
        self._first_pts = 0

    def apply(self, wish: SoundSettings) -> None:
        """Follow this from the next packet on; may be called from any thread."""
        self._wish = wish

    def encode(self, frame: Frame, force_keyframe: bool = False) -> tuple[list[bytes], int]:
        """Return the packets, none while a longer one is not full, and the first one's RTP time."""
        assert isinstance(frame, av.AudioFrame)
        self._tune()
        if self._resampler is None and _fits(frame):
            pts = frame.pts if frame.pts is not None else self._next_pts
            packets = self._taken(frame, pts)
            return packets, self._first_pts
        return self._encode_other(frame)

    def pack(self, packet: "Packet[Any]") -> tuple[list[bytes], int]:
        """Return a packet that is already Opus, and its RTP time."""
        assert packet.pts is not None
        pts = int(packet.pts * packet.time_base / TIME_BASE)
        return [self._payload(bytes(packet), pts)], pts

    def _tune(self) -> None:
        wish = self._wish
        if wish is None or wish == self._applied:
            return
        self._applied = wish
        self._opus.tune(wish.bitrate_bps, wish.loss_percent, repair=self._repairs(wish))

    def _repairs(self, wish: SoundSettings) -> bool:
        return wish.loss_percent > 0

    def _taken(self, frame: av.AudioFrame, pts: int) -> list[bytes]:
        """Return the packet that this block completes; `_first_pts` is its time."""
        if pts != self._next_pts:
            # The microphone was away, or the class has paused: what was heard before stays here.
            self._waiting.clear()
        if not self._waiting:
            self._first_pts = pts
        self._next_pts = pts + BLOCK_SAMPLES
        self._waiting.append(bytes(frame.planes[0])[: BLOCK_SAMPLES * 2])
        if self._applied and len(self._waiting) < min(MAX_BLOCKS, self._applied.blocks):
            return []
        samples = b"".join(self._waiting)
        self._waiting.clear()
        return [self._payload(self._opus.encode(samples), self._first_pts)]

    def _payload(self, packet: bytes, pts: int) -> bytes:
        """Return what is sent for this packet of Opus; overridden where it carries more."""
        return packet

    def _encode_other(self, frame: av.AudioFrame) -> tuple[list[bytes], int]:
        if self._resampler is None:
            self._resampler = av.AudioResampler(
                format="s16", layout="mono", rate=SAMPLE_HZ, frame_size=BLOCK_SAMPLES
            )
        first_pts = None
        packets: list[bytes] = []
        for piece in self._resampler.resample(frame):
            packets += self._taken(piece, self._next_pts)
            if packets and first_pts is None:
                first_pts = self._first_pts
        return packets, self._first_pts if first_pts is None else first_pts


class RedOpusEncoder(OpusMonoEncoder):
    """Always sends RED, with as many earlier packets as the line asks for, maybe none.

    Then it costs one byte, and one payload type holds for the whole lesson,
    whatever the line does.

    Args:
        payload_type: What the description numbers Opus with.
    """

    def __init__(self, payload_type: int = red.OPUS_PAYLOAD_TYPE) -> None:
        super().__init__()
        self._payload_type = payload_type
        self._sent: deque[tuple[int, bytes]] = deque(maxlen=MAX_REPEATED)

    def _repairs(self, wish: SoundSettings) -> bool:
        """A whole copy makes the coarse one inside the next packet superfluous."""
        return super()._repairs(wish) and wish.red == 0

    def _payload(self, packet: bytes, pts: int) -> bytes:
        count = min(MAX_REPEATED, self._applied.red) if self._applied else 0
        earlier = [RedBlock(data, pts - before, self._payload_type) for before, data in self._sent]
        earlier = [block for block in earlier[len(earlier) - count :] if red.fits(block)]
        self._sent.append((pts, packet))
        return red.pack([*earlier, RedBlock(packet, 0, self._payload_type)])


def _fits(frame: av.AudioFrame) -> bool:
    return (
        frame.samples == BLOCK_SAMPLES
        and frame.sample_rate == SAMPLE_HZ
        and frame.layout.name == "mono"
        and frame.format.name == "s16"
        and frame.time_base == TIME_BASE
    )
