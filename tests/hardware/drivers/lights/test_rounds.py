import threading

from hardware.drivers.lights.rounds import PeriodicThread
from tests.deadline import WAIT_S


def test_a_round_begins_when_woken_and_none_after_the_end() -> None:
    done = threading.Semaphore(0)
    rounds = PeriodicThread("test", done.release, every_s=3600.0)
    with rounds:
        rounds.wake()
        assert done.acquire(timeout=WAIT_S)
    rounds.wake()
    assert not done.acquire(blocking=False)


def test_rounds_come_by_themselves_too() -> None:
    done = threading.Semaphore(0)
    with PeriodicThread("test", done.release, every_s=0.001):
        for _ in range(3):
            assert done.acquire(timeout=WAIT_S)
