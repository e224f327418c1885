import threading
from collections.abc import Mapping
from contextlib import suppress

import pytest

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import PartFailed
from hardware.drivers.pulse.worker import ChannelOut, PulseWorker

DEADLINE_S = 20.0


class Board:
    """Remembers; fails when told to."""

    def __init__(self) -> None:
        self.pulses: dict[int, float | None] = {}
        self.broken: str | None = None
        self.reachable = True
        self.calls: list[str] = []
        self.changed = threading.Condition()

    def open(self) -> None:
        self._note("open")
        self._fail()
        self.pulses.clear()

    def send(self, pulses_us: Mapping[int, float | None]) -> None:
        self._fail()
        self.pulses.update(pulses_us)
        self._note("send")

    def check(self) -> None:
        self._note("check")
        self._fail()

    def all_off(self) -> bool:
        if self.reachable:
            self.pulses.clear()
        self._note("off" if self.reachable else "unheard")
        return self.reachable

    def close(self) -> None:
        self._note("close")

    def _fail(self) -> None:
        if self.broken is not None:
            raise HardwareError("board", self.broken, "servo_bus")

    def _note(self, call: str) -> None:
        with self.changed:
            self.calls.append(call)
            self.changed.notify_all()

    def wait(self, call: str, times: int = 1) -> None:
        """Until this call came so often from now on."""
        with self.changed:
            wanted = self.calls.count(call) + times
            assert self.changed.wait_for(lambda: self.calls.count(call) >= wanted, DEADLINE_S)


@pytest.fixture
def board() -> Board:
    return Board()


def test_the_newest_pulse_of_each_channel_is_sent(board: Board) -> None:
    worker = PulseWorker(board, print, period_s=DEADLINE_S)
    worker.send(1, 1000.0)
    worker.send(1, 1500.0)
    worker.send(2, 1600.0)
    worker.start()
    with board.changed:
        assert board.changed.wait_for(lambda: "send" in board.calls, DEADLINE_S)
    assert board.pulses == {1: 1500.0, 2: 1600.0}
    worker.stop()
    assert board.pulses == {}
    assert board.calls[-2:] == ["off", "close"]


def test_a_failure_is_told_once_and_everything_is_off_until_a_reset(board: Board) -> None:
    told: list[PartFailed] = []
    worker = PulseWorker(board, told.append, period_s=0.001)
    worker.start()
    worker.send(1, 1500.0)
    board.wait("send")
    board.broken = "fell off"
    board.wait("off")
    worker.send(1, 1700.0)
    board.broken = None
    before = board.calls.count("send")
    worker.reset()
    board.wait("check", 3)
    assert board.calls.count("send") == before  # the goal from before the reset is forgotten
    assert told == [PartFailed("servo_bus", "board", "fell off")]
    worker.send(1, 1800.0)
    board.wait("send")
    assert board.pulses == {1: 1800.0}
    worker.stop()


def test_a_board_out_of_reach_is_told_to_stop_until_it_hears(board: Board) -> None:
    worker = PulseWorker(board, lambda _: None, period_s=0.001)
    worker.start()
    worker.send(1, 1500.0)
    board.wait("send")
    board.reachable = False
    board.broken = "pulled out"
    board.wait("unheard", 2)
    assert board.pulses == {1: 1500.0}
    board.reachable = True
    board.wait("off")
    assert board.pulses == {}
    worker.stop()


def test_a_reset_that_fails_is_told_anew(board: Board) -> None:
    told: list[PartFailed] = []
    worker = PulseWorker(board, told.append, period_s=0.001)
    worker.start()
    board.broken = "fell off"
    board.wait("off")
    worker.reset()
    board.wait("off")
    worker.stop()
    assert len(told) == 2


def test_a_board_that_cannot_be_opened_is_an_error_and_no_thread(board: Board) -> None:
    board.broken = "not there"
    worker = PulseWorker(board, print)
    with pytest.raises(HardwareError, match="not there"):
        worker.start()
    worker.stop()
    assert board.calls == ["open"]


def test_an_output_tells_the_pulse_that_the_board_can_make(board: Board) -> None:
    worker = PulseWorker(board, print, period_s=DEADLINE_S)
    worker.start()
    out = ChannelOut(worker, 3, lambda pulse_us: float(round(pulse_us)))
    assert out.send(1500.4) == 1500.0
    with suppress(AssertionError):
        board.wait("send", 0)
    out.stop()
    worker.stop()
    assert board.pulses == {}
