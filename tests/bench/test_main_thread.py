from typing import Any

import pytest

from tests.bench.main_thread import DRAWN, FRAME_US, MAIN, TASK, drawn_per_s, frames_ms


def named(thread: int, name: str = MAIN) -> dict[str, Any]:
    return {"ph": "M", "name": "thread_name", "pid": 1, "tid": thread, "args": {"name": name}}


def task(thread: int, frame: float, worked_us: float) -> dict[str, Any]:
    at_us = 5e6 + frame * FRAME_US
    return {
        "ph": "X",
        "name": TASK,
        "pid": 1,
        "tid": thread,
        "ts": at_us,
        "dur": 9e5,
        "tdur": worked_us,
    }


def test_tasks_of_one_frame_add_up_and_a_frame_without_any_counts() -> None:
    events = [named(1), task(1, 0, 1000), task(1, 0.5, 500), task(1, 2.2, 3000)]
    assert frames_ms(events) == [1.5, 0.0, 3.0]


def test_other_threads_and_idle_pages_do_not_count() -> None:
    events = [named(1), named(2), named(3, "Compositor"), task(1, 0, 10), task(3, 0, 9000)]
    assert frames_ms([*events, task(2, 0, 2000)]) == [2.0]


def test_a_trace_without_a_main_thread_is_no_measurement() -> None:
    with pytest.raises(ValueError, match="main thread"):
        frames_ms([named(3, "Compositor"), task(3, 0, 10)])


def test_drawn_frames_are_counted_over_the_length_of_the_trace() -> None:
    drawn = [{**task(7, frame, 100), "name": DRAWN} for frame in range(30)]
    assert drawn_per_s([task(1, 0, 10), task(3, 60, 10), *drawn]) == pytest.approx(30)
    assert drawn_per_s([task(1, 0, 10), task(3, 60, 10)]) == 0


def test_without_tasks_nobody_knows_how_long_the_trace_was() -> None:
    with pytest.raises(ValueError, match="time"):
        drawn_per_s([task(1, 0, 10)])
