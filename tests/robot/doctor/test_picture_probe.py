from pathlib import Path

import pytest

from robot.doctor import picture_probe
from robot.doctor.picture_probe import look
from tests.robot.schools import config_for

URL = "ws://127.0.0.1:1/signal"


async def test_a_look_keeps_means_and_a_rate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_probe, "LOOK_S", 0.3)
    looked = await look(config_for(tmp_path, URL))
    assert len(looked.readings) > 2
    assert looked.fps > 0.0
    assert looked.lost == ""


async def test_a_camera_that_is_not_there_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_probe, "FIRST_S", 0.1)
    looked = await look(config_for(tmp_path, URL, camera="/dev/video63"))
    assert looked.readings == []
    assert "/dev/video63 is not there" in looked.lost
