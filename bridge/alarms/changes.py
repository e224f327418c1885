"""PURE. Changes of alarms: each is kept and told once, and once when it is over. No I/O."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from bridge.alarms.rules import AlarmKind
from bridge.base.records import RaisedAlarm


@dataclass(frozen=True)
class AlarmNews:
    """One alarm that is to be told.

    Args:
        over: It is over.
        since: Unix seconds.
    """

    robot: str
    kind: str
    over: bool
    since: int


@dataclass(frozen=True)
class AlarmChanges:
    """Alarms to keep now.

    Args:
        put: Alarms that are new or changed.
        gone: Alarms that nobody was told of and that are over.
    """

    put: tuple[RaisedAlarm, ...] = ()
    gone: tuple[RaisedAlarm, ...] = ()


def compared(
    kept: Sequence[RaisedAlarm], holding: Mapping[str, Set[AlarmKind]], now: int
) -> AlarmChanges:
    """Return what changes.

    Args:
        kept: Alarms as they are stored.
        holding: By robot, for every robot that is known: which hold now.
        now: Unix seconds.
    """
    put: list[RaisedAlarm] = []
    gone: list[RaisedAlarm] = []
    for one in kept:
        holds = one.kind in holding.get(one.robot_id, ())
        if holds and one.over_at is not None:
            put.append(replace(one, over_at=None))  # its end was told to nobody yet
        elif not holds and one.told_at is None:
            gone.append(one)
        elif not holds and one.over_at is None:
            put.append(replace(one, over_at=now))
    known = {(one.robot_id, one.kind) for one in kept}
    put += [
        RaisedAlarm(robot, kind, now)
        for robot, kinds in sorted(holding.items())
        for kind in sorted(kinds)
        if (robot, kind) not in known
    ]
    return AlarmChanges(tuple(put), tuple(gone))


def to_tell(kept: Sequence[RaisedAlarm]) -> list[AlarmNews]:
    """Return what nobody was told yet."""
    return [
        AlarmNews(one.robot_id, one.kind, one.over_at is not None, one.over_at or one.since)
        for one in kept
        if one.over_at is not None or one.told_at is None
    ]


def told(kept: Sequence[RaisedAlarm], now: int) -> AlarmChanges:
    """Return what changes once everything was told."""
    return AlarmChanges(
        tuple(
            replace(one, told_at=now) for one in kept if one.told_at is None and one.over_at is None
        ),
        tuple(one for one in kept if one.over_at is not None),
    )
