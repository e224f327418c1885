import argparse
import json
import subprocess
from pathlib import Path

import pytest

from robot.handover import command
from robot.handover.wiping import at_work


def options(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    return parser.parse_args(arguments)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "var/lib/karlsson-robot"
    folder.mkdir(parents=True)
    (folder / "views.json").write_text("{}")
    return folder


def test_it_asks_for_the_robots_name_first(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody(_: str) -> str:
        raise EOFError

    for ask in (lambda _: "yes", nobody):
        assert command.run(options(), "karlsson-1", folder, tmp_path, ask) == 2
        assert (folder / "views.json").exists()
    said = capsys.readouterr()
    assert said.out == ""
    assert "This removes from robot karlsson-1: saved places, names" in said.err
    assert "nothing was done" in said.err
    assert command.run(options(), "karlsson-1", folder, tmp_path, lambda _: "karlsson-1 ") == 0
    assert not (folder / "views.json").exists()


def test_a_robot_without_a_name_is_not_wiped_by_an_empty_line(folder: Path, tmp_path: Path) -> None:
    assert command.run(options(), "", folder, tmp_path, lambda _: "") == 2
    assert (folder / "views.json").exists()
    assert command.run(options(), "", folder, tmp_path, lambda _: "wipe") == 0


def test_what_is_asked_names_what_goes(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command.run(options(), "k", folder, tmp_path, lambda _: "")
    assert "the bridge does not know the robot any more" in capsys.readouterr().err
    command.run(options("--keep-key", "--keep-network"), "k", folder, tmp_path, lambda _: "")
    said = capsys.readouterr().err
    assert "the key" not in said
    assert "Wi-Fi" not in said


def test_a_robot_whose_agent_runs_is_left_alone(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with at_work(folder):
        assert command.run(options("--yes"), "k", folder, tmp_path) == 2
    assert "sudo systemctl stop karlsson-robot" in capsys.readouterr().err
    assert (folder / "views.json").exists()


def test_programs_get_one_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run(options("--yes", "--json"), "k", folder, tmp_path) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["robot"], told["clean"]) == ("k", True)
    assert told["wiped"]["removed"] == [
        {"path": str(folder / "views.json"), "what": "saved places"}
    ]


def test_what_is_left_is_an_exit_code(folder: Path, tmp_path: Path) -> None:
    (folder / "enrolment-token").write_text("canary-token")
    (tmp_path / "etc/karlsson").mkdir(parents=True)
    (tmp_path / "etc/karlsson/notes").write_text("the token was canary-token")
    assert command.run(options("--yes"), "k", folder, tmp_path) == 1


def test_the_system_is_told_of_files_that_are_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from robot.handover.protocol import Entry, Wiped

    asked: list[list[str]] = []

    def run(arguments: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        asked.append(arguments)
        if "nmcli" in arguments[0]:
            raise subprocess.TimeoutExpired(arguments, 1.0)
        return subprocess.CompletedProcess(arguments, 1)

    monkeypatch.setattr("shutil.which", lambda tool: f"/usr/bin/{tool}")
    monkeypatch.setattr("subprocess.run", run)
    places = ("/etc/NetworkManager/system-connections/karlsson-wifi", "/x/ca-certificates/k.crt")
    command.settle(Wiped(removed=tuple(Entry(path, "") for path in places)))
    command.settle(Wiped(kept=(Entry(places[0], ""),)))
    assert [arguments[0] for arguments in asked] == [
        "/usr/bin/update-ca-certificates",
        "/usr/bin/nmcli",
    ]
    said = capsys.readouterr().err
    assert "update-ca-certificates failed; restart the robot" in said
    assert "nmcli does not end; restart the robot" in said
