import io
import os
import shutil
import sys
from pathlib import Path

import pytest

from robot.doctor.examine import DoctorOptions
from robot.doctor.findings import Both, good
from robot.setup import body_process, hands
from robot.setup.guide import LATER
from robot.setup.hands import ROBOT, RobotHands
from robot.setup.record import SetupRecord, read
from tests.robot.schools import config_for


@pytest.fixture
def own(tmp_path: Path) -> RobotHands:
    config = config_for(tmp_path, "ws://127.0.0.1:1/signal")
    return RobotHands(config, tmp_path / "robot.toml", {}, "en")


def test_where_nobody_can_type_every_question_is_for_later(own: RobotHands) -> None:
    assert own.ask("now? ") == LATER[0]
    assert own.enrol() == 1


def test_what_somebody_types_is_the_answer(
    own: RobotHands, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("ja\n"))
    assert own.ask("now? ") == "ja"
    assert own.ask("now? ") == LATER[0]


def test_commands_run_with_this_configuration(
    own: RobotHands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def run_body(*given: object) -> int:
        asked.append(given)
        return 7

    monkeypatch.setattr(body_process, "run_body", run_body)
    assert own.body(("find",)) == 7
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    assert own.enrol() == 7
    assert asked == [
        (("find",),),
        (("enrol", "--config", str(tmp_path / "robot.toml")), ROBOT),
    ]


def test_without_systemd_there_is_nothing_to_stop(
    own: RobotHands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert not own.service("stop", "karlsson-body")


def test_without_a_body_nobody_is_in(own: RobotHands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("robot.doctor.body_visit.MEET_S", 0.05)
    assert not own.is_somebody_in()


def test_the_doctors_findings_are_shown_and_returned(
    own: RobotHands, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def examine(config: object, options: DoctorOptions, tell: object) -> list[object]:
        if options.announce is not None:
            options.announce(Both("Bitte drücken.", "Please press."))
        return [good("disk", "genug", "enough")]

    monkeypatch.setattr(hands, "examine", examine)
    assert [one.check for one in own.examine()] == ["config", "disk"]
    out = capsys.readouterr().out
    assert "enough" in out
    assert "Please press." not in out
    # Where somebody sits at a terminal, the buttons are asked for.
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    own.examine()
    assert "Please press." in capsys.readouterr().out


def test_the_record_belongs_to_the_folders_owner(own: RobotHands, tmp_path: Path) -> None:
    own.keep(SetupRecord("m", 1.0, "Käthe"))
    folder = tmp_path / "state"
    assert read(folder).heard_name == "Käthe"
    assert (folder / "setup.json").stat().st_uid == folder.stat().st_uid
    assert own.is_root() == (os.geteuid() == 0)
