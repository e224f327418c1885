"""PURE. Lines of JSON between `karlsson-bridge fleet` and the running bridge. No I/O."""

from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from bridge.fleet.rows import FleetRow
from bridge.protocol.fields import PhraseLanguage, RobotId
from bridge.protocol.fleet import ErrandName

MOST_ASKED: Final = 5000
LINE_BYTES: Final = 16 * 1024 * 1024
"""Longest line: the rows of some ten thousand robots."""


class AskRows(Struct, frozen=True, tag="rows", forbid_unknown_fields=True):
    """Question for all rows."""


class AskErrand(Struct, frozen=True, tag="errand", forbid_unknown_fields=True):
    """Errand for some robots."""

    errand: ErrandName
    robots: Annotated[tuple[RobotId, ...], Meta(min_length=1, max_length=MOST_ASKED)]
    language: PhraseLanguage = "de"


class AskTrial(Struct, frozen=True, tag="trial", forbid_unknown_fields=True):
    """Wish for a trial alarm on every way on which alarms leave."""


class ErrandAnswer(Struct, frozen=True):
    """Outcome of an errand.

    Args:
        refused: Reason why it was not done, for programs; None if it was done.
        text: The outcome in words.
    """

    robot: str
    text: str
    refused: str | None = None
    data: bytes = b""


class TellRows(Struct, frozen=True, tag="rows"):
    """All rows."""

    rows: tuple[FleetRow, ...]


class TellAnswer(Struct, frozen=True, tag="answer"):
    """Answer of one robot."""

    answer: ErrandAnswer


class TellTrial(Struct, frozen=True, tag="trial"):
    """By way: its name, and why it took no alarm; empty if it did."""

    found: tuple[tuple[str, str], ...]


class TellTrouble(Struct, frozen=True, tag="trouble"):
    """The bridge cannot answer, in words."""

    text: str


Question = AskRows | AskErrand | AskTrial
Reply = TellRows | TellAnswer | TellTrial | TellTrouble

encode = msgspec.json.Encoder().encode
decode_question = msgspec.json.Decoder(Question).decode
decode_reply = msgspec.json.Decoder(Reply).decode
