from pathlib import Path

import pytest

from hardware.drivers.ports import latency_timer


@pytest.fixture
def timer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(latency_timer, "TTYS", tmp_path)
    timer = tmp_path / "ttyUSB0" / "device" / "latency_timer"
    timer.parent.mkdir(parents=True)
    timer.write_text("16\n", encoding="ascii")
    return timer


def test_the_timer_is_set_where_that_is_allowed(timer: Path) -> None:
    assert latency_timer.hurry("/dev/ttyUSB0") is None
    assert timer.read_text(encoding="ascii") == "1\n"


def test_a_link_leads_to_its_adapter(timer: Path, tmp_path: Path) -> None:
    link = tmp_path / "by-id"
    link.symlink_to("/dev/ttyUSB0")
    assert latency_timer.hurry(str(link)) is None
    assert timer.read_text(encoding="ascii") == "1\n"


def test_a_timer_that_may_not_be_set_is_named_with_the_remedy(
    timer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_text", refuse)
    said = latency_timer.hurry("/dev/ttyUSB0")
    assert said is not None
    assert "for 16 ms" in said
    assert f"tee {timer}" in said
    assert "ftdi_sio" in said


@pytest.mark.parametrize("content", ["1\n", "0\n", "never\n"])
def test_a_fast_timer_or_none_is_no_finding(timer: Path, content: str) -> None:
    timer.write_text(content, encoding="ascii")
    assert latency_timer.hurry("/dev/ttyUSB0") is None
    assert latency_timer.hurry("/dev/ttyACM0") is None
    assert timer.read_text(encoding="ascii") == content
