"""PURE. Lists that somebody is looking at: kept in memory alone, a few, for a while. No I/O.

Nothing of a list is stored before it is taken over. A restart of the bridge forgets them, as does
the time after which nobody has touched them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bridge.lists.grid import ListFile
from bridge.lists.headings import Role
from bridge.lists.reading import ListPlan, ListWishes

MOST = 3
"""Lists at the same time, about 45 MB each at 10,000 rows; the one left longest goes first."""

KEPT_S = 2 * 3600
"""Time without a touch."""

MOST_ANSWERS = 5_000


@dataclass
class WaitingList:
    """One list while it is looked at.

    Args:
        name: Of the file.
        sha256: Of the file, which itself is not kept.
        answers: By sheet and cell, in the order in which they were given.
        plan: What it says with these answers; None until it is read anew.
    """

    file: ListFile
    name: str
    sha256: str
    answers: dict[str, str] = field(default_factory=dict)
    roles: dict[tuple[int, int], Role] = field(default_factory=dict)
    uses: dict[int, bool] = field(default_factory=dict)
    keep_old: bool = False
    plan: ListPlan | None = None
    touched_s: float = 0.0

    def wishes(self) -> ListWishes:
        """Return what was said so far."""
        return ListWishes(dict(self.answers), dict(self.roles), dict(self.uses), self.keep_old)

    def answer(self, given: Mapping[str, str]) -> None:
        """Note answers; an empty one takes an earlier one back."""
        for key, value in given.items():
            self.answers.pop(key, None)
            if value and len(self.answers) < MOST_ANSWERS:
                self.answers[key] = value
        self.plan = None


@dataclass
class WaitingLists:
    """Lists by the number of the person who looks at them, one each."""

    _lists: dict[int, WaitingList] = field(default_factory=dict)

    def put(self, person_id: int, one: WaitingList, now_s: float) -> None:
        """Keep a list in place of the person's last one."""
        self._forget(now_s)
        self._lists.pop(person_id, None)
        if len(self._lists) >= MOST:
            del self._lists[min(self._lists, key=lambda each: self._lists[each].touched_s)]
        one.touched_s = now_s
        self._lists[person_id] = one

    def get(self, person_id: int, now_s: float) -> WaitingList | None:
        """Return a person's list, or None."""
        self._forget(now_s)
        found = self._lists.get(person_id)
        if found:
            found.touched_s = now_s
        return found

    def drop(self, person_id: int) -> None:
        """Forget a person's list."""
        self._lists.pop(person_id, None)

    def _forget(self, now_s: float) -> None:
        for person_id, one in list(self._lists.items()):
            if now_s - one.touched_s > KEPT_S:
                del self._lists[person_id]
