from pathlib import Path

import pytest

from hardware.latch import Latch


def test_what_was_set_is_found_by_the_next_body(tmp_path: Path) -> None:
    path = tmp_path / "paused"
    assert not Latch(path).closed()
    Latch(path).set(True)
    Latch(path).set(True)
    assert Latch(path).closed()
    Latch(path).set(False)
    Latch(path).set(False)
    assert not Latch(path).closed()


def test_what_cannot_be_kept_is_said_and_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Latch(tmp_path / "missing" / "paused").set(True)
    assert "cannot be kept" in caplog.text
