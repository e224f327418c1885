"""PURE. Answers to teachers that wait until the promised state is on the disk. No I/O."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

from bridge.protocol.signaling import Done

NOT_KEPT = "not_kept"
"""Code for an action that holds now but would not outlive a restart."""

WAIT_S = 4.2
"""Longest wait for the disk; the teacher's page gives up after 4.5 s."""

MOST_WAITING = 64


OnDisk = Literal["yes", "no", "soon"]


class Answers:
    """Actions that were carried out and are not answered yet, each with its deadline."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, tuple[int, float]] = OrderedDict()

    @property
    def deadline(self) -> float | None:
        """Time at which the oldest answer is due, in monotonic seconds."""
        return next((due_s for _, due_s in self._waiting.values()), None)

    def wait(self, action_id: str, version: int, now: float) -> list[Done]:
        """Queue an answer; return those that the bound pushes out.

        Args:
            action_id: Of the action.
            version: Version that has to be on the disk.
            now: Monotonic seconds.
        """
        self._waiting.setdefault(action_id, (version, now + WAIT_S))
        over = []
        while len(self._waiting) > MOST_WAITING:
            over.append(Done(self._waiting.popitem(last=False)[0], NOT_KEPT))
        return over

    def settle(self, kept: Callable[[int], OnDisk]) -> list[Done]:
        """Return the answers for which the disk has decided.

        Args:
            kept: Tells how far the disk is with a version.
        """
        known = [(id, kept(version)) for id, (version, _) in self._waiting.items()]
        told = [(id, word) for id, word in known if word != "soon"]
        for id, _ in told:
            del self._waiting[id]
        return [Done(id, None if word == "yes" else NOT_KEPT) for id, word in told]

    def take_late(self, now: float) -> list[Done]:
        """Return the answers for which the disk took too long."""
        late = [id for id, (_, due_s) in self._waiting.items() if due_s <= now]
        for id in late:
            del self._waiting[id]
        return [Done(id, NOT_KEPT) for id in late]
