"""PURE. Answers to teachers that wait until what they promise is on the disk. No I/O."""

from collections import OrderedDict

from bridge.protocol.signaling import Done

NOT_KEPT = "not_kept"
"""It holds now, and will not outlive a restart."""

WAIT_S = 3.5
"""The teacher's page gives up after 4.5 s."""

MOST_WAITING = 64


class Answers:
    """Actions that were carried out and are not answered yet, with the time to answer at last."""

    def __init__(self) -> None:
        self._due_s: OrderedDict[str, float] = OrderedDict()

    @property
    def deadline(self) -> float | None:
        """When the oldest has waited long enough."""
        return next(iter(self._due_s.values()), None)

    def wait(self, action_id: str, now: float) -> list[Done]:
        """Have this answer wait; return those for which there is no more room."""
        self._due_s.setdefault(action_id, now + WAIT_S)
        over = []
        while len(self._due_s) > MOST_WAITING:
            over.append(Done(self._due_s.popitem(last=False)[0], NOT_KEPT))
        return over

    def settle(self, kept: bool) -> list[Done]:
        """Return all answers, now that it is known whether the disk holds the newest wish."""
        ids, self._due_s = list(self._due_s), OrderedDict()
        return [Done(id, None if kept else NOT_KEPT) for id in ids]

    def take_late(self, now: float) -> list[Done]:
        """Return the answers that have waited long enough: the disk has not answered."""
        late = [id for id, due_s in self._due_s.items() if due_s <= now]
        for id in late:
            del self._due_s[id]
        return [Done(id, NOT_KEPT) for id in late]
