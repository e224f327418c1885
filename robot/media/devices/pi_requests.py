"""Frames of Picamera2, each of whose buffers goes back to it. Untried on hardware."""

import queue
import threading
from types import TracebackType
from typing import Any, Self

from robot.media.devices.reopening import LostError

LAST_WAIT_S = 0.4
"""Longest wait for a frame that nobody wants any more."""


class PiRequests:
    """Frames of the mode that is set, asked for one after the other.

    A buffer that is not given back is missing from then on, also where its frame comes after the
    end. And `Picamera2.stop` waits behind a request that is open, for ever where no frame comes.
    """

    def __init__(self, camera: Any) -> None:
        self._camera = camera
        self._jobs: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._is_open = False
        """True while a frame is asked for that has not come."""
        self._lock = threading.Lock()
        self._ended = False

    def __enter__(self) -> Self:
        return self

    def next(self, timeout_s: float) -> bytes | None:
        """Return a frame's bytes; None where none comes in time, and the next call waits on."""
        if not self._is_open:
            self._is_open = True
            self._camera.capture_request(wait=False, signal_function=self._came)
        try:
            job = self._jobs.get(timeout=timeout_s)
        except queue.Empty:
            return None
        self._is_open = False
        return _taken(job.get_result())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._is_open:
                self._give_up(known_lost=error is not None)
        finally:
            with self._lock:
                self._ended = True
            while not self._jobs.empty():
                self._jobs.get().get_result().release()

    def _give_up(self, known_lost: bool) -> None:
        """Withdraw the request that is open.

        Raises:
            LostError: It cannot be withdrawn, and its frame does not come.
        """
        withdraw = getattr(self._camera, "cancel_all_and_flush", None)
        if withdraw is not None:
            withdraw()
        elif not known_lost and self.next(LAST_WAIT_S) is None:  # Picamera2 of before July 2024
            raise LostError(f"it sent no picture for {LAST_WAIT_S} s")

    def _came(self, job: Any) -> None:
        """Receive a frame on the camera's thread."""
        with self._lock:
            if not self._ended:
                self._jobs.put(job)
                return
        job.get_result().release()


def _taken(request: Any) -> bytes:
    """Return a frame's bytes, and give its buffer back."""
    try:
        return bytes(request.make_buffer("main"))
    finally:
        request.release()
