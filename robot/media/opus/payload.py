"""Payloads of the robot's sound: mono Opus, alone or with earlier packets (RED)."""

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
    """Settings of the sound for the current line."""

    @property
    def bitrate_bps(self) -> int:
        """Bit rate of Opus, without redundancy."""

    @property
    def loss_percent(self) -> int:
        """Expected loss of the line."""

    @property
    def red(self) -> int:
        """Number of earlier packets in each packet: 0 to 2."""

    @property
    def blocks(self) -> int:
        """Number of blocks of 20 ms in a packet: 1 to 3."""


class OpusMonoEncoder(Encoder):
    """Encoder of frames of 960 samples into packets with the time of their first frame.

    Each frame becomes a packet, unless the settings ask for longer ones. Other frames are
    resampled and cut first; their times then continue from the first one.
    """

    def __init__(self) -> None:
        self._opus = OpusEncoder(BITS_PER_S)
        self._settings: SoundSettings | None = None
        self._applied: SoundSettings | None = None
        self._resampler: av.AudioResampler | None = None
        self._next_pts = 0
        self._waiting: list[bytes] = []
        self._first_pts = 0

    def apply(self, settings: SoundSettings) -> None:
        """Apply these settings from the next packet on; may be called from any thread."""
        self._settings = settings

    def encode(self, frame: Frame, force_keyframe: bool = False) -> tuple[list[bytes], int]:
        """Return the complete packets, possibly none, and the RTP time of the first one."""
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
        settings = self._settings
        if settings is None or settings == self._applied:
            return
        self._applied = settings
        self._opus.tune(settings.bitrate_bps, settings.loss_percent, repair=self._repairs(settings))

    def _repairs(self, settings: SoundSettings) -> bool:
        return settings.loss_percent > 0

    def _taken(self, frame: av.AudioFrame, pts: int) -> list[bytes]:
        """Return the packet completed by this block, if any; `_first_pts` is its time."""
        if pts != self._next_pts:
            # The microphone was lost, or the class paused: earlier sound is discarded.
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
        """Return the payload for this packet of Opus; overridden for RED."""
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
    """Encoder that always sends RED, with as many earlier packets as the settings ask for.

    Without earlier packets RED costs one byte; in exchange, the payload type stays the
    same for the whole lesson.

    Args:
        payload_type: Negotiated payload type of Opus.
    """

    def __init__(self, payload_type: int = red.OPUS_PAYLOAD_TYPE) -> None:
        super().__init__()
        self._payload_type = payload_type
        self._sent: deque[tuple[int, bytes]] = deque(maxlen=MAX_REPEATED)

    def _repairs(self, settings: SoundSettings) -> bool:
        """Return whether to use in-band FEC, which whole copies make superfluous."""
        return super()._repairs(settings) and settings.red == 0

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
