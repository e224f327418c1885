"""Reading of a file in a process of its own, with limits of time and memory.

Only what that process found harmless comes back: its answer is decoded as `ListFile`, and anything
else is a file that cannot be read.
"""

import asyncio
from datetime import date

import msgspec

from bridge.lists.grid import ListFile
from bridge.lists.limits import ANSWER_S, AT_ONCE, MOST_ANSWER_BYTES, WAITING
from bridge.lists.refusals import REFUSALS, UnreadableList
from bridge.process.asked_child import answer_of


class ListSandbox:
    """Reader of files; a few at once, a few that wait."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._inside = 0

    async def read(self, data: bytes, name: str, today: date) -> ListFile:
        """Return what may be known of a file.

        Args:
            data: The file.
            name: As its owner calls it, for words about it.
            today: Day from which birthdays are told.

        Raises:
            UnreadableList: It cannot be read, or too many others are being read.
        """
        if self._inside >= AT_ONCE + WAITING:
            raise UnreadableList("busy", name)
        self._inside += 1
        try:
            async with self._slots:
                answer = await answer_of(
                    *("bridge.lists", today.isoformat()),
                    data=data,
                    most_bytes=MOST_ANSWER_BYTES,
                    within_s=ANSWER_S,
                )
        finally:
            self._inside -= 1
        answer = answer or b""
        if answer[:1] == b"=":
            try:
                return msgspec.json.decode(answer[1:], type=ListFile)
            except msgspec.DecodeError:
                raise UnreadableList("broken", name) from None
        why = answer[1:].decode("ascii", "replace")
        raise UnreadableList(next((one for one in REFUSALS if one == why), "too_big"), name)
