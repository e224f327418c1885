"""Writer of small files on a disk that may be slow, full or gone; nobody waits for it.

One task writes, one file at a time, on a thread. Only the newest content of each file
waits, so a flood of changes costs one write after the other and no memory. Content that
the disk holds already is not written again. A failed write is repeated later.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bridge.process import atomic, file_words

log = logging.getLogger(__name__)

AGAIN_S = 10.0
"""Time after a failure until the next try: a full disk may have room by then."""

WriteState = Literal["yes", "no", "soon"]
"""Answer to whether a restart would find a content: yes; no, the write failed; or still writing."""


@dataclass
class _File:
    wanted: bytes | None = None
    on_disk: bytes | None = None
    failed: bool = False
    """True after a failed try, until newer content is wanted."""
    version: int = 0
    """Version of the wanted content; newer content has a higher one."""
    written: int = 0
    refused: int = 0
    """Versions of the last successful and of the last failed write."""


class Keeper:
    """Writer of the files in one folder.

    Args:
        folder: Made at the first write, for its owner alone.
        tell: Called on the loop's thread whenever a write has succeeded or failed.
    """

    def __init__(self, folder: Path, tell: Callable[[], None]) -> None:
        self._folder = folder
        self._tell = tell
        self._files: dict[str, _File] = {}
        self._news = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self.writes = 0
        """Number of writes that were begun."""

    def keep(self, name: str, data: bytes) -> int:
        """Have this content written soon; return its version. The newest content wins."""
        file = self._files.setdefault(name, _File())
        if file.wanted != data or file.failed:
            file.version += 1
            file.wanted, file.failed = data, False
            if file.on_disk == data:
                file.written = file.version
            else:
                self._idle.clear()
                self._news.set()
        return file.version

    def kept(self, name: str, version: int) -> WriteState:
        """Tell whether a restart would find this version of the content, or a newer one."""
        file = self._files.get(name)
        if file is None or file.written >= version:
            return "yes"
        return "no" if file.refused >= version else "soon"

    async def run(self) -> None:
        """Write until cancelled."""
        while True:
            self._news.clear()
            while (name := self._next()) is not None:
                await self._write(name)
            self._idle.set()
            failed = any(file.failed for file in self._files.values())
            try:
                async with asyncio.timeout(AGAIN_S if failed else None):
                    await self._news.wait()
            except TimeoutError:
                for file in self._files.values():
                    file.failed = False

    async def flush(self, timeout_s: float) -> None:
        """Wait until everything was written or has failed, for at most this long."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._idle.wait()
        except TimeoutError:
            log.error("state: the disk is too slow; the newest changes may be lost")

    def _next(self) -> str | None:
        for name, file in self._files.items():
            if file.wanted != file.on_disk and not file.failed:
                return name
        return None

    async def _write(self, name: str) -> None:
        file = self._files[name]
        data, version = file.wanted, file.version
        assert data is not None
        self.writes += 1
        # During the write it is unknown which of the two contents the disk holds.
        file.on_disk = None
        try:
            await asyncio.to_thread(_replace, self._folder, name, data)
        except OSError as error:
            log.error("state: %s cannot be kept over a restart: %s", name, file_words.words(error))
            file.failed = file.wanted == data
            file.refused = version
        else:
            file.on_disk, file.written = data, version
        self._tell()


def _replace(folder: Path, name: str, data: bytes) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    atomic.replace(folder / name, data)
