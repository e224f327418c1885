"""The class's wish over a restart of the agent: paused, ended for the day, how loud.

Whoever closed the robot must not find it open because a process died. A note
that cannot be read counts as a pause: only the class opens again. The volume is
kept for the day: a robot that was turned down must not shout after a power cut,
and one that somebody turned up for a party is usual again the next morning.
"""

import datetime
import logging
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from bridge.protocol.fields import Volume
from robot import loudness
from robot.classroom import Classroom
from robot.events import Remember

log = logging.getLogger(__name__)

FILE = "class.json"


class Note(Struct, frozen=True, forbid_unknown_fields=True):
    """What is kept."""

    paused: bool = False
    ended_on: Annotated[str, Meta(max_length=10)] = ""
    """Local date for which the teacher ended it, as 2026-11-21; empty if open."""
    volume: Volume = loudness.USUAL
    volume_on: Annotated[str, Meta(max_length=10)] = ""
    """Local date on which it was so loud."""


def read(folder: Path, today: datetime.datetime, now: float) -> Classroom:
    """Return the class's wish from before.

    Args:
        folder: The agent's state.
        today: Local time.
        now: Monotonic seconds of the same moment.
    """
    try:
        note = msgspec.json.decode((folder / FILE).read_bytes(), type=Note)
    except FileNotFoundError:
        return Classroom()
    except (OSError, msgspec.DecodeError) as error:
        log.error("presence: the class's last wish cannot be read, so it is paused: %s", error)
        return Classroom(paused_by_teacher=True)
    day = today.date().isoformat()
    ended = note.ended_on == day
    return Classroom(
        paused_by_teacher=note.paused,
        closed_until_s=now + day_left_s(today) if ended else None,
        volume=note.volume if note.volume_on == day else loudness.USUAL,
    )


def encode(wish: Remember, today: datetime.datetime) -> bytes:
    """Return what the file has to hold, so that `read` finds this wish again."""
    day = today.date().isoformat()
    kept = Note(wish.paused, day if wish.ended_for_s > 0 else "", wish.volume, day)
    return msgspec.json.encode(kept)


def day_left_s(today: datetime.datetime) -> float:
    """Return the seconds until the next local midnight."""
    tomorrow = today.date() + datetime.timedelta(days=1)
    midnight = datetime.datetime.combine(tomorrow, datetime.time(), tzinfo=today.tzinfo)
    return (midnight - today).total_seconds()
