import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hardware.body import latch as module
from hardware.body.latch import FILE, Latch
from tests.deadline import WAIT_S


@contextmanager
def latch_in(folder: Path) -> Iterator[Latch]:
    latch = Latch(folder / "body.paused", folder)
    try:
        yield latch
    finally:
        latch.close()


def test_what_was_set_is_found_by_the_next_body(tmp_path: Path) -> None:
    for closed in (True, True, False, False):
        with latch_in(tmp_path) as latch:
            latch.set(closed)
        with latch_in(tmp_path) as latch:
            assert latch.closed() is closed


def test_a_pause_outlives_a_power_cut(tmp_path: Path) -> None:
    with latch_in(tmp_path) as latch:
        assert not latch.closed()
        latch.set(True)
    (tmp_path / "body.paused").unlink()
    with latch_in(tmp_path) as latch:
        assert latch.closed()
        latch.set(False)
    with latch_in(tmp_path) as latch:
        assert not latch.closed()


def test_a_pause_outlives_a_body_that_dies_before_the_disk_has_it(tmp_path: Path) -> None:
    Latch(tmp_path / "body.paused", tmp_path / "missing").set(True)
    assert Latch(tmp_path / "body.paused", tmp_path / "missing").closed()


@pytest.mark.parametrize("content", [b"", b"op", b"{}", b"open"])
def test_a_file_that_cannot_be_read_is_a_pause(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert Latch(tmp_path / "body.paused", tmp_path).closed()


def test_a_folder_in_its_place_is_a_pause(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    assert Latch(tmp_path / "body.paused", tmp_path).closed()


def test_the_button_waits_for_no_disk_and_the_newest_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write, written = threading.Event(), []

    def replace(path: Path, data: bytes) -> None:
        assert may_write.wait(WAIT_S)
        written.append(data)

    monkeypatch.setattr("hardware.body.latch.atomic.replace", replace)
    with latch_in(tmp_path) as latch:
        for number in range(100):
            latch.set(number % 2 == 0)
        latch.set(True)
        assert latch.closed()
        may_write.set()
    assert len(written) <= 3
    assert written[-1] == module.PAUSED


def test_what_cannot_be_kept_is_said_and_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    missing = tmp_path / "missing"
    with latch_in(missing) as latch:
        latch.set(True)
    assert "cannot be stored for a restart" in caplog.text
    assert "cannot be stored for a power cut" in caplog.text
