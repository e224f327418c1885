"""Waiting for what a module logs, without looking again and again."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from tests.deadline import WAIT_S


class Listener(logging.Handler):
    """Keeps messages and tells when there is a new one."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._news = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.text += record.getMessage() + "\n"
        self._news.set()

    async def hears(self, words: str) -> None:
        async with asyncio.timeout(WAIT_S):
            while words not in self.text:
                self._news.clear()
                await self._news.wait()


@contextmanager
def listening(name: str) -> Iterator[Listener]:
    logger, listener = logging.getLogger(name), Listener()
    logger.addHandler(listener)
    try:
        yield listener
    finally:
        logger.removeHandler(listener)
