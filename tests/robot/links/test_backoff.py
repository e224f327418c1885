import logging

import pytest

from robot.links.backoff import FIRST_S, MOST_S, Backoff


def test_delays_double_up_to_the_most() -> None:
    backoff = Backoff()
    delays = [backoff.failed(chance=0.0) for _ in range(6)]
    assert delays == pytest.approx([FIRST_S, 0.4, 0.8, 1.6, MOST_S, MOST_S])


def test_chance_only_shortens_a_delay() -> None:
    assert FIRST_S / 2 < Backoff().failed(chance=0.99) < FIRST_S


def test_a_thousand_failures_still_give_the_most() -> None:
    backoff = Backoff()
    assert [backoff.failed(0.0) for _ in range(1000)][-1] == MOST_S


def test_only_the_first_failure_is_loud() -> None:
    backoff = Backoff()
    levels = []
    for _ in range(3):
        backoff.failed(0.5)
        levels.append(backoff.failure_level)
    assert levels == [logging.WARNING, logging.DEBUG, logging.DEBUG]


def test_success_is_announced_only_after_a_failure_and_starts_over() -> None:
    backoff = Backoff()
    assert not backoff.succeeded()
    backoff.failed(0.0)
    backoff.failed(0.0)
    assert backoff.succeeded()
    assert backoff.failed(0.0) == FIRST_S
