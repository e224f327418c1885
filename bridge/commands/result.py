"""Results of commands, and the bounds of what a person typed."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from bridge.base.records import Enrolment, Pairing
from bridge.store.history import ToldAs


@dataclass(frozen=True)
class CommandResult:
    """Result of a command: data for programs, text for people, a link to scan."""

    data: dict[str, Any] | list[dict[str, Any]]
    text: str
    link: str = ""


def when(unix_s: int) -> str:
    """Return a time as it is shown."""
    return datetime.fromtimestamp(unix_s, UTC).isoformat()


def told_now(kind: str) -> ToldAs:
    """Return how the office's history tells a change of this moment."""
    return ToldAs(kind, int(time.time()))


def state_of(one: Pairing | Enrolment, unix_s: float) -> str:
    """Return what became of something that can be used once."""
    if one.used_at is not None:
        return "used"
    if one.withdrawn_at is not None:
        return "withdrawn"
    return "open" if unix_s < one.expires_at else "expired"


def as_json(data: Sequence[Any] | dict[str, Any]) -> str:
    """Return one line of JSON."""
    return msgspec.json.encode(data).decode()
