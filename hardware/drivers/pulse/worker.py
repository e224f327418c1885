"""The one thread that a board of servos is driven from, since its line takes time.

Callers leave what they want and go on; the newest wins. What the board says of
itself is read several times in TORQUE_OFF_S, so that a failure is known in time.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Protocol

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import PartFailed

log = logging.getLogger(__name__)

PERIOD_S = 0.05
"""How often the board is asked how it is: four times within the 0.2 s of a safe stop."""
JOIN_S = 2.0


class PulseBoard(Protocol):
    """A board with several outputs. Every call blocks, for a bounded time."""

    def open(self) -> None:
        """Find it, with every output off.

        Raises:
            HardwareError: It is not there.
        """
        ...

    def send(self, pulses_us: Mapping[int, float | None]) -> None:
        """Send these pulses on these channels; None ends them.

        Raises:
            HardwareError: It does not take them.
        """
        ...

    def check(self) -> None:
        """Ask how it is.

        Raises:
            HardwareError: Not well.
        """
        ...

    def all_off(self) -> bool:
        """End every pulse; return whether the board heard it. Never fails."""
        ...

    def close(self) -> None:
        """Give the line back. Never fails."""
        ...


class PulseWorker:
    """Drives one board.

    Args:
        board: Touched by this thread alone, once it is started.
        report: Called in the thread.
        period_s: How often the board is checked.
    """

    def __init__(
        self,
        board: PulseBoard,
        report: Callable[[PartFailed], None],
        period_s: float = PERIOD_S,
    ) -> None:
        self._board = board
        self._report = report
        self._period_s = period_s
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._wanted: dict[int, float | None] = {}
        self._reset = False
        self._stop = False
        self._broken = False
        self._off = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Open the board, then run; blocks until it is open.

        Raises:
            HardwareError: It is not there.
        """
        self._board.open()
        self._thread = threading.Thread(target=self._run, name="pulses", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End every pulse and the thread; blocks."""
        self._stop = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(JOIN_S)
            if self._thread.is_alive():
                log.error("body: the servo board's thread hangs in its line")
                return
            self._board.all_off()
            self._board.close()

    def send(self, channel: int, pulse_us: float | None) -> None:
        """Want this pulse there; None for none. Never blocks."""
        with self._lock:
            self._wanted[channel] = pulse_us
        self._wake.set()

    def reset(self) -> None:
        """Open the board anew, with every output off, then send what is wanted since."""
        with self._lock:
            self._reset = True
            self._wanted = {}
        self._wake.set()

    def _run(self) -> None:
        while True:
            self._wake.wait(self._period_s)
            self._wake.clear()
            if self._stop:
                return
            try:
                self._once()
            except HardwareError as error:
                self._give_up()
                self._report(PartFailed(error.code, error.part, error.text))

    def _once(self) -> None:
        with self._lock:
            reset, self._reset = self._reset, False
            broken = self._broken and not reset
            wanted, self._wanted = self._wanted, {}
        if broken:
            # A board out of reach may go on with its last pulses: end them once it is back.
            self._off = self._off or self._board.all_off()
            return
        if reset:
            self._broken = True
            self._board.close()
            self._board.open()
            self._broken = False
        # The check comes first: nothing is sent to a board that lost its supply.
        self._board.check()
        if wanted:
            self._board.send(wanted)

    def _give_up(self) -> None:
        self._broken = True
        self._off = self._board.all_off()
        with self._lock:
            self._wanted = {}


class ChannelOut:
    """One servo's pulses on one channel.

    Args:
        worker: Of its board.
        channel: On the board.
        nearest: Returns the pulse nearest to a wanted one that the board can make.
    """

    def __init__(
        self, worker: PulseWorker, channel: int, nearest: Callable[[float], float]
    ) -> None:
        self._worker = worker
        self._channel = channel
        self._nearest = nearest

    def send(self, pulse_us: float) -> float:
        """Send the nearest pulse from now on; return it."""
        nearest_us = self._nearest(pulse_us)
        self._worker.send(self._channel, nearest_us)
        return nearest_us

    def stop(self) -> None:
        """Send none."""
        self._worker.send(self._channel, None)
