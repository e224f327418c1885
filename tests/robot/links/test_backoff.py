import logging

import pytest

from bridge.protocol.causes import CAUSES
from robot.links.backoff import (
    BRISK,
    FIRST_S,
    MOST_S,
    PERSON,
    STEADY_S,
    TWIN,
    Backoff,
    pace_of,
)


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


def test_a_link_that_falls_at_once_was_no_success() -> None:
    backoff = Backoff()
    delays = []
    for _ in range(5):
        assert not backoff.stood(STEADY_S / 2)
        delays.append(backoff.failed(chance=0.0))
    assert delays == pytest.approx([FIRST_S, 0.4, 0.8, 1.6, MOST_S])
    assert backoff.stood(STEADY_S)
    assert not backoff.had_failed
    assert backoff.failed(chance=0.0) == FIRST_S


def test_twins_that_take_turns_come_ever_more_seldom() -> None:
    """At a bridge of before: each stands for as long as the other one waits."""
    backoff = Backoff()
    now, waited = 0.0, []
    for _ in range(8):
        waited.append(backoff.failed(chance=0.0, pace=TWIN))
        now += waited[-1]
        assert not backoff.stood(waited[-1])
    assert waited == [15.0, 30.0, 60.0, 120.0, 240.0, 300.0, 300.0, 300.0]
    assert backoff.stood(600.0)


def test_each_kind_of_failure_has_its_own_pace() -> None:
    assert {cause for cause in CAUSES if pace_of(cause) is TWIN} == {"twin"}
    assert pace_of("silent") is BRISK
    assert pace_of("token_used") is PERSON
    backoff = Backoff()
    for _ in range(20):
        backoff.failed(0.0, PERSON)
    assert backoff.failed(0.0, PERSON) == PERSON.most_s
    # A network that comes back after that is not made to wait.
    assert backoff.failed(0.0, BRISK) == FIRST_S
