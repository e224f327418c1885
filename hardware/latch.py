"""The pause latch on disk: it outlives a body that starts anew, not the robot's power switch.

One empty file beside the socket, in a folder of the running system's memory.
"""

import logging
from pathlib import Path

log = logging.getLogger(__name__)


class Latch:
    """Whether the class has paused."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def closed(self) -> bool:
        """Return whether the class had paused when the last body ended."""
        return self._path.exists()

    def set(self, closed: bool) -> None:
        """Keep it. What cannot be kept still holds as long as this process lives."""
        try:
            if closed:
                self._path.touch(mode=0o600)
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            log.error("body: the pause cannot be kept for a restart: %s", error.strerror)
