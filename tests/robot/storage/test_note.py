import datetime
import logging
import math
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from robot.presence.effects import Remember
from robot.presence.events import DayTold
from robot.presence.loudness import USUAL
from robot.storage import note

DAY_S = 86400.0
ENDED = Remember(paused=False, ended_for_s=60.0)
OPEN = Remember(paused=False, ended_for_s=0.0)


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as there:
        there.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


def at(text: str) -> float:
    return datetime.datetime.fromisoformat(f"{text}+00:00").timestamp()


NOON = at("2026-11-23 11:00")


def keep(folder: Path, wish: Remember, unix_s: float | None) -> None:
    folder.mkdir(exist_ok=True)
    kept = note.renewed(note.read(folder).note, wish, unix_s)
    (folder / note.FILE).write_bytes(note.encode(kept))


def test_the_teachers_pause_outlives_a_restart(tmp_path: Path) -> None:
    keep(tmp_path / "state", Remember(paused=True, ended_for_s=0.0), NOON)
    kept = note.read(tmp_path / "state")
    assert kept.classroom.paused_by == ("teacher",)
    assert not kept.classroom.closed
    assert kept.told(NOON).closed_for_s == 0.0


@pytest.mark.parametrize(
    ("told_s", "closed_for_s"),
    [
        pytest.param(NOON, 12 * 3600, id="the same day"),
        pytest.param(NOON + 12 * 3600 - 1, 1, id="its last second"),
        pytest.param(NOON + 12 * 3600, 0, id="midnight"),
        pytest.param(NOON + 300 * DAY_S, 0, id="long after"),
        pytest.param(NOON - 2 * 3600, 14 * 3600, id="the clock was set back by hours"),
        pytest.param(NOON - 370 * DAY_S, 12 * 3600, id="it was written by a clock of the future"),
    ],
)
def test_what_was_ended_for_the_day_opens_with_the_next_and_never_before(
    tmp_path: Path, told_s: float, closed_for_s: float
) -> None:
    keep(tmp_path, ENDED, NOON)
    kept = note.read(tmp_path)
    assert kept.classroom.closed
    assert kept.classroom.deadlines() == []
    assert kept.told(told_s).closed_for_s == pytest.approx(closed_for_s)


def test_a_day_in_the_future_is_over_tomorrow(tmp_path: Path) -> None:
    keep(tmp_path, ENDED, NOON + 400 * DAY_S)
    assert note.read(tmp_path).told(NOON).closed_for_s > 0
    keep(tmp_path, ENDED, NOON)  # as it is kept once the day is told
    assert note.read(tmp_path).told(NOON + DAY_S).closed_for_s == 0


def test_what_is_kept_before_the_day_is_known_leaves_the_robot_closed_for_its_day(
    tmp_path: Path,
) -> None:
    keep(tmp_path, ENDED, NOON)
    keep(tmp_path, Remember(paused=False, ended_for_s=math.inf, volume=3), None)
    assert note.read(tmp_path).told(NOON) == DayTold(12 * 3600, volume_counts=True)
    assert note.read(tmp_path).told(NOON + DAY_S) == DayTold(0.0, volume_counts=True)


@pytest.mark.parametrize("before", [None, b"{"])
def test_closed_on_an_unknown_day_is_closed_for_the_day_that_is_told(
    tmp_path: Path, before: bytes | None
) -> None:
    if before is not None:
        (tmp_path / note.FILE).write_bytes(before)
    keep(tmp_path, ENDED, None)
    assert note.read(tmp_path).told(NOON).closed_for_s == 12 * 3600


def test_the_volume_is_kept_for_the_day(tmp_path: Path) -> None:
    keep(tmp_path, Remember(paused=False, ended_for_s=0.0, volume=2), NOON)
    assert note.read(tmp_path).classroom.volume == 2
    assert note.read(tmp_path).told(NOON).volume_counts
    assert note.read(tmp_path).told(NOON - DAY_S).volume_counts
    assert not note.read(tmp_path).told(NOON + DAY_S).volume_counts


def test_a_note_from_before_volumes_were_kept_is_read(tmp_path: Path) -> None:
    (tmp_path / note.FILE).write_bytes(b'{"paused":true,"ended_on":""}')
    classroom = note.read(tmp_path).classroom
    assert (classroom.paused_by, classroom.volume) == (("teacher",), USUAL)


def test_opening_again_is_kept_too(tmp_path: Path) -> None:
    keep(tmp_path, Remember(paused=True, ended_for_s=60.0), NOON)
    keep(tmp_path, OPEN, NOON)
    classroom = note.read(tmp_path).classroom
    assert (classroom.paused_by, classroom.closed) == ((), False)


def test_a_robot_without_a_note_is_open(tmp_path: Path) -> None:
    kept = note.read(tmp_path)
    assert (kept.classroom.paused_by, kept.classroom.closed) == ((), False)
    assert kept.told(NOON).closed_for_s == 0


@pytest.mark.parametrize("rubbish", [b"", b"{", b'{"open":true}', b'{"paused":"no"}'])
def test_a_note_that_cannot_be_read_counts_as_a_pause(
    tmp_path: Path, rubbish: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / note.FILE).write_bytes(rubbish)
    assert note.read(tmp_path).classroom.paused_by == ("teacher",)
    assert caplog.records[0].levelno == logging.ERROR


@pytest.mark.parametrize(
    ("utc", "left_h"),
    [
        ("2026-11-23 11:00", 12),
        ("2026-10-24 22:00", 25),  # summer time ends on that day
        ("2026-03-28 23:00", 23),  # and begins on that one
        ("2026-11-22 23:00", 24),
    ],
)
def test_the_day_ends_at_local_midnight(utc: str, left_h: int) -> None:
    assert note.day_left_s(at(utc)) == left_h * 3600


def test_what_the_class_forbids_outlives_a_restart_until_the_day_ends(tmp_path: Path) -> None:
    forbidden = frozenset({"zoom", "speech"})
    keep(tmp_path, Remember(False, 0.0, forbidden=forbidden), NOON)  # type: ignore[arg-type]
    before = note.read(tmp_path)
    assert before.classroom.forbids("zoom")
    assert before.classroom.forbids("speech")
    assert not before.classroom.forbids("still")
    before.classroom.tick(1e9)
    assert before.classroom.forbids("zoom")
    assert before.classroom.day_told(before.told(NOON), 5.0)
    before.classroom.tick(5.0 + 12 * 3600 - 1)
    assert before.classroom.forbids("zoom")
    before.classroom.tick(5.0 + 12 * 3600)
    assert not before.classroom.forbids("zoom")


def test_what_was_forbidden_yesterday_is_allowed_today(tmp_path: Path) -> None:
    forbidden = frozenset({"sheets"})
    keep(tmp_path, Remember(False, 0.0, forbidden=forbidden), NOON - DAY_S)  # type: ignore[arg-type]
    before = note.read(tmp_path)
    assert before.classroom.day_told(before.told(NOON), 5.0)
    assert not before.classroom.forbids("sheets")


def test_a_note_without_news_is_read_by_an_older_agent(tmp_path: Path) -> None:
    keep(tmp_path, OPEN, NOON)
    assert b"forbidden" not in (tmp_path / note.FILE).read_bytes()
