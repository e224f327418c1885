import asyncio
import itertools
from dataclasses import dataclass

import pytest

from bridge.protocol.fields import PictureLevel
from robot.call.line_watch import LineReadings, LineWatch, VoiceShare
from robot.call.quality import Measured, MeasuredLevel
from tests.deadline import WAIT_S


@dataclass
class Played:
    voice: int = 0
    repaired: int = 0
    concealed: int = 0


@dataclass(frozen=True)
class Line:
    loss: float = 0.02
    rtt_s: float = 0.08
    queue_delay_s: float = 0.01


def test_the_share_is_that_of_the_last_two_seconds() -> None:
    share = VoiceShare()
    shares = []
    for look in range(30):
        lost = min(look, 10) * 1_200
        shares.append(share(Played(voice=look * 12_000 - lost, concealed=lost)))
    assert shares[:4] == [0.0] * 4
    assert shares[5:11] == pytest.approx([0.1] * 6)
    assert shares[10:19] == sorted(shares[10:19], reverse=True)
    assert shares[19:] == [0.0] * 11


def test_a_repaired_voice_is_no_invented_one() -> None:
    share = VoiceShare()
    share(Played())
    assert share(Played(voice=60_000, repaired=8_000)) == 0.0


def test_a_microphone_that_is_switched_off_says_little_of_the_line() -> None:
    share = VoiceShare()
    voice = [share(Played(voice=look * 12_000)) for look in range(10)]
    silent = [share(Played(voice=108_000, concealed=4_800)) for _ in range(10)]
    assert set(voice) == {0.0}
    assert max(silent) < 0.1
    assert silent[-1] == 0.0


def test_counters_that_begin_anew_are_no_voice_from_before() -> None:
    share = VoiceShare()
    share(Played(voice=90_000))
    share(Played(voice=0))
    assert share(Played(voice=90_000, concealed=10_000)) == pytest.approx(0.1)


def test_what_was_played_over_an_earlier_line_does_not_count() -> None:
    played = Played(voice=10_000, concealed=90_000)
    readings = LineReadings(Line(), lambda: (0.5, 0.25), lambda: played)
    played.voice += 48_000
    assert readings() == Measured(0.02, 0.08, 0.01, 0.5, 0.0, 0.25)


async def told_while(values: list[Measured]) -> list[tuple[MeasuredLevel, PictureLevel]]:
    """Return what is told while each of these values is read once, and the last for ever."""
    told: list[tuple[MeasuredLevel, PictureLevel]] = []
    enough = asyncio.Event()

    def read() -> Measured:
        if len(values) > 1:
            return values.pop(0)
        return values[0]

    async def tell(level: MeasuredLevel, picture: PictureLevel) -> None:
        told.append((level, picture))
        if (level, picture) == ("poor", "off"):
            enough.set()

    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        watch = LineWatch(read, tell, settling_s=0.0, interval_s=0.01)
        running = tasks.create_task(watch.run())
        await enough.wait()
        running.cancel()
    return told


async def test_the_first_word_is_told_and_then_only_changes() -> None:
    told = await told_while([Measured()] * 5 + [Measured(rung_share=0.0, loss=1.0)])
    assert told[0] == ("good", "full")
    assert told[-1] == ("poor", "off")
    assert all(before != after for before, after in itertools.pairwise(told))
