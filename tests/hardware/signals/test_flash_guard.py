from collections.abc import Sequence
from itertools import product
from operator import mul

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hardware.signals.drawings import SIDE, Face
from hardware.signals.flash_guard import CHANGE, FlashGuard, Lamps
from hardware.signals.rhythm import FLASH_APART_S, lit
from tests.hardware.signals import flashes
from tests.hardware.signals.flashes import most_flashes_in_a_second

pytestmark = pytest.mark.long

ALL = 2**64 - 1
DARK = Lamps()
BRIGHT = Lamps(1.0, 1.0, Face(ALL, ALL))

faces = st.builds(Face, st.integers(0, ALL), st.integers(0, ALL)) | st.sampled_from(
    [Face(), Face(ALL, ALL)]
)
shares = st.floats(0, 1) | st.sampled_from([0.0, 0.06, 0.12, 0.5, 1.0])
lamps = st.builds(Lamps, shares, shares, faces)


EQUAL = [strengths for strengths in product((0, 1), repeat=4) if any(strengths)]
STRENGTHS = [*EQUAL, (1, 2, 0, 0), (3, 1, 0, 0), (1, 0, 2, 2), (0, 1, 3, 3), (2, 1, 1, 3)]
"""Strengths of ring, eyes and both drawings for somebody who looks at some of them."""

MOVES = st.lists(
    st.tuples(
        st.integers(0, 3),  # which lights of a few
        st.sampled_from([0.0, 0.0, 0.2, 0.4]),  # seconds in which they change
        st.sampled_from([0.02, 0.06, 0.1, 0.18, 0.34]),  # seconds for which they stay
    ),
    min_size=30,
    max_size=50,
)
RAMP_STEP_S = 0.05


def played(few: list[Lamps], moves: list[tuple[int, float, float]]) -> list[tuple[float, Lamps]]:
    """Return what is asked for, and when."""
    asked, now, before = [(0.0, DARK)], 0.0, DARK
    for which, ramp_s, stay_s in moves:
        after = few[which % len(few)]
        steps = round(ramp_s / RAMP_STEP_S)
        for i in range(1, steps + 1):
            now += RAMP_STEP_S
            ring = before.ring + (after.ring - before.ring) * i / steps
            eyes = before.eyes + (after.eyes - before.eyes) * i / steps
            asked.append((now, Lamps(min(ring, 1.0), min(eyes, 1.0), before.face)))
        now += stay_s
        asked.append((now, after))
        before = after
    return asked


def seen(shown: list[tuple[float, Lamps]], strengths: Sequence[int]) -> list[tuple[float, float]]:
    """Samples of the sum as a share of its full light, measured without the guard's code."""
    found = []
    for at_s, x in shown:
        lights = (x.ring, x.eyes, lit(Face(x.face.left)) / 64, lit(Face(x.face.right)) / 64)
        found.append((at_s, sum(map(mul, strengths, lights)) / sum(strengths)))
    return found


@example([DARK, Lamps(1.0)], [(1, 0.4, 0.02), *[(0, 0.0, 0.1), (1, 0.0, 0.1)] * 15])
@example([Lamps(0.6), Lamps(0.0, 0.6)], [(0, 0.0, 0.1), (1, 0.0, 0.1)] * 15)
@given(st.lists(lamps, min_size=2, max_size=4), MOVES)
def test_no_light_and_no_sum_flashes_more_than_three_times_a_second(
    few: list[Lamps], moves: list[tuple[int, float, float]]
) -> None:
    guard = FlashGuard()
    shown = [(at_s, guard.limit(asked, at_s)) for at_s, asked in played(few, moves)]
    for strengths in STRENGTHS:
        assert most_flashes_in_a_second(seen(shown, strengths)) <= 3
    for led in range(0, SIDE * SIDE, 7):
        alone = [(t, float(x.face.left >> led & 1)) for t, x in shown]
        assert most_flashes_in_a_second(alone) <= 3


@given(st.lists(lamps, min_size=2, max_size=4), MOVES, lamps)
def test_what_is_shown_is_never_brighter_than_asked_and_follows_within_a_second(
    few: list[Lamps], moves: list[tuple[int, float, float]], last: Lamps
) -> None:
    guard, now = FlashGuard(), 0.0
    for now, target in played(few, moves):
        shown = guard.limit(target, now)
        assert shown.ring <= target.ring
        assert shown.eyes <= target.eyes
        assert not shown.face.left & ~target.face.left
        assert not shown.face.right & ~target.face.right
    for i in range(51):
        shown = guard.limit(last, now + i / 50)
    assert shown == last


def test_lights_darken_at_once_and_brighten_when_they_may() -> None:
    guard = FlashGuard()
    assert guard.limit(BRIGHT, 0.0) == BRIGHT
    assert guard.limit(DARK, 0.01) == DARK
    assert guard.limit(BRIGHT, 0.02) == DARK
    assert guard.limit(BRIGHT, FLASH_APART_S) == BRIGHT


def test_a_light_that_brightens_slowly_has_flashed_when_it_is_brightest() -> None:
    guard = FlashGuard()
    for i in range(1, 11):
        assert guard.limit(Lamps(i / 10), i / 10) == Lamps(i / 10)
    for at_s in (1.02, 1.04, 1.4, 1.42, 1.8):
        asked = DARK if at_s in (1.02, 1.4, 1.8) else Lamps(1.0)
        assert guard.limit(asked, at_s) == asked
    assert guard.limit(Lamps(1.0), 1.98) == DARK
    assert guard.limit(Lamps(1.0), 2.0) == Lamps(1.0)


def test_a_change_that_nobody_counts_waits_for_nothing() -> None:
    guard = FlashGuard()
    for i in range(50):
        asked = Lamps(0.5 + (CHANGE - 0.01) * (i % 2))
        assert guard.limit(asked, i / 50) == asked


def test_a_rise_of_one_light_waits_for_the_sum_with_another() -> None:
    guard = FlashGuard()
    assert guard.limit(Lamps(0.6), 0.0) == Lamps(0.6)
    assert guard.limit(DARK, 0.1) == DARK
    assert guard.limit(Lamps(eyes=0.6), 0.2) == DARK
    assert guard.limit(Lamps(eyes=0.6), FLASH_APART_S) == Lamps(eyes=0.6)


def test_a_moving_pupil_lights_new_leds_three_times_a_second_and_holds_no_other_light() -> None:
    guard = FlashGuard()
    ahead, aside = Face(0b1110, 0b1110), Face(0b0111, 0b0111)
    assert guard.limit(Lamps(0.1, 1.0, ahead), 0.0).face == ahead
    assert guard.limit(Lamps(0.3, 1.0, aside), 0.1) == Lamps(0.3, 1.0, Face(0b0110, 0b0110))
    assert guard.limit(Lamps(0.4, 1.0, aside), FLASH_APART_S) == Lamps(0.4, 1.0, aside)


def test_the_guard_counts_smaller_changes_than_the_definition() -> None:
    assert CHANGE < flashes.CHANGE
