import threading

import pytest

from hardware.contract.errors import BusError, HardwareError, NotConnected
from hardware.drivers.bus.worker import BusThread


class Rounds:
    """A cycle that counts, and fails when told to."""

    def __init__(self, missing: HardwareError | None = None) -> None:
        self.missing = missing
        self.due_s = 0.001
        self.error: Exception | None = None
        self.went = threading.Semaphore(0)
        self.failures: list[HardwareError] = []
        self.closed = False

    def open(self) -> None:
        if self.missing is not None:
            raise self.missing

    def once(self) -> float:
        self.went.release()
        error, self.error = self.error, None
        if error is not None:
            raise error
        return self.due_s

    def failed(self, error: HardwareError) -> None:
        self.failures.append(error)

    def close(self) -> None:
        self.closed = True


def test_the_thread_goes_round_until_it_is_stopped() -> None:
    rounds = Rounds()
    told: list[HardwareError] = []
    thread = BusThread(rounds, told.append)
    thread.start()
    for _ in range(3):
        assert rounds.went.acquire(timeout=5)
    thread.stop()
    assert rounds.closed
    assert told == []


def test_the_thread_reports_a_failure_and_goes_on() -> None:
    rounds = Rounds()
    told: list[HardwareError] = []
    rounds.error = BusError("servo 1", "noise")
    thread = BusThread(rounds, told.append)
    thread.start()
    for _ in range(3):
        assert rounds.went.acquire(timeout=5)
    thread.stop()
    assert [str(error) for error in told] == ["servo 1: noise"]
    assert rounds.failures == told


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_dies_of_something_unforeseen_says_so() -> None:
    rounds = Rounds()
    rounds.error = ZeroDivisionError("unforeseen")
    died = threading.Event()
    thread = BusThread(rounds, lambda _: died.set())
    thread.start()
    assert died.wait(5)
    assert rounds.closed
    thread.stop()


def test_what_is_missing_at_the_start_reaches_the_caller() -> None:
    rounds = Rounds(NotConnected("port x", "not there"))
    thread = BusThread(rounds, print)
    with pytest.raises(NotConnected, match="port x"):
        thread.start()
    assert rounds.closed


def test_the_thread_waits_as_long_as_it_was_told_unless_it_is_woken() -> None:
    rounds = Rounds()
    rounds.due_s = 3600.0
    thread = BusThread(rounds, print)
    thread.start()
    assert rounds.went.acquire(timeout=5)
    thread.wake()
    assert rounds.went.acquire(timeout=5)
    assert not rounds.went.acquire(blocking=False)
    thread.stop()
    assert rounds.closed
