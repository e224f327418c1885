"""Pause latch: it survives a restart of the process and a power cut.

An empty file beside the socket, in memory, exists at once and lasts while the computer
runs. A file in the body's state folder follows as soon as the disk has taken it, and
survives a power cut. A thread writes the second one, since the button must not wait for a
disk. The class has paused if either file says so, or if one cannot be read: only the
button lifts a pause.
"""

import logging
import threading
from pathlib import Path

from bridge.process import atomic, file_words

log = logging.getLogger(__name__)

FILE = "pause"
PAUSED = b"paused\n"
OPEN = b"open\n"

CLOSE_S = 0.5
"""Longest wait for the disk when the process ends."""


class Latch:
    """Store of the class's pause.

    Args:
        beside: The file in memory.
        state: The folder on disk.
    """

    def __init__(self, beside: Path, state: Path) -> None:
        self._beside = beside
        self._path = state / FILE
        self._news = threading.Condition()
        self._unwritten: bytes | None = None
        self._ending = False
        self._thread: threading.Thread | None = None

    def closed(self) -> bool:
        """Return whether the class had paused when the last process ended."""
        return self._beside.exists() or self._closed_on_disk()

    def _closed_on_disk(self) -> bool:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return False
        except OSError as error:
            log.error("body: the pause cannot be read, so it holds: %s", file_words.words(error))
            return True
        if data not in (PAUSED, OPEN):
            log.error("body: the pause cannot be read, so it holds: unknown content")
        return data != OPEN

    def set(self, closed: bool) -> None:
        """Store the pause without waiting; if that fails, it holds while this process lives."""
        try:
            if closed:
                self._beside.touch(mode=0o600)
            else:
                self._beside.unlink(missing_ok=True)
        except OSError as error:
            log.error("body: the pause cannot be stored for a restart: %s", file_words.words(error))
        with self._news:
            self._unwritten = PAUSED if closed else OPEN
            self._news.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._write, name="latch", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Wait until the newest pause is on disk, for CLOSE_S at most."""
        with self._news:
            self._ending = True
            self._news.notify()
        if self._thread is not None:
            self._thread.join(CLOSE_S)

    def _write(self) -> None:
        while True:
            with self._news:
                while self._unwritten is None:
                    if self._ending:
                        return
                    self._news.wait()
                data, self._unwritten = self._unwritten, None
            try:
                atomic.replace(self._path, data)
            except OSError as error:
                log.error(
                    "body: the pause cannot be stored for a power cut: %s", file_words.words(error)
                )
