import pytest

from robot.media.sending.copies import MOST_AFTER_S, Copies


def test_a_line_that_loses_and_has_room_gets_copies() -> None:
    copies = Copies()
    copies.update(0.03, 0.0, 2_000_000, 200_000)
    assert copies.on


def test_a_clean_or_a_narrow_line_gets_none() -> None:
    copies = Copies()
    copies.update(0.0, 0.0, 2_000_000, 200_000)
    assert not copies.on
    copies.update(0.05, 0.0, 300_000, 200_000)
    assert not copies.on


def test_copies_do_not_flicker() -> None:
    copies = Copies()
    copies.update(0.015, 0.0, 2_000_000, 200_000)
    copies.update(0.006, 0.0, 2_000_000, 200_000)
    assert copies.on
    copies.update(0.001, 0.0, 2_000_000, 200_000)
    assert not copies.on


def test_copies_keep_clear_of_gaps() -> None:
    copies = Copies()
    copies.update(0.05, 0.0, 2_000_000, 200_000)
    close_s = copies.after_s
    copies.update(0.05, 0.02, 2_000_000, 200_000)
    assert copies.after_s > close_s + 0.02
    copies.update(0.05, 0.5, 2_000_000, 200_000)
    assert copies.after_s == MOST_AFTER_S


def test_what_copies_leave_over_is_the_square_and_the_gaps() -> None:
    copies = Copies()
    assert copies.residual(0.05, 0.0) == 0.05
    copies.update(0.05, 0.0, 2_000_000, 200_000)
    assert copies.residual(0.05, 0.0) == pytest.approx(0.0025)
    assert copies.residual(0.05, 0.01) > 0.0025
