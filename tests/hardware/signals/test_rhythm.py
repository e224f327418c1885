from hypothesis import given
from hypothesis import strategies as st

from hardware.signals.drawings import SIDE, Face
from hardware.signals.rhythm import (
    FLASH_APART_S,
    Brightenings,
    FaceGuard,
    FlashGuard,
    Pattern,
    Timeline,
    lit,
)
from tests.hardware.signals.flashes import most_flashes_in_a_second


def test_a_pattern_that_does_not_repeat_stays_at_its_end() -> None:
    assert Pattern(((0.0, 0.0), (2.0, 0.6)), repeats=False).brightness_at(99.0) == 0.6


def test_a_pattern_that_repeats_does() -> None:
    pattern = Pattern(((0.0, 0.0), (1.0, 1.0), (2.0, 0.0)))
    assert pattern.brightness_at(0.5) == pattern.brightness_at(4.5) == 0.5


def test_a_pattern_knows_when_it_brightens() -> None:
    beat = Pattern(((0.0, 1.0), (0.5, 1.0), (0.5, 0.0), (1.0, 0.0)))
    assert beat.brightenings_s() == [0.0, 1.0]
    assert Pattern(((0.0, 0.5),)).brightenings_s() == [0.0]


def test_the_last_step_stays_unless_all_repeat() -> None:
    assert Timeline(((1.0, "a"), (1.0, "b"))).at(5.0) == "b"
    assert Timeline(((1.0, "a"), (1.0, "b")), repeats=True).at(4.5) == "a"


def test_changes_of_steps_that_repeat_include_the_way_back() -> None:
    steps = Timeline(((1.0, "a"), (0.5, "b")), repeats=True)
    assert list(steps.changes()) == [(1.0, "a", "b"), (1.5, "b", "a"), (2.5, "a", "b")]


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


def test_lights_that_are_seen_together_brighten_together_or_apart() -> None:
    both = Brightenings()
    ring, eyes = FlashGuard(both), FlashGuard(both)
    assert ring.limit(1.0, 0.0) == 1.0
    assert eyes.limit(1.0, 0.0) == 1.0
    assert eyes.limit(0.0, 0.1) == 0.0
    assert ring.limit(0.0, 0.3) == 0.0
    assert ring.limit(1.0, 0.4) == 1.0
    assert eyes.limit(1.0, 0.5) == 0.0
    assert eyes.limit(1.0, 0.41 + FLASH_APART_S) == 1.0


faces = st.builds(Face, st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))


@given(st.lists(st.tuples(st.floats(0.001, 0.3), faces), max_size=60))
def test_no_led_of_an_eye_flashes_more_than_three_times_a_second(
    wanted: list[tuple[float, Face]],
) -> None:
    guard, now = FaceGuard(), 0.0
    shown = [(0.0, Face())]
    for wait, face in wanted:
        now += wait
        shown.append((now, guard.limit(face, now)))
    for led in range(0, SIDE * SIDE, 7):
        assert most_flashes_in_a_second([(t, float(f.left >> led & 1)) for t, f in shown]) <= 3
    assert most_flashes_in_a_second([(t, lit(f) / 128) for t, f in shown]) <= 3


def test_eyes_close_at_once_and_open_when_they_may() -> None:
    guard = FaceGuard()
    opened, closed = Face(0b1110, 0b1110), Face(0b0011, 0b0011)
    assert guard.limit(opened, 0.0) == opened
    assert guard.limit(closed, 0.1) == Face(0b0010, 0b0010)
    assert guard.limit(closed, 0.4) == closed
