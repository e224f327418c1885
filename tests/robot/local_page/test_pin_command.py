import re
from pathlib import Path

import pytest

from bridge.process import pin
from robot.local_page.page_parts import PageError
from robot.local_page.pin_command import read_pin, set_pin


def test_a_pin_is_printed_once_and_kept_as_a_hash_for_the_group(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "page-pin"
    assert set_pin(path) == 0
    said = capsys.readouterr().out
    shown = re.search(r"PIN: (\d{4} \d{4})\n", said)
    assert shown is not None
    assert pin.fits(shown[1], read_pin(path))
    assert pin.plain(shown[1]) not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o640
    set_pin(path)
    assert shown[1] not in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set_pin(tmp_path / "none" / "page-pin") == 1
    assert "run it with sudo" in capsys.readouterr().err


@pytest.mark.parametrize("text", [None, "", "47110815\n", "\xff"])
def test_a_robot_without_a_usable_pin_says_how_to_make_one(
    tmp_path: Path, text: str | None
) -> None:
    path = tmp_path / "page-pin"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(PageError, match="sudo karlsson-robot pin") as raised:
        read_pin(path)
    assert str(path) in str(raised.value)
    assert raised.value.words is not None
    assert "47110815" not in raised.value.words.de
