"""Readers of pipes and FIFOs that can be stopped while they wait."""

import os
import re
import select
import stat
import time
from pathlib import Path
from types import TracebackType

from robot.media.devices.reopening import Running
from robot.media.types.spec import SourceSpec

STEP_MS = 50
SILENT_S = 1.5


def is_pipe(spec: SourceSpec) -> bool:
    """Return whether this name is a FIFO of the file system, `pipe:`, `pipe:<number>` or `-`."""
    if spec.url == "-" or re.fullmatch(r"pipe:\d*", spec.url):
        return True
    try:
        return stat.S_ISFIFO(Path(_path(spec)).stat().st_mode)
    except (OSError, ValueError):
        return False


class PipeReader:
    """File object for FFmpeg over a pipe; at its end, or when stopping, it reads `b""`.

    A missing or pausing writer is reported as silence and waited for: closing and
    reopening would kill a writer that is only slow.
    """

    def __init__(self, spec: SourceSpec, running: Running) -> None:
        self._running = running
        number = re.fullmatch(r"pipe:(\d*)", spec.url)
        if spec.url == "-" or number:
            self._fd = os.dup(int(number.group(1) or 0) if number else 0)
        else:
            self._fd = os.open(_path(spec), os.O_RDONLY | os.O_NONBLOCK)
        self._poll = select.poll()
        self._poll.register(self._fd, select.POLLIN)

    def __enter__(self) -> "PipeReader":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._fd)

    def read(self, count: int) -> bytes:
        """Return 1 to `count` bytes, or none at the end."""
        silent_at = time.monotonic() + SILENT_S
        while not self._running.stopping():
            if self._poll.poll(STEP_MS):
                return os.read(self._fd, count)
            if time.monotonic() > silent_at:
                self._running.silent("nothing comes through the pipe")
        return b""


def _path(spec: SourceSpec) -> str:
    return spec.rest if spec.scheme == "file" else spec.url
