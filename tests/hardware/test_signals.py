from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.signals import SIGNAL_TABLE, FlashGuard, Pattern
from hardware.wire import SIGNALS, SignalName

STEP_S = 0.01
FLASH = 0.1
"""A change of a tenth of full light is what counts as a flash."""


def rises(values: list[float]) -> list[int]:
    """At which samples the light begins to brighten, by more than FLASH in all."""
    found = []
    low, start, counted = values[0], 0, False
    for i, (before, value) in enumerate(pairwise(values)):
        if value < before:
            low, start, counted = value, i + 1, False
        elif value - low > FLASH and not counted:
            found.append(start)
            counted = True
    return found


def most_in_a_second(starts: list[int]) -> int:
    return max((sum(0 <= s - first < 1 / STEP_S for s in starts) for first in starts), default=0)


def test_every_signal_of_the_wire_has_a_look() -> None:
    assert set(SIGNAL_TABLE) == set(SIGNALS)


@pytest.mark.parametrize("name", SIGNALS)
def test_no_pattern_flashes_more_than_three_times_a_second(name: SignalName) -> None:
    values = [SIGNAL_TABLE[name].brightness_at(i * STEP_S) for i in range(3000)]
    assert all(0 <= value <= 1 for value in values)
    assert most_in_a_second(rises(values)) <= 3


@pytest.mark.parametrize("name", SIGNALS)
def test_nothing_is_saturated_red(name: SignalName) -> None:
    red, green, blue = SIGNAL_TABLE[name].colour
    assert red / (red + green + blue) < 0.8


def look(name: SignalName) -> tuple[object, ...]:
    """What is left of a signal without its colour."""
    signal = SIGNAL_TABLE[name]
    light = tuple(round(signal.brightness_at(i * 0.05, level=i % 2), 2) for i in range(200))
    eyes = tuple(signal.eyes_at(t) for t in (0.0, 5.0))
    return (eyes, light)


@pytest.mark.parametrize(("one", "other"), list(combinations(SIGNALS, 2)))
def test_any_two_signals_differ_without_their_colour(one: SignalName, other: SignalName) -> None:
    if {one, other} == {"asleep", "not_allowed"}:
        return  # both are simply off: there is nobody, and nothing to tell the class
    assert look(one) != look(other)


def test_speaking_follows_the_voice() -> None:
    signal = SIGNAL_TABLE["speaking"]
    assert signal.brightness_at(0, 0.0) < signal.brightness_at(0, 0.5) < signal.brightness_at(0, 1)
    assert signal.brightness_at(0, 7.0) == 1.0


def test_joining_opens_the_eyes_slowly() -> None:
    signal = SIGNAL_TABLE["joining"]
    assert [signal.eyes_at(t) for t in (0.0, 0.9, 1.1)] == [0.5, 0.5, 1.0]


def test_a_hand_that_was_seen_nods_once_and_blinks_twice() -> None:
    signal = SIGNAL_TABLE["seen"]
    assert signal.tilt_offset_at(0.2) < 0
    assert signal.tilt_offset_at(1.0) == 0
    values = [signal.brightness_at(i * STEP_S) for i in range(500)]
    assert len(rises(values)) <= 3
    assert values[-1] == values[200]


def test_a_pattern_that_does_not_repeat_stays_at_its_end() -> None:
    assert Pattern(((0.0, 0.0), (2.0, 0.6)), repeats=False).brightness_at(99.0) == 0.6


def test_a_pattern_that_repeats_does() -> None:
    pattern = Pattern(((0.0, 0.0), (1.0, 1.0), (2.0, 0.0)))
    assert pattern.brightness_at(0.5) == pattern.brightness_at(4.5) == 0.5


@given(st.lists(st.tuples(st.floats(0.001, 0.4), st.floats(0, 1)), max_size=200))
def test_the_guard_lets_no_more_than_three_flashes_through(
    wanted: list[tuple[float, float]],
) -> None:
    guard, now = FlashGuard(), 0.0
    starts: list[float] = []
    falling, before = True, 0.0
    for wait, value in wanted:
        now += wait
        shown = guard.limit(value, now)
        assert shown <= value or shown == before
        if shown > before and falling:
            starts.append(now)
        if shown != before:
            falling = shown < before
        before = shown
    for first in starts:
        assert sum(first <= s < first + 1.0 for s in starts) <= 3


def test_the_guard_darkens_at_once_and_follows_in_the_end() -> None:
    guard = FlashGuard()
    assert guard.limit(1.0, 0.0) == 1.0
    assert guard.limit(0.0, 0.01) == 0.0
    assert guard.limit(1.0, 0.02) == 0.0
    assert guard.limit(1.0, 0.35) == 1.0
