"""State of the class's side over a restart of the agent: pause, end for the day, volume, rights.

A robot that was closed must not be open because a process died. A note that cannot be
read counts as a pause, which only the class lifts. The volume is kept for the day: a robot
that was turned down must not shout after a power cut, and one that was turned up for a
party has its usual volume again the next morning.

The bridge tells the day (`bridge_time`), because the robot's own clock may show any time
after a power cut. Until then a closed robot stays closed. A day in the future was written
while the clock was wrong, and counts as today.
"""

import datetime
import logging
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from bridge.protocol.fields import RightName, Volume
from robot.presence import loudness
from robot.presence.classroom import Classroom
from robot.presence.effects import Remember
from robot.presence.events import DayTold

log = logging.getLogger(__name__)

FILE = "class.json"

SOME_DAY = "unknown"
"""Replaces a date while the bridge has not told the time yet."""


class ClassNote(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Content of the file."""

    paused: bool = False
    ended_on: Annotated[str, Meta(max_length=10)] = ""
    """Local date for which the teacher ended it, as 2026-11-21; empty if open."""
    volume: Volume = loudness.USUAL
    volume_on: Annotated[str, Meta(max_length=10)] = ""
    """Local date on which the volume was set."""
    forbidden: Annotated[tuple[RightName, ...], Meta(max_length=4)] = ()
    """Rights that the class forbids for this day."""
    forbidden_on: Annotated[str, Meta(max_length=10)] = ""


@dataclass(frozen=True)
class ClassroomBefore:
    """State of the class's side from before the restart."""

    classroom: Classroom
    note: ClassNote

    def told(self, unix_s: float) -> DayTold:
        """Return the part that still holds at this time of the bridge."""
        today = day(unix_s)
        ended = self.note.ended_on != "" and not _is_over(self.note.ended_on, today)
        forbids = self.note.forbidden != () and not _is_over(self.note.forbidden_on, today)
        return DayTold(
            closed_for_s=day_left_s(unix_s) if ended else 0.0,
            volume_counts=not _is_over(self.note.volume_on, today),
            forbidden_for_s=day_left_s(unix_s) if forbids else 0.0,
        )


def read(folder: Path) -> ClassroomBefore:
    """Return the state from before; a closed robot stays closed until the day is told."""
    try:
        note = _load(folder)
    except (OSError, msgspec.DecodeError) as error:
        log.error(
            "presence: the state of the class cannot be read, so the robot is paused: %s", error
        )
        return ClassroomBefore(Classroom(paused_by_teacher=True), ClassNote(paused=True))
    classroom = Classroom(
        paused_by_teacher=note.paused,
        closed_until_s=math.inf if note.ended_on else None,
        volume=note.volume,
        forbidden=frozenset(note.forbidden),
    )
    return ClassroomBefore(classroom, note)


def renewed(before: ClassNote, state: Remember, unix_s: float | None) -> ClassNote:
    """Return the note to keep now.

    Args:
        before: Note that was kept until now.
        state: Present state of the class's side.
        unix_s: The bridge's clock; None before it was told.
    """
    today = SOME_DAY if unix_s is None else day(unix_s)
    ended_on = today if state.ended_for_s > 0 else ""
    if ended_on == SOME_DAY:
        ended_on = before.ended_on or SOME_DAY
    forbidden_on = today if state.forbidden else ""
    if forbidden_on == SOME_DAY:
        forbidden_on = before.forbidden_on or SOME_DAY
    return ClassNote(
        state.paused,
        ended_on,
        state.volume,
        today,
        tuple(sorted(state.forbidden)),
        forbidden_on,
    )


def encode(note: ClassNote) -> bytes:
    """Return the content of the file, so that `read` finds this note again."""
    return msgspec.json.encode(note)


def day(unix_s: float) -> str:
    """Return the local date, as 2026-11-21."""
    return _local(unix_s).isoformat()


def day_left_s(unix_s: float) -> float:
    """Return the seconds until the next local midnight, also where the clocks change before it."""
    tomorrow = _local(unix_s) + datetime.timedelta(days=1)
    midnight = datetime.datetime.combine(tomorrow, datetime.time()).astimezone()
    return midnight.timestamp() - unix_s


def _local(unix_s: float) -> datetime.date:
    return datetime.datetime.fromtimestamp(unix_s, datetime.UTC).astimezone().date()


def _is_over(date: str, today: str) -> bool:
    return date != SOME_DAY and date < today


def _load(folder: Path) -> ClassNote:
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=ClassNote)
    except FileNotFoundError:
        return ClassNote()
