"""The thread that drives a servo board, whose bus or port may block.

Callers leave their pulses and return at once; the newest one is sent. The state of the
board is read several times in TORQUE_OFF_S, so that a failure is noticed in time.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Protocol

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import PartFailed

log = logging.getLogger(__name__)

PERIOD_S = 0.05
"""Interval between checks of the board: four within the 0.2 s of a safe stop."""
JOIN_S = 2.0


class PulseBoard(Protocol):
    """A board with several outputs. Every call blocks for a bounded time."""

    def open(self) -> None:
        """Find the board, and switch every output off.

        Raises:
            HardwareError: The board is missing.
        """
        ...

    def send(self, pulses_us: Mapping[int, float | None]) -> None:
        """Send these pulses, by channel; None ends them.

        Raises:
            HardwareError: The board does not take them.
        """
        ...

    def check(self) -> None:
        """Read the state of the board.

        Raises:
            HardwareError: The board reports an error.
        """
        ...

    def all_off(self) -> bool:
        """End every pulse; return whether the board took the order. Never fails."""
        ...

    def close(self) -> None:
        """Close the bus or port. Never fails."""
        ...


class PulseWorker:
    """Drives one board from a thread.

    Args:
        board: Used by the thread alone once it runs.
        report: Called with each failure, in the thread.
        period_s: Interval between checks of the board.
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
        """Open the board, then start the thread. Blocks while opening.

        Raises:
            HardwareError: The board is missing.
        """
        self._board.open()
        self._thread = threading.Thread(target=self._run, name="pulses", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, then every pulse. Blocks for JOIN_S at most."""
        self._stop = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(JOIN_S)
            if self._thread.is_alive():
                log.error("body: the thread of the servo board does not end")
                return
            self._board.all_off()
            self._board.close()

    def send(self, channel: int, pulse_us: float | None) -> None:
        """Send this pulse on a channel in the next round; None ends its pulses. Never blocks."""
        with self._lock:
            self._wanted[channel] = pulse_us
        self._wake.set()

    def reset(self) -> None:
        """Open the board anew, with every output off, then send pulses that came since."""
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
            # An unreachable board may keep sending its last pulses: end them once it is back.
            self._off = self._off or self._board.all_off()
            return
        if reset:
            self._broken = True
            self._board.close()
            self._board.open()
            self._broken = False
        # The check comes first, so that nothing is sent to a board that lost its supply.
        self._board.check()
        if wanted:
            self._board.send(wanted)

    def _give_up(self) -> None:
        self._broken = True
        self._off = self._board.all_off()
        with self._lock:
            self._wanted = {}


class ChannelOut:
    """Pulses for one servo on one channel of a board.

    Args:
        worker: Drives the board.
        channel: Number of the channel.
        nearest: Returns the pulse nearest to a wanted one that the board can generate.
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
        """End the pulses: the servo goes limp."""
        self._worker.send(self._channel, None)
