"""PURE. Frames of a page, from Chromium's trace: their cost and their number. No I/O."""

from collections.abc import Sequence
from typing import Any

FRAME_US = 1_000_000 / 60
MAIN = "CrRendererMain"
TASK = "ThreadControllerImpl::RunTask"
DRAWN = "DirectRenderer::DrawFrame"

Event = dict[str, Any]


def frames_ms(events: Sequence[Event]) -> list[float]:
    """Return processor time of the busiest main thread for each 60th of a second, in ms.

    Processor time and not time on the clock: on a busy machine the latter counts the
    neighbours. The throttle works by burning the thread's own time, so it is counted.

    Raises:
        ValueError: The trace holds no task of any main thread.
    """
    mains = {
        _thread(event)
        for event in events
        if event["name"] == "thread_name" and event["args"].get("name") == MAIN
    }
    tasks: dict[tuple[int, int], list[Event]] = {}
    for event in events:
        if event["ph"] == "X" and event["name"] == TASK and _thread(event) in mains:
            tasks.setdefault(_thread(event), []).append(event)
    if not tasks:
        raise ValueError("no task of a main thread")
    busiest = max(tasks.values(), key=lambda found: sum(map(_worked_us, found)))
    first_us = min(event["ts"] for event in busiest)
    last_us = max(event["ts"] for event in busiest)
    frames = [0.0] * (int((last_us - first_us) / FRAME_US) + 1)
    for event in busiest:
        frames[int((event["ts"] - first_us) / FRAME_US)] += _worked_us(event) / 1000
    return frames


def drawn_per_s(events: Sequence[Event]) -> float:
    """Return how many frames the display compositor drew in each second of the trace.

    A frame that would look like the one before is not drawn, so a page that rests has none.

    Raises:
        ValueError: The trace holds no task, so its length is unknown.
    """
    at_us = [float(event["ts"]) for event in events if event["ph"] == "X" and event["name"] == TASK]
    if len(at_us) < 2:
        raise ValueError("no tasks to measure the time by")
    drawn = len([event for event in events if event["ph"] == "X" and event["name"] == DRAWN])
    return 1_000_000 * drawn / (max(at_us) - min(at_us))


def _thread(event: Event) -> tuple[int, int]:
    return event["pid"], event["tid"]


def _worked_us(event: Event) -> float:
    return float(event["tdur"] if "tdur" in event else event["dur"])
