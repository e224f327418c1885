from robot.allowance import Allowance


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
