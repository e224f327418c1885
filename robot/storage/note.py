"""The class's wish over a restart of the agent: paused, ended for the day, how loud.

Whoever closed the robot must not find it open because a process died. A note
that cannot be read counts as a pause: only the class opens again. The volume is
kept for the day: a robot that was turned down must not shout after a power cut,
and one that somebody turned up for a party is usual again the next morning.

Which day it is, the bridge says (`bridge_time`): the robot's own clock may stand
anywhere after a power cut. Until then what was closed stays closed. A day in the
future, written when the clock was wrong, counts as today: so it ends tomorrow.
"""

import datetime
import logging
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from bridge.protocol.fields import Volume
from robot.presence import loudness
from robot.presence.classroom import Classroom
from robot.presence.events import DayTold, Remember

log = logging.getLogger(__name__)

FILE = "class.json"

SOME_DAY = "unknown"
"""In the place of a date, where the bridge has not told the time yet."""


class ClassNote(Struct, frozen=True, forbid_unknown_fields=True):
    """What is kept."""

    paused: bool = False
    ended_on: Annotated[str, Meta(max_length=10)] = ""
    """Local date for which the teacher ended it, as 2026-11-21; empty if open."""
    volume: Volume = loudness.USUAL
    volume_on: Annotated[str, Meta(max_length=10)] = ""
    """Local date on which it was so loud."""


@dataclass(frozen=True)
class ClassroomBefore:
    """The class's wish from before."""

    classroom: Classroom
    note: ClassNote

    def told(self, unix_s: float) -> DayTold:
        """Return what of it still holds at this time of the bridge."""
        today = day(unix_s)
        ended = self.note.ended_on != "" and not _is_over(self.note.ended_on, today)
        return DayTold(
            closed_for_s=day_left_s(unix_s) if ended else 0.0,
            volume_counts=not _is_over(self.note.volume_on, today),
        )


def read(folder: Path) -> ClassroomBefore:
    """Return the class's wish from before; what was closed is, until the day is told."""
    try:
        note = _load(folder)
    except (OSError, msgspec.DecodeError) as error:
        log.error("presence: the class's last wish cannot be read, so it is paused: %s", error)
        return ClassroomBefore(Classroom(paused_by_teacher=True), ClassNote(paused=True))
    classroom = Classroom(
        paused_by_teacher=note.paused,
        closed_until_s=math.inf if note.ended_on else None,
        volume=note.volume,
    )
    return ClassroomBefore(classroom, note)


def renewed(before: ClassNote, state: Remember, unix_s: float | None) -> ClassNote:
    """Return what to keep now.

    Args:
        before: What was kept until now.
        state: What the class wants.
        unix_s: The bridge's clock; None before it was told.
    """
    today = SOME_DAY if unix_s is None else day(unix_s)
    ended_on = today if state.ended_for_s > 0 else ""
    if ended_on == SOME_DAY:
        ended_on = before.ended_on or SOME_DAY
    return ClassNote(state.paused, ended_on, state.volume, today)


def encode(note: ClassNote) -> bytes:
    """Return what the file has to hold, so that `read` finds this note again."""
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
