"""Keeps small files on a disk that may be slow, full or gone, without anybody waiting for it.

One task writes, one file at a time, on a thread. Of each file only the newest content
waits, so a flood of changes costs one write after the other and no memory. What the disk
holds already is not written again. What could not be written is tried again later.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bridge.process import atomic

log = logging.getLogger(__name__)

AGAIN_S = 10.0
"""So long after a failure a file is tried again: a full disk may have room by then."""

OnDisk = Literal["yes", "no", "soon"]
"""Whether the disk has held a content: for sure, not at the last try, or it is at work."""


@dataclass
class _File:
    wanted: bytes | None = None
    on_disk: bytes | None = None
    failed: bool = False
    """The last try failed, and nothing newer was wanted since."""
    version: int = 0
    """Of what is wanted; each newer content has a higher one."""
    written: int = 0
    refused: int = 0
    """Versions that the disk has taken, and not taken, last."""


class Keeper:
    """Writes the files of one folder.

    Args:
        folder: Made at the first write, for its owner alone.
        tell: Called on the loop's thread whenever a write has ended, well or not.
    """

    def __init__(self, folder: Path, tell: Callable[[], None]) -> None:
        self._folder = folder
        self._tell = tell
        self._files: dict[str, _File] = {}
        self._news = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self.writes = 0
        """Writes that were begun."""

    def keep(self, name: str, data: bytes) -> int:
        """Have the file hold this, soon; the newest content wins. Return its version."""
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

    def kept(self, name: str, version: int) -> OnDisk:
        """Return whether a restart would find this version of the content, or a newer one."""
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
        """Wait until everything was written or has failed, for so long at most."""
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
        # While it is being written nobody knows which of the two the disk holds.
        file.on_disk = None
        try:
            await asyncio.to_thread(_replace, self._folder, name, data)
        except OSError as error:
            log.error("state: %s cannot be kept over a restart: %s", name, error.strerror)
            file.failed = file.wanted == data
            file.refused = version
        else:
            file.on_disk, file.written = data, version
        self._tell()


def _replace(folder: Path, name: str, data: bytes) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    atomic.replace(folder / name, data)
