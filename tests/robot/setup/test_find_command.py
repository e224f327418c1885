import json
from pathlib import Path
from typing import Any

import pytest

from robot import __main__ as robot_main
from robot.setup import body_process

BODY: dict[str, Any] = {"found": {}, "proposal": {"body_toml": "[body]"}}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "robot.toml"
    path.write_text(
        f'[robot]\nid = "kaethe"\nstate_dir = "{tmp_path}"\n'
        '[bridge]\nurl = "ws://127.0.0.1:1/signal"\n[camera]\nsource = "classroom:"\n'
    )
    return path


def test_one_command_shows_what_both_processes_find(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def run_body(arguments: object) -> int:
        asked.append(arguments)
        return 0

    monkeypatch.setattr(body_process, "run_body", run_body)
    assert robot_main.main(["find", "--lang", "en", "--config", str(config)]) == 0
    out = capsys.readouterr().out
    assert "Cameras" in out
    assert "simulated  camera: classroom:" in out
    assert asked == [("find", "--lang", "en")]


def test_without_a_configuration_it_says_why_and_lists_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body_process, "run_body", lambda arguments: 1)
    assert robot_main.main(["find", "--config", str(tmp_path / "none.toml")]) == 1
    out = capsys.readouterr().out
    assert "Tonkarten" in out
    assert "none.toml" in out


@pytest.mark.parametrize(("body", "code"), [(BODY, 0), (None, 1)])
def test_programs_get_one_document(
    config: Path,
    body: dict[str, Any] | None,
    code: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(body_process, "ask_body", lambda arguments: body)
    assert robot_main.main(["find", "--json", "--config", str(config)]) == code
    data = json.loads(capsys.readouterr().out)
    assert data["body"] == body
    assert data["configured"]["camera"]["kind"] == "simulated"
