"""Letters that nobody waits for: they leave one after another, while the pages go on."""

import asyncio
from typing import NamedTuple

from bridge.base.journal import Journal
from bridge.mail.post import Post
from bridge.mail.refused import MailRefused

MOST_WAITING = 200
"""Letters that wait; more are dropped, since each could be asked for by a stranger."""


class AutomaticLetter(NamedTuple):
    """A letter that no person reads before it leaves."""

    to: str
    subject: str
    text: str


class LetterQueue:
    """Letters on their way out. None of them survives a restart."""

    def __init__(self, post: Post, journal: Journal) -> None:
        self._post = post
        self._journal = journal
        self._waiting: asyncio.Queue[AutomaticLetter] = asyncio.Queue(MOST_WAITING)

    def put(self, letter: AutomaticLetter) -> bool:
        """Let a letter leave soon; return False if too many wait."""
        try:
            self._waiting.put_nowait(letter)
        except asyncio.QueueFull:
            self._journal.fail("letters of the office wait: %s", f"more than {MOST_WAITING}")
            return False
        return True

    async def run(self) -> None:
        """Send what waits, until cancelled; a refused letter is told without its address."""
        while True:
            letter = await self._waiting.get()
            try:
                await self._post.send(*letter, is_automatic=True)
            except MailRefused as refused:
                self._journal.fail("a letter of the office did not leave: %s", refused)
            finally:
                self._waiting.task_done()

    async def empty(self) -> None:
        """Wait until every letter has left or was refused."""
        await self._waiting.join()
