import logging
from pathlib import Path

import pytest

from bridge.protocol.presence import Outfit
from robot.presence.effects import KeepOutfit
from robot.storage import outfits

OUTFIT = Outfit("Käpt'n", "lilac", "bow_tie")
LOAN = "L" * 22


def test_an_outfit_is_found_again(tmp_path: Path) -> None:
    assert outfits.read(tmp_path).outfit is None
    (tmp_path / outfits.FILE).write_bytes(outfits.encode(KeepOutfit(OUTFIT, LOAN)))
    found = outfits.read(tmp_path)
    assert (found.outfit, found.loan) == (OUTFIT, LOAN)
    (tmp_path / outfits.FILE).write_bytes(outfits.encode(KeepOutfit(None, LOAN)))
    found = outfits.read(tmp_path)
    assert (found.outfit, found.loan) == (None, LOAN)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"outfit": "Mia"}',
        b'{"loan": "Mia"}',
        b'{"outfit": {"nickname": "Mia", "shell": "Mia", "wears": "none"}}',
        b'{"outfit": {"nickname": "Mia Mia Mia Mia", "shell": "sand", "wears": "none"}}',
        b'{"outfit": {"nickname": "Mia", "shell": "sand", "wears": "none"}, "Mia": 1}',
    ],
)
def test_a_file_that_cannot_be_read_is_none_and_its_content_stands_in_no_log(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / outfits.FILE).write_bytes(content)
    with caplog.at_level(logging.DEBUG):
        assert outfits.read(tmp_path).outfit is None
    assert "outfit" in caplog.text
    assert "Mia" not in caplog.text


def test_a_disk_that_fails_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / outfits.FILE).mkdir()
    assert outfits.read(tmp_path).outfit is None
    assert "cannot be read" in caplog.text
