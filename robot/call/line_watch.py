"""Watches one call's line, and tells when its level changes or what it leaves of the picture."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Protocol

from robot.call.quality import Measured, MeasuredLevel, PictureLevel, Quality

WATCH_S = 0.25

SETTLING_S = 3.0
"""A new line is not judged while the sender is still finding out what it carries."""

LOOKS = 8
"""Of the voice, the last two seconds count: a microphone that is switched off costs a moment of
invented voice as well, and must not be taken for a bad line."""

SPOKEN_SAMPLES = 48_000
"""Less voice than a second says nothing about the line."""


class SendingLine(Protocol):
    """What the sender knows of the line."""

    @property
    def loss(self) -> float:
        """Share of packets."""

    @property
    def rtt_s(self) -> float:
        """Round trip."""

    @property
    def queue_delay_s(self) -> float:
        """How long packets wait in the line."""


class PlayedVoice(Protocol):
    """What was played of the child's voice so far, in samples."""

    @property
    def voice(self) -> int:
        """As it came."""

    @property
    def repaired(self) -> int:
        """From a copy."""

    @property
    def concealed(self) -> int:
        """Invented."""


class VoiceShare:
    """Turns counters into the share of the voice that had to be invented over the last looks."""

    def __init__(self) -> None:
        self._looks: deque[tuple[int, int]] = deque(maxlen=LOOKS + 1)

    def __call__(self, played: PlayedVoice) -> float:
        """Return the share, 0 while hardly anything is spoken."""
        heard = played.voice + played.repaired
        if self._looks and heard < self._looks[-1][1]:
            self._looks.clear()
        self._looks.append((played.concealed, heard))
        concealed, heard = (after - before for before, after in zip(*self._ends(), strict=True))
        return concealed / (concealed + heard) if heard >= SPOKEN_SAMPLES else 0.0

    def _ends(self) -> tuple[tuple[int, int], tuple[int, int]]:
        return self._looks[0], self._looks[-1]


class LineReadings:
    """Puts together what is known of one line now.

    Args:
        line: What its sender knows.
        shares: Returns how much of the picture it carries, and how much is really sent.
        played: Returns what was played of the child's voice.
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
        self._voice(played())  # what was played before this line does not speak of it

    def __call__(self) -> Measured:
        """Return what was measured since the last call."""
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
    """Judges a line that has just come up, until cancelled.

    Args:
        read: Returns what was measured since it was called last.
        tell: Takes each change; the first word comes once the line is judged at all.
        settling_s: How long the line is left alone first.
        interval_s: How often it is looked at.
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
        """Look, judge, and tell."""
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
