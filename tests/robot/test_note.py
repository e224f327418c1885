import datetime
import logging
from pathlib import Path

import pytest

from robot import note
from robot.events import Remember
from robot.loudness import USUAL

BERLIN = datetime.timezone(datetime.timedelta(hours=1))
NOON = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=BERLIN)


def keep(folder: Path, wish: Remember, today: datetime.datetime) -> None:
    folder.mkdir(exist_ok=True)
    (folder / note.FILE).write_bytes(note.encode(wish, today))


def test_the_teachers_pause_outlives_a_restart(tmp_path: Path) -> None:
    keep(tmp_path / "state", Remember(paused=True, ended_for_s=0.0), NOON)
    classroom = note.read(tmp_path / "state", NOON, now=5.0)
    assert classroom.paused_by == ("teacher",)
    assert not classroom.closed


def test_ended_for_today_holds_until_midnight_and_not_tomorrow(tmp_path: Path) -> None:
    keep(tmp_path, Remember(paused=False, ended_for_s=60.0), NOON)
    assert note.read(tmp_path, NOON, now=5.0).deadlines() == [5.0 + 12 * 3600]
    tomorrow = NOON + datetime.timedelta(days=1)
    assert not note.read(tmp_path, tomorrow, now=5.0).closed


def test_the_volume_is_kept_for_the_day(tmp_path: Path) -> None:
    keep(tmp_path, Remember(paused=False, ended_for_s=0.0, volume=2), NOON)
    assert note.read(tmp_path, NOON, now=5.0).volume == 2
    tomorrow = NOON + datetime.timedelta(days=1)
    assert note.read(tmp_path, tomorrow, now=5.0).volume == USUAL


def test_a_note_from_before_volumes_were_kept_is_read(tmp_path: Path) -> None:
    (tmp_path / note.FILE).write_bytes(b'{"paused":true,"ended_on":""}')
    classroom = note.read(tmp_path, NOON, now=5.0)
    assert (classroom.paused_by, classroom.volume) == (("teacher",), USUAL)


def test_opening_again_is_kept_too(tmp_path: Path) -> None:
    keep(tmp_path, Remember(paused=True, ended_for_s=60.0), NOON)
    keep(tmp_path, Remember(paused=False, ended_for_s=0.0), NOON)
    classroom = note.read(tmp_path, NOON, now=5.0)
    assert (classroom.paused_by, classroom.closed) == ((), False)


def test_a_robot_without_a_note_is_open(tmp_path: Path) -> None:
    classroom = note.read(tmp_path, NOON, now=5.0)
    assert (classroom.paused_by, classroom.closed) == ((), False)


@pytest.mark.parametrize("rubbish", [b"", b"{", b'{"open":true}', b'{"paused":"no"}'])
def test_a_note_that_cannot_be_read_counts_as_a_pause(
    tmp_path: Path, rubbish: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / note.FILE).write_bytes(rubbish)
    assert note.read(tmp_path, NOON, now=5.0).paused_by == ("teacher",)
    assert caplog.records[0].levelno == logging.ERROR


def test_the_day_ends_at_local_midnight() -> None:
    assert note.day_left_s(NOON) == 12 * 3600
