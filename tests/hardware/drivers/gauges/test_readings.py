import logging
import threading

import pytest

from hardware.contract.errors import HardwareError
from hardware.drivers.gauges.readings import MOST_MISSED, SlowReader

UNKNOWN = -1.0
CLOCK_S = 0.0


class Voltmeter:
    """A gauge that fails on demand, and says when it was asked."""

    def __init__(self, fails: bool = False) -> None:
        self.value = 3.7
        self.fails = fails
        self.closed = False
        self.asked = threading.Semaphore(0)

    def sample(self, now: float) -> float:
        self.asked.release()
        if self.fails:
            raise HardwareError("gauge", "does not answer", "battery")
        return self.value

    def close(self) -> None:
        self.closed = True


def reader(gauge: Voltmeter, every_s: float = 60.0) -> SlowReader[float]:
    return SlowReader(gauge, UNKNOWN, every_s, lambda: CLOCK_S)


def test_the_first_reading_is_there_at_once() -> None:
    assert reader(Voltmeter()).read() == 3.7


def test_a_gauge_that_is_missing_is_told_at_the_start_and_closed() -> None:
    gauge = Voltmeter(fails=True)
    with pytest.raises(HardwareError):
        reader(gauge)
    assert gauge.closed


def test_some_missed_answers_change_nothing_and_many_make_it_unknown(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    gauge = Voltmeter()
    slow = reader(gauge)
    gauge.fails = True
    for _ in range(MOST_MISSED - 1):
        slow.once()
    assert slow.read() == 3.7
    slow.once()
    slow.once()
    assert slow.read() == UNKNOWN
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    gauge.fails = False
    slow.once()
    assert slow.read() == 3.7
    assert caplog.records[-1].getMessage() == "power: the gauge answers again"


def test_a_thread_asks_and_ends_with_the_body() -> None:
    gauge = Voltmeter()
    with reader(gauge, every_s=0.2) as slow:
        for _ in range(3):
            assert gauge.asked.acquire(timeout=10.0)
        assert slow.read() == 3.7
    assert gauge.closed
    assert all(thread.name != "power" for thread in threading.enumerate())
