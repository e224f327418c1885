"""The pause latch: it outlives a body that starts anew, and the robot's power switch.

An empty file beside the socket, in the memory of the running system, is there at once
and holds while the computer runs. A file in the body's state folder follows as soon as the
disk has taken it, and holds over a power cut. A thread writes that one: a button that
waits for a disk is no button. Either file that says "paused" is believed, and so is one
that cannot be read: only a finger at the button opens.
"""

import logging
import threading
from pathlib import Path

from bridge.process import atomic

log = logging.getLogger(__name__)

FILE = "pause"
PAUSED = b"paused\n"
OPEN = b"open\n"

CLOSE_S = 0.5
"""So long is the disk waited for when the process ends."""


class Latch:
    """Whether the class has paused.

    Args:
        beside: The file in memory.
        state: The folder on the disk.
    """

    def __init__(self, beside: Path, state: Path) -> None:
        self._beside = beside
        self._path = state / FILE
        self._news = threading.Condition()
        self._wanted: bytes | None = None
        self._ending = False
        self._thread: threading.Thread | None = None

    def closed(self) -> bool:
        """Return whether the class had paused when the last body ended."""
        return self._beside.exists() or self._closed_on_disk()

    def _closed_on_disk(self) -> bool:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return False
        except OSError as error:
            log.error("body: the pause cannot be read, so it holds: %s", error.strerror)
            return True
        if data not in (PAUSED, OPEN):
            log.error("body: the pause cannot be read, so it holds: unknown content")
        return data != OPEN

    def set(self, closed: bool) -> None:
        """Keep it, without waiting. What cannot be kept holds as long as this process lives."""
        try:
            if closed:
                self._beside.touch(mode=0o600)
            else:
                self._beside.unlink(missing_ok=True)
        except OSError as error:
            log.error("body: the pause cannot be kept for a restart: %s", error.strerror)
        with self._news:
            self._wanted = PAUSED if closed else OPEN
            self._news.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._write, name="latch", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Wait until the disk has the newest, for CLOSE_S at most."""
        with self._news:
            self._ending = True
            self._news.notify()
        if self._thread is not None:
            self._thread.join(CLOSE_S)

    def _write(self) -> None:
        while True:
            with self._news:
                while self._wanted is None:
                    if self._ending:
                        return
                    self._news.wait()
                data, self._wanted = self._wanted, None
            try:
                atomic.replace(self._path, data)
            except OSError as error:
                log.error("body: the pause cannot be kept over a power cut: %s", error.strerror)
