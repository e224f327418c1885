import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from robot import __main__ as robot_main
from robot.setup.hands import RobotHands


@pytest.fixture(autouse=True)
def logs_again() -> Iterator[None]:
    """The command silences the log of its own process."""
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "robot.toml"
    path.write_text(
        f'[robot]\nid = "kaethe"\nstate_dir = "{tmp_path}"\n[body]\nsocket = "{tmp_path}/b.sock"\n'
        '[bridge]\nurl = "ws://127.0.0.1:1/signal"\n[camera]\nsource = "classroom:"\n'
        '[microphone]\nsource = "classroom:"\n[speaker]\nsink = "classroom:"\n'
    )
    return path


def test_the_status_is_a_table_and_a_document(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["setup", "--config", str(config), "--lang", "en"]
    assert robot_main.main([*given, "--status"]) == 1
    table = capsys.readouterr().out
    assert "✓ 2. camera, microphone, speaker" in table
    assert "`sudo karlsson-robot setup` goes on." in table
    assert robot_main.main([*given, "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert not data["ready"]
    assert {one["step"]: one["done"] for one in data["steps"]}["devices"]


def test_a_user_without_rights_is_told_before_anything_is_done(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RobotHands, "is_root", lambda self: False)
    assert robot_main.main(["setup", "--config", str(config)]) == 2
    assert "sudo" in capsys.readouterr().out
