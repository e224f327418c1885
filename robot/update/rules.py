"""PURE. Rules for installing a release: times, tries, and what a start finds. No I/O.

stage ─► switch ─► try (up to three times) ─► keep
             │                    └─────────► fall back
             └ power cut ─► start: the trial goes on, and counts as a try
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bridge.process.release_info import (
    ReleaseInfo,
    WaveOffer,
    Why,
    is_in,
    may_replace,
    order_of,
)

MOST_TRIES = 3
SCHOOL_FROM_H, SCHOOL_UNTIL_H = 7, 17
"""On weekdays, in the robot's own time. Clubs and corrections end later than lessons do."""

Hindrance = Literal["", "lesson", "school_hours"]
AtStart = Literal["nothing", "forget", "kept", "try", "fall_back"]
AfterTry = Literal["keep", "try", "fall_back"]


@dataclass(frozen=True)
class Choice:
    """The release to take, or why there is none.

    Args:
        info: None if nothing is to be installed.
        why: `newer` or `downgrade` with a release; else what was found instead.
    """

    info: ReleaseInfo | None
    why: Why | Literal["nothing", "platform", "not_listed"]


def hindrance(local: datetime, occupied: bool, anytime: bool = False) -> Hindrance:
    """Return what stands against an installation now, or an empty text.

    Args:
        local: Now, in the robot's own time.
        occupied: A child is in, or on its way in.
        anytime: A person at the robot does not mind school hours.
    """
    if occupied:
        return "lesson"
    is_school = local.weekday() < 5 and SCHOOL_FROM_H <= local.hour < SCHOOL_UNTIL_H
    return "school_hours" if is_school and not anytime else ""


def turn(offer: WaveOffer | None, robot_id: str) -> str:
    """Return the version that the bridge's wave brings to this robot now, or an empty text."""
    return offer.version if offer is not None and is_in(offer, robot_id) else ""


def choose(
    listed: Sequence[ReleaseInfo],
    running: str,
    platform: str,
    fell_back: Sequence[str],
    wanted: str = "",
) -> Choice:
    """Return the newest release for this robot, or the one that is wanted.

    Args:
        wanted: Version of a wave or of a person; empty takes the newest.
    """
    named = [one for one in listed if wanted in ("", one.version)]
    fitting = sorted(
        (one for one in named if one.platform == platform),
        key=lambda one: order_of(one.version),
        reverse=True,
    )
    if not fitting:
        return Choice(None, "platform" if named else "not_listed" if wanted else "nothing")
    found = [(one, may_replace(one, running, () if wanted else fell_back)) for one in fitting]
    # A downgrade is taken on demand alone: else the newest of today would be left tomorrow.
    good = ("newer", "downgrade") if wanted else ("newer",)
    for one, why in found:
        if why in good:
            return Choice(one, why)
    return Choice(None, found[0][1])


def at_start(trial: str, tries: int, current: str, good: str) -> AtStart:
    """Return what a start of the computer does about a trial.

    Args:
        trial: Version on trial; empty for none.
        tries: Tries that have begun.
        current: Version that the link names; empty if it leads nowhere.
        good: Version that was kept last.
    """
    if not trial:
        return "nothing"
    if tries > MOST_TRIES:
        return "fall_back"
    if current != trial:
        return "forget"  # the power failed before the switch, or after the way back
    if good == trial:
        return "kept"
    return "fall_back" if tries >= MOST_TRIES else "try"


def after_try(tries: int, healthy: bool) -> AfterTry:
    """Return what follows a try."""
    if healthy:
        return "keep"
    return "fall_back" if tries >= MOST_TRIES else "try"
