import pytest

from robot.media.types.allowance import (
    ATTEMPT_BURST,
    ATTEMPT_RATE_HZ,
    KEYS_KEPT,
    Allowance,
    Attempts,
)


def test_a_burst_passes_and_the_next_message_is_dropped_and_counted() -> None:
    allowance = Allowance(rate_hz=10, burst=3)
    assert [allowance.take(1.0) for _ in range(4)] == [True, True, True, False]
    assert allowance.dropped == 1


def test_tokens_come_back_with_time_but_never_more_than_the_burst() -> None:
    allowance = Allowance(rate_hz=10, burst=3)
    for _ in range(3):
        allowance.take(1.0)
    assert allowance.take(1.1)
    assert not allowance.take(1.1)
    assert [allowance.take(100.0) for _ in range(4)] == [True, True, True, False]


def test_a_clock_that_stands_still_gives_nothing() -> None:
    allowance = Allowance(rate_hz=10, burst=1)
    assert allowance.take(5.0)
    assert not allowance.take(4.0)


def test_who_may_wait_is_told_how_long() -> None:
    allowance = Allowance(rate_hz=10, burst=2)
    assert [allowance.spend(1.0) for _ in range(4)] == pytest.approx([0.0, 0.0, 0.1, 0.2])
    assert allowance.spend(2.0) == 0.0


def test_attempts_are_counted_for_each_key_and_come_back_slowly() -> None:
    attempts = Attempts()
    assert [attempts.take("anna", 1.0) for _ in range(ATTEMPT_BURST + 1)] == [
        *[True] * ATTEMPT_BURST,
        False,
    ]
    assert attempts.take("ben", 1.0)
    assert attempts.take("anna", 1.0 + 1 / ATTEMPT_RATE_HZ)


def test_keys_of_long_ago_are_forgotten() -> None:
    attempts = Attempts()
    for _ in range(ATTEMPT_BURST):
        attempts.take("anna", 1.0)
    for number in range(KEYS_KEPT):
        attempts.take(str(number), 1.0)
    assert attempts.take("anna", 1.0)
