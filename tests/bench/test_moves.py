import numpy as np
import pytest

from tests.bench.moves import Look, Picture, looks_to_pulse_ms, moved_at_ms, taps_to_picture_ms

PERIOD_MS = 100 / 3
HEIGHT, WIDTH = 120, 160
TAP_MS = 1000.0


def scene() -> Picture:
    """A panorama with structure everywhere, wider than the view."""
    rng = np.random.default_rng(3)
    rough = rng.integers(30, 220, (HEIGHT // 5, WIDTH // 2)).astype(np.float64)
    large = np.kron(rough, np.ones((5, 5)))
    for _ in range(3):
        large = (large + np.roll(large, 1, 0) + np.roll(large, 1, 1)) / 3
    return large.astype(np.uint8)


def film(
    pan_px: list[int], *, teacher: bool = False, noise: float = 0.0
) -> tuple[list[float], Picture]:
    rng = np.random.default_rng(11)
    panorama = scene()
    pictures = []
    for index, pan in enumerate(pan_px):
        picture = panorama[:, 50 + pan : 50 + pan + WIDTH].astype(np.float64)
        if teacher:
            left = 20 + index
            picture[30:110, left : left + 40] = 200 if index % 2 else 20
        picture = picture + rng.normal(0, noise, picture.shape)
        pictures.append(picture.clip(0, 255).astype(np.uint8))
    return [index * PERIOD_MS for index in range(len(pan_px))], np.stack(pictures)


STILL = [0] * 60
TURN_AT = 34
TURN = [0] * TURN_AT + [min(40, step + 1) for step in range(60 - TURN_AT)]


@pytest.mark.parametrize("noise", [0.0, 2.0])
@pytest.mark.parametrize("teacher", [False, True])
def test_a_turned_head_is_seen_in_the_first_picture_that_shows_it(
    teacher: bool, noise: float
) -> None:
    at_ms, pictures = film(TURN, teacher=teacher, noise=noise)
    moved = moved_at_ms(at_ms, pictures, TAP_MS)
    assert moved is not None
    assert TURN_AT * PERIOD_MS <= moved <= (TURN_AT + 1) * PERIOD_MS


@pytest.mark.parametrize("noise", [0.0, 2.0])
def test_a_walking_teacher_is_no_turned_head(noise: float) -> None:
    at_ms, pictures = film(STILL, teacher=True, noise=noise)
    assert moved_at_ms(at_ms, pictures, TAP_MS) is None


def test_a_picture_that_moved_before_the_tap_is_not_counted() -> None:
    at_ms, pictures = film(list(range(60)))
    assert moved_at_ms(at_ms, pictures, TAP_MS) is None


def test_a_grey_wall_shows_no_movement() -> None:
    at_ms, _ = film(STILL)
    assert moved_at_ms(at_ms, np.full((60, HEIGHT, WIDTH), 99, np.uint8), TAP_MS) is None


def test_a_tap_before_the_first_picture_is_not_counted() -> None:
    at_ms, pictures = film(TURN)
    assert moved_at_ms(at_ms, pictures, 20.0) is None


def test_taps_are_counted_from_the_tap() -> None:
    at_ms, pictures = film(TURN)
    (delay,) = taps_to_picture_ms(at_ms, pictures, [TAP_MS, 20.0])
    assert delay == pytest.approx(TURN_AT * PERIOD_MS - TAP_MS, abs=PERIOD_MS + 1)


def orders(*pairs: tuple[float, int]) -> list[Look]:
    return [Look(at_ms, position) for at_ms, position in pairs]


def test_a_look_is_counted_to_the_first_new_order() -> None:
    looks = [Look(1003.0), Look(1050.0), Look(2004.0)]
    pulses = orders((0, 5), (1001, 5), (1012, 6), (1032, 7), (2000, 7), (2010, 8))
    assert looks_to_pulse_ms([1000.0, 2000.0], looks, pulses) == [9.0, 6.0]


def test_an_order_repeated_is_no_answer() -> None:
    assert looks_to_pulse_ms([1000.0], [Look(1003.0)], orders((0, 5), (1012, 5))) == []


def test_a_tap_without_a_look_is_not_counted() -> None:
    assert looks_to_pulse_ms([1000.0], [Look(9000.0)], orders((0, 5), (9010, 6))) == []
