"""PURE. Work by hand: counted deeds, each with its stated seconds. No I/O.

The seconds of keys and of thinking are those of the keystroke-level model (Card, Moran, Newell:
The keystroke-level model for user performance time with interactive systems, CACM 23(7), 1980).
Those of cards, labels and plugs are estimates, stated here and printed with each result; whoever
has a stopwatch changes them here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Deed = Literal[
    "key",
    "thought",
    "paste",
    "row",
    "card_in",
    "card_out",
    "label",
    "plug_in",
    "look",
    "unplug",
]

DEEDS: tuple[Deed, ...] = get_args(Deed)

SECONDS: Mapping[Deed, float] = {
    "key": 0.28,
    "thought": 1.35,
    "paste": 5.0,
    "row": 2.0,
    "card_in": 8.0,
    "card_out": 6.0,
    "label": 10.0,
    "plug_in": 15.0,
    "look": 10.0,
    "unplug": 10.0,
}

WORDS: Mapping[Deed, str] = {
    "key": "press a key",
    "thought": "think before a command or a cell",
    "paste": "mark, copy and paste a text",
    "row": "read a row of a table",
    "card_in": "take a card and put it into the reader",
    "card_out": "take a card out and put it into its robot",
    "label": "peel a label off and stick it on",
    "plug_in": "plug a robot in",
    "look": "look at a robot and hear its name",
    "unplug": "unplug a robot and put it away",
}

LEFT_OUT = (
    "assembling a robot, and calibrating its servos once (hardware/SETUP.md)",
    "lending: two commands for each child, by whoever lends",
    "walking about, waiting for a card that is written, and whatever the school asks for",
)
"""Handwork that a rehearsal cannot count."""


@dataclass(frozen=True)
class CountedDeed:
    """Number of times that a deed was done in one step."""

    step: str
    deed: Deed
    times: int

    @property
    def seconds(self) -> float:
        """All of it together."""
        return self.times * SECONDS[self.deed]


class Hands:
    """Counts deeds, step by step."""

    def __init__(self) -> None:
        self._counted: dict[tuple[str, Deed], int] = {}

    def did(self, step: str, deed: Deed, times: int = 1) -> None:
        """Count a deed."""
        self._counted[step, deed] = self._counted.get((step, deed), 0) + times

    def typed(self, step: str, command: str, pasted: str = "") -> None:
        """Count a command that was typed, of which a part was pasted."""
        self.did(step, "thought")
        self.did(step, "key", len(command) - len(pasted) + 1)  # and Enter
        if pasted:
            self.did(step, "paste")

    def counted(self) -> Iterator[CountedDeed]:
        """Yield what was counted, in the order of the steps."""
        for (step, deed), times in self._counted.items():
            yield CountedDeed(step, deed, times)

    def seconds(self, step: str | None = None) -> float:
        """Return the handwork of one step, or of all."""
        return sum(one.seconds for one in self.counted() if step in (None, one.step))
