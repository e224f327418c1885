"""Watch over one call's line: its level, and the picture that it leaves."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Protocol

from bridge.protocol.fields import PictureLevel
from robot.call.quality import Measured, MeasuredLevel, Quality

WATCH_S = 0.25

SETTLING_S = 3.0
"""Time before a new line is judged: the sender first finds out how much it carries."""

LOOKS = 8
"""Number of readings that count for the voice, which is two seconds. A microphone that is switched
off costs a moment of concealed voice too, and must not pass for a bad line."""

SPOKEN_SAMPLES = 48_000
"""Least voice that says something about the line: one second."""


class SendingLine(Protocol):
    """The sender's measurements of the line."""

    @property
    def loss(self) -> float:
        """Share of lost packets, 0 to 1."""

    @property
    def rtt_s(self) -> float:
        """Round-trip time."""

    @property
    def queue_delay_s(self) -> float:
        """Time that packets wait in queues of the line."""


class PlayedVoice(Protocol):
    """Voice of the child that was played so far, in samples."""

    @property
    def voice(self) -> int:
        """Played as it came."""

    @property
    def repaired(self) -> int:
        """Played from a redundant copy."""

    @property
    def concealed(self) -> int:
        """Concealed."""


class VoiceShare:
    """Share of the voice that was concealed over the last `LOOKS` readings."""

    def __init__(self) -> None:
        self._looks: deque[tuple[int, int]] = deque(maxlen=LOOKS + 1)

    def __call__(self, played: PlayedVoice) -> float:
        """Return the share; 0 while hardly anything is spoken."""
        heard = played.voice + played.repaired
        if self._looks and heard < self._looks[-1][1]:
            self._looks.clear()
        self._looks.append((played.concealed, heard))
        concealed, heard = (after - before for before, after in zip(*self._ends(), strict=True))
        return concealed / (concealed + heard) if heard >= SPOKEN_SAMPLES else 0.0

    def _ends(self) -> tuple[tuple[int, int], tuple[int, int]]:
        return self._looks[0], self._looks[-1]


class LineReadings:
    """Readings of one line, put together.

    Args:
        line: The sender's measurements.
        shares: Returns the share of the picture that the line carries, and the share that is sent.
        played: Returns the counters of the child's voice.
    """

    def __init__(
        self,
        line: SendingLine,
        shares: Callable[[], tuple[float, float]],
        played: Callable[[], PlayedVoice],
    ) -> None:
        self._line = line
        self._shares = shares
        self._played = played
        self._voice = VoiceShare()
        self._voice(played())  # voice from before this line says nothing about it

    def __call__(self) -> Measured:
        """Return the measurements since the last call."""
        rung_share, sent_share = self._shares()
        return Measured(
            loss=self._line.loss,
            rtt_s=self._line.rtt_s,
            queue_delay_s=self._line.queue_delay_s,
            rung_share=rung_share,
            sent_share=sent_share,
            voice_concealed=self._voice(self._played()),
        )


class LineWatch:
    """Watch over a line that has just come up.

    Args:
        read: Returns the measurements since its last call.
        tell: Takes the first judgement, and each change.
        settling_s: Time before the first judgement.
        interval_s: Time between two readings.
    """

    def __init__(
        self,
        read: Callable[[], Measured],
        tell: Callable[[MeasuredLevel, PictureLevel], Awaitable[None]],
        settling_s: float = SETTLING_S,
        interval_s: float = WATCH_S,
    ) -> None:
        self._read = read
        self._tell = tell
        self._settling_s = settling_s
        self._interval_s = interval_s

    async def run(self) -> None:
        """Read, judge and tell, until cancelled."""
        quality = Quality()
        told: tuple[MeasuredLevel, PictureLevel] | None = None
        clock = asyncio.get_running_loop().time
        await asyncio.sleep(self._settling_s)
        while True:
            found = (quality.add(self._read(), clock()), quality.picture)
            if found != told:
                told = found
                await self._tell(*found)
            await asyncio.sleep(self._interval_s)
