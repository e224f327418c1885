"""No word is lost to a stall of the line of up to 2 s, and afterwards the delay is small again."""

import numpy as np
import pytest

from robot.media.types.cells import SAMPLE_HZ, Samples
from robot.media.voice.arrival_delays import KEPT_S
from robot.media.voice.jitter_buffer import SILENT_AFTER
from tests.robot.media.voice.calls import (
    PULL,
    TONE,
    Counting,
    Heard,
    Line,
    at_random,
    call,
    held_up,
    numbered,
    with_red,
)
from tests.robot.media.voice.speech import speech

pytestmark = pytest.mark.long

BEGAN_S = 10.0
SECONDS = 30
CATCH_UP = 6.0
"""Seconds in which a second of delay is caught up."""


class Spoken(Counting):
    """Plays something like speech, with pauses, in packets of so many samples."""

    def __init__(self, samples: int) -> None:
        super().__init__()
        self._samples = samples
        self._speech = speech(SECONDS)

    def decode(self, packet: bytes) -> Samples | None:
        if super().decode(packet) is None:
            return None
        begins = self.decoded[-1] * self._samples
        return self._speech[begins : begins + self._samples]


def after(heard: Heard, since_s: float) -> list[float]:
    """Return the delays from then until the last packet."""
    return heard.delays_ms[round(since_s * 100) : SECONDS * 100]


def missing(decoder: Counting, count: int) -> set[int]:
    return set(range(count)) - set(decoder.decoded)


@pytest.mark.parametrize("samples", [480, 960, 2880])
@pytest.mark.parametrize("stall_s", [0.3, 1.0, 1.5, 2.0])
def test_every_word_is_played_and_the_delay_is_small_again(stall_s: float, samples: int) -> None:
    decoder = Spoken(samples)
    count = SECONDS * SAMPLE_HZ // samples
    line = Line(delay_s=held_up((BEGAN_S, BEGAN_S + stall_s), samples=samples))
    heard = call(numbered(count, samples), decoder, line, samples=samples)
    assert decoder.decoded == list(range(count))
    assert heard.playout.dropped_samples == 0
    assert heard.delays_ms[round((BEGAN_S + stall_s) * 100) + 10] >= 700 * stall_s
    assert max(after(heard, BEGAN_S + (1 + CATCH_UP) * stall_s + 1)) <= 60
    # Made up is what the gap began with, and what the call ends with.
    assert heard.playout.played.concealed <= 2 * SILENT_AFTER + 4 * PULL
    assert heard.playout.played.shortened >= (stall_s - 0.2) * SAMPLE_HZ


def test_what_is_played_faster_keeps_its_pitch() -> None:
    line = Line(delay_s=held_up((BEGAN_S, BEGAN_S + 2.0), samples=480))
    heard = call(numbered(100 * SECONDS, 480), Counting(), line, samples=480)
    hurried = heard.sound[round(12.3 * SAMPLE_HZ) : round(14.3 * SAMPLE_HZ)].astype(float)
    loudest = int(np.abs(np.fft.rfft(hurried * np.hanning(len(hurried)))).argmax())
    assert loudest / 2.0 == pytest.approx(200, abs=1)
    assert np.abs(np.diff(hurried)).max() <= 2 * np.abs(np.diff(TONE.astype(float))).max()


def test_stalls_that_follow_each_other_lose_nothing_either() -> None:
    decoder = Spoken(480)
    stalls = ((5.0, 5.3), (8.0, 9.0), (10.0, 10.4), (14.0, 14.8), (15.2, 15.4))
    line = Line(delay_s=held_up(*stalls, samples=480))
    heard = call(numbered(100 * SECONDS, 480), decoder, line, samples=480)
    assert missing(decoder, 100 * SECONDS) == set()
    assert heard.delays_ms[SECONDS * 100 - 50] <= 200


@pytest.mark.parametrize("packet_s", [0.0001, 0.004, 0.008])
def test_a_line_that_catches_up_slowly_loses_nothing(packet_s: float) -> None:
    decoder = Spoken(480)
    line = Line(
        delay_s=held_up((BEGAN_S, BEGAN_S + 1.5), samples=480, packet_s=packet_s),
    )
    heard = call(numbered(100 * SECONDS, 480), decoder, line, samples=480)
    assert missing(decoder, 100 * SECONDS) == set()
    assert heard.delays_ms[SECONDS * 100 - 50] <= 40


def test_copies_fill_what_the_stall_lost() -> None:
    decoder = Counting()
    lost = at_random(0.05)
    count = 100 * SECONDS
    line = Line(delay_s=held_up((BEGAN_S, BEGAN_S + 1.0), samples=480), lost=lost)
    call(with_red(numbered(count, 480), 480), decoder, line, samples=480, is_red=True)
    gone = {number for number in range(count) if lost(number) and lost(number + 1)}
    begun = {0, 1}
    learning = len(missing(decoder, count) - gone - begun)
    assert learning <= 0.004 * count


def test_packets_of_a_bunch_may_come_in_any_order() -> None:
    decoder = Counting()
    queue = held_up((BEGAN_S, BEGAN_S + 1.0), samples=480)
    count = 100 * SECONDS
    line = Line(
        delay_s=lambda number: queue(number) + (0.009 if number % 7 == 3 else 0.0),
        twice=lambda number: number % 5 == 0,
    )
    call(with_red(numbered(count, 480), 480), decoder, line, samples=480, is_red=True)
    assert decoder.decoded == sorted(set(decoder.decoded))
    assert missing(decoder, count) == set()


def test_packets_that_overtake_a_bunch_are_played_all_the_same() -> None:
    decoder = Counting()

    def delay_s(number: int) -> float:
        sent = (number + 1) / 100
        waited = BEGAN_S + 1.0 - sent if BEGAN_S <= sent < BEGAN_S + 1.0 else 0.0
        return 0.03 + waited + 0.2 * (waited > 0)

    call(numbered(100 * SECONDS, 480), decoder, Line(delay_s=delay_s), samples=480)
    assert missing(decoder, 100 * SECONDS) <= set(range(999, 1100))


@pytest.mark.parametrize("stall_s", [3.0, 5.0, 12.0])
def test_of_a_longer_stall_the_last_two_seconds_are_played(stall_s: float) -> None:
    decoder = Spoken(480)
    began_s = 3.0
    line = Line(delay_s=held_up((began_s, began_s + stall_s), samples=480, packet_s=0.0001))
    heard = call(numbered(100 * SECONDS, 480), decoder, line, samples=480)
    gone = missing(decoder, 100 * SECONDS)
    assert gone <= set(range(299, 299 + round((stall_s - 2.0) * 100)))
    assert max(heard.delays_ms) <= KEPT_S * 1000 + 20
    assert heard.playout.played.concealed <= 2 * SILENT_AFTER + 4 * PULL


def test_a_way_that_is_longer_from_then_on_is_not_caught_up_with() -> None:
    decoder = Counting()
    line = Line(delay_s=lambda number: 0.03 if number < 1000 else 0.53)
    heard = call(numbered(100 * SECONDS, 480), decoder, line, samples=480)
    assert missing(decoder, 100 * SECONDS) == set()
    assert heard.playout.played.shortened <= 0.1 * SAMPLE_HZ
    assert max(after(heard, 12.0)) <= 40
