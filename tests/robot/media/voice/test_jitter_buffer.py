import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.media.types.cells import SAMPLE_HZ
from robot.media.voice.arrival_delays import KEPT_S
from robot.media.voice.frames import MOST_FRAMES, RtpClock, frames_in
from robot.media.voice.jitter_buffer import SILENT_AFTER, JitterBuffer
from tests.robot.media.voice.calls import (
    PULL,
    Counting,
    Line,
    at_random,
    call,
    jittery,
    numbered,
    swaying,
    with_red,
)

MINUTE = 3000
"""Packets of 20 ms."""


def test_on_a_good_line_all_is_played_with_hardly_any_delay() -> None:
    decoder = Counting()
    heard = call(numbered(500), decoder, Line())
    assert decoder.decoded == list(range(500))
    assert heard.delay_ms(0.5) <= 10
    assert heard.playout.dropped_samples == 0
    assert decoder.concealed <= SILENT_AFTER + PULL  # after its end


def test_packets_of_10_ms_are_as_welcome() -> None:
    decoder = Counting()
    packets = with_red(numbered(1000, 480), 480)
    heard = call(packets, decoder, Line(), samples=480, is_red=True)
    assert decoder.decoded == list(range(1000))
    assert heard.delay_ms(0.5) <= 10


@pytest.mark.parametrize("share", [0.01, 0.05, 0.1])
def test_copies_fill_what_is_lost(share: float) -> None:
    decoder = Counting()
    lost = at_random(share)
    packets = with_red(numbered(MINUTE), 960)
    heard = call(packets, decoder, Line(lost=lost), is_red=True)
    gone = {n for n in range(MINUTE - 1) if lost(n) and lost(n + 1)}
    assert set(range(MINUTE - 1)) - set(decoder.decoded) <= gone
    assert heard.delay_ms(0.5) <= 30
    # Two in a row have no copy; the first losses are learned from.
    made_up = heard.playout.played.concealed - SILENT_AFTER
    assert made_up <= (len(gone) + 10) * 960 + 4 * PULL


def test_without_copies_a_gap_keeps_its_length() -> None:
    decoder = Counting()
    heard = call(numbered(500), decoder, Line(lost=lambda n: n in (200, 300, 301)))
    assert set(range(500)) - set(decoder.decoded) == {200, 300, 301}
    assert heard.delay_ms(0.5) <= 15
    assert heard.playout.played.concealed == pytest.approx(3 * 960 + SILENT_AFTER, abs=3 * PULL)


def test_jitter_is_waited_for_and_little_is_made_up() -> None:
    decoder = Counting()
    heard = call(numbered(MINUTE), decoder, Line(delay_s=jittery(0.04)))
    assert 35 <= heard.delay_ms(0.5) <= 55
    assert heard.playout.played.concealed < 0.02 * MINUTE * 960
    assert len(decoder.decoded) > 0.99 * MINUTE


def test_reordered_and_doubled_packets_are_played_once() -> None:
    decoder = Counting()
    line = Line(
        delay_s=lambda n: 0.03 + (0.025 if n % 10 == 5 else 0.0), twice=lambda n: n % 3 == 0
    )
    call(numbered(MINUTE), decoder, line)
    assert decoder.decoded == sorted(set(decoder.decoded))
    assert len(decoder.decoded) > 0.99 * MINUTE


def test_a_spike_is_played_and_caught_up() -> None:
    decoder = Counting()

    def delay_s(number: int) -> float:
        return 0.03 + max(0.0, (210 - number) * 0.02 if 200 <= number < 210 else 0.0)

    heard = call(numbered(600), decoder, Line(delay_s=delay_s))
    assert len(decoder.decoded) >= 594  # 200 ms at most are kept
    assert max(heard.delays_ms[100:-150]) <= 200
    assert heard.delays_ms[-160] <= 15
    assert heard.playout.played.shortened > 0.1 * SAMPLE_HZ


def test_a_way_that_becomes_longer_and_shorter_is_followed() -> None:
    decoder = Counting()
    line = Line(delay_s=lambda n: 0.03 if n < 300 or n >= 700 else 0.13)
    heard = call(numbered(1200), decoder, line)
    assert heard.delays_ms[1300] <= 30
    assert heard.delays_ms[-160] <= 30
    assert len(decoder.decoded) >= 1190


@pytest.mark.thorough
@pytest.mark.long
@pytest.mark.parametrize("drift", [100e-6, pytest.param(-100e-6, marks=pytest.mark.thorough)])
def test_two_clocks_that_differ_change_no_delay_in_an_hour(drift: float) -> None:
    decoder = Counting()
    line = Line(drift=drift, delay_s=jittery(0.004))
    heard = call(numbered(60_000, 2880), decoder, line, samples=2880)
    minutes = np.array(heard.delays_ms[: 60 * 6000]).reshape(60, -1)[1:-1]
    assert np.median(minutes, axis=1).max() - np.median(minutes, axis=1).min() <= 20
    assert np.quantile(minutes, 0.99) <= 25  # the phase of the pulls goes round
    assert len(decoder.decoded) == 60_000
    played = heard.playout.played
    grown = played.lengthened + played.concealed - played.shortened
    assert grown == pytest.approx(3600 * SAMPLE_HZ * drift, abs=0.2 * SAMPLE_HZ)
    assert played.concealed <= 0.0005 * played.voice


def test_a_pause_of_the_sender_is_no_loss() -> None:
    playout, decoder = _playing()
    for number in range(20):
        playout.put(frames_in(numbered(20)[number], False, number, number * 960))
        playout.take(960)
    before = playout.played.concealed
    playout.put(frames_in(numbered(21)[20], False, 20, 20 * 960 + 4800))
    for _ in range(6):
        playout.take(960)
    assert decoder.decoded[-1] == 20
    assert playout.played.concealed - before <= 2 * PULL


def test_a_voice_that_ends_fades_to_silence_and_can_begin_again() -> None:
    playout, decoder = _playing()
    for number in range(5):
        playout.put(frames_in(numbered(9)[number], False, number, number * 960))
    sound = np.concatenate([playout.take(PULL) for _ in range(40)])
    assert (sound[-PULL:] == 0).all()
    assert np.abs(np.diff(sound.astype(int))).max() < 1200
    for number in range(5, 9):
        playout.put(frames_in(numbered(9)[number], False, number, number * 960 + 99_000))
    again = np.concatenate([playout.take(PULL) for _ in range(10)])
    assert np.abs(again).max() > 5000
    assert decoder.decoded == list(range(9))


def test_what_was_cleared_is_not_played() -> None:
    playout, decoder = _playing()
    for number in range(5):
        playout.put(frames_in(numbered(5)[number], False, number, number * 960))
    for _ in range(3):
        playout.take(PULL)
    playout.clear()
    assert playout.waiting_samples <= PULL
    for _ in range(5):
        playout.take(PULL)
    assert decoder.decoded == [0]


@pytest.mark.long
def test_a_speaker_that_stands_still_meets_a_bounded_wait() -> None:
    playout, _ = _playing()
    for number in range(2000):
        playout.put(frames_in(numbered(2000)[number], False, number % 2**16, number * 960))
        assert playout.waiting_samples <= MOST_FRAMES * 960
    playout.take(PULL)
    assert playout.waiting_samples <= KEPT_S * SAMPLE_HZ


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.one_of(st.binary(max_size=40), st.sampled_from(numbered(3))),
            st.booleans(),
            st.integers(0, 2**16 - 1),
            st.one_of(st.integers(0, 2**32 - 1), st.integers(0, 30).map(lambda n: n * 480)),
            st.integers(0, 3000),
        ),
        max_size=60,
    )
)
def test_any_packets_give_what_is_asked_and_no_more_is_kept(
    steps: list[tuple[bytes, bool, int, int, int]],
) -> None:
    playout, _ = _playing()
    clock = RtpClock()
    for payload, is_red, sequence, rtp_time, count in steps:
        playout.put(frames_in(payload, is_red, sequence, clock.extend(rtp_time)))
        assert len(playout.take(count)) == count
        assert len(playout._frames) <= MOST_FRAMES
        assert len(playout._ready) <= 5760 * 2


def _playing() -> tuple[JitterBuffer, Counting]:
    decoder = Counting()
    return JitterBuffer(decoder), decoder


def test_jitter_is_not_taken_for_a_way_that_changes() -> None:
    line = Line(delay_s=swaying(0.06))
    played = call(numbered(3000, 480), Counting(), line, samples=480).playout.played
    # In 30 s. A target that sways with the jitter would conceal 480 ms, and cut 300 ms.
    assert played.concealed <= 0.35 * SAMPLE_HZ
    assert played.shortened <= 0.15 * SAMPLE_HZ
