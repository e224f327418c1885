import errno
import logging
from pathlib import Path

import pytest

from bridge.protocol.fields import ViewSlot
from bridge.protocol.presence import SavedView
from robot.steering.gaze import HeadTarget
from robot.steering.views import FILE, Views


def save(folder: Path, slot: ViewSlot, target: HeadTarget) -> None:
    data = Views(folder).save(slot, target)
    assert data is not None
    (folder / FILE).write_bytes(data)


def test_saved_places_outlive_a_restart(tmp_path: Path) -> None:
    save(tmp_path, "table", HeadTarget(-20.0, -12.5))
    save(tmp_path, "board", HeadTarget(31.234567, 4.0))
    assert Views(tmp_path).saved == (
        SavedView("board", 31.23, 4.0),
        SavedView("table", -20.0, -12.5),
    )


def test_a_place_that_is_saved_anew_is_moved(tmp_path: Path) -> None:
    views = Views(tmp_path)
    views.save("board", HeadTarget(10.0, 0.0))
    views.save("board", HeadTarget(20.0, 0.0))
    assert views.where("board") == HeadTarget(20.0, 0.0)


def test_a_robot_that_knows_no_place_says_so(tmp_path: Path) -> None:
    views = Views(tmp_path)
    assert (views.saved, views.where("teacher")) == ((), None)


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"{",
        b'{"views":[{"slot":"door","pan_deg":0,"tilt_deg":0}]}',
        b'{"views":[{"slot":"board","pan_deg":1e9,"tilt_deg":0}]}',
    ],
)
def test_a_file_that_cannot_be_read_keeps_nobody_out(
    tmp_path: Path, rubbish: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE).write_bytes(rubbish)
    views = Views(tmp_path)
    assert views.saved == ()
    assert caplog.records[0].levelno == logging.ERROR
    save(tmp_path, "board", HeadTarget(5.0, 0.0))
    assert Views(tmp_path).where("board") == HeadTarget(5.0, 0.0)


def test_a_disk_that_fails_once_does_not_cost_the_places_that_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path, "table", HeadTarget(-20.0, -12.5))

    def fails(_: Path) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as failing:
        failing.setattr(Path, "read_bytes", fails)
        views = Views(tmp_path)
    assert views.save("board", HeadTarget(10.0, 0.0)) is None
    assert views.where("board") == HeadTarget(10.0, 0.0)  # it holds as long as this process lives
    assert Views(tmp_path).where("table") == HeadTarget(-20.0, -12.5)
