"""PURE. Steps of a robot into safe mode, and back. No I/O.

    as usual ──3 failures in 5 min──► without extras ──3 more──► without picture ──3 more──► mute
        ▲                                  │  ▲                        │  ▲                    │
        └──────── 10 min without ──────────┘  └────────────────────────┘  └────────────────────┘

A failure is a process that did not end by itself: it was killed by the watchdog or for want of
memory, or an error ended it. Nothing is known of the cause, so more is left out step by step. The
way back goes by the same steps. A robot that fails again soon after a step back waits twice as
long before the next one.
"""

from enum import IntEnum

from msgspec import Struct, structs

FAILURES = 3
"""Failures within `WINDOW_S` that make a robot more cautious."""

WINDOW_S = 300.0

CALM_S = 600.0
"""Time without a failure after which less is left out."""

MOST_DOUBLINGS = 3
"""The longest calm that is asked for is 80 min: about two lessons."""


class Caution(IntEnum):
    """Degree of caution: what a robot leaves out."""

    USUAL = 0
    NO_EXTRAS = 1
    NO_PICTURE = 2
    MUTE = 3


class Record(Struct, frozen=True):
    """Memory of the starts since the computer was switched on.

    Args:
        running: A process has begun, and has not ended by itself.
        failures_s: Monotonic times of the newest failures that count.
        caution: What the newest process leaves out.
        since_s: Monotonic time from which calm counts.
        stepped_back: Times that it became more cautious again after a step back.
    """

    running: bool = False
    failures_s: tuple[float, ...] = ()
    caution: int = 0
    since_s: float = 0.0
    stepped_back: bool = False
    setbacks: int = 0


def begun(record: Record, now: float) -> Record:
    """Return the record of a process that begins; the one before may have failed."""
    if not record.running:
        return structs.replace(record, running=True)
    failures = (*(at for at in record.failures_s if 0.0 <= now - at < WINDOW_S), now)
    if len(failures) < FAILURES or record.caution >= Caution.MUTE:
        return structs.replace(record, failures_s=failures[-FAILURES:], since_s=now)
    return structs.replace(
        record,
        failures_s=(),
        caution=record.caution + 1,
        since_s=now,
        stepped_back=False,
        setbacks=min(record.setbacks + record.stepped_back, MOST_DOUBLINGS),
    )


def ended(record: Record) -> Record:
    """Return the record of a process that ended by itself."""
    return structs.replace(record, running=False)


def returns_in_s(record: Record, now: float) -> float | None:
    """Return the time until less may be left out; None if nothing is."""
    if record.caution == Caution.USUAL:
        return None
    return max(0.0, record.since_s + calm_s(record) - now)


def calm_s(record: Record) -> float:
    """Return the time without a failure that a step back takes."""
    return CALM_S * 2.0**record.setbacks


def calmed(record: Record, now: float) -> Record:
    """Return the record after a step back."""
    caution = max(Caution.USUAL, record.caution - 1)
    return structs.replace(record, failures_s=(), caution=caution, since_s=now, stepped_back=True)
