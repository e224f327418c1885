import errno
import json
import logging
from collections.abc import Coroutine, Iterator
from pathlib import Path

import pytest

from robot.__main__ import main
from robot.doctor import command, examine
from robot.doctor.examine import DoctorOptions, Tell
from robot.doctor.findings import Both, Finding, bad, good
from robot.media.devices.reopening import StuckError
from robot.settings.config import RobotConfig
from tests.robot.test_main import written

WELL = good("key", "da", "there")
BROKEN = bad("disk", Both("voll", "full"), Both("Platz schaffen.", "Make room."))


@pytest.fixture(autouse=True)
def logs_again() -> Iterator[None]:
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """Findings of the examination, which is tested elsewhere."""
    findings: list[Finding] = [WELL]

    async def examined(config: RobotConfig, options: DoctorOptions, tell: Tell) -> list[Finding]:
        for finding in findings:
            tell(finding)
        return findings

    monkeypatch.setattr(command, "examine", examined)
    return findings


def test_a_robot_that_is_well_is_a_table_and_exit_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], found: list[Finding]
) -> None:
    path = written(tmp_path)
    assert main(["doctor", "--config", str(path), "--lang", "en"]) == 0
    told = capsys.readouterr()
    assert str(path) in told.out
    assert told.out.splitlines()[-1] == "2 ok."
    assert told.err == ""


def test_what_has_to_be_mended_is_exit_1_and_german_by_default(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], found: list[Finding]
) -> None:
    found.append(BROKEN)
    assert main(["doctor", "--config", str(written(tmp_path))]) == 1
    assert "→ Platz schaffen." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (StuckError("camera: its thread does not close the device"), 1, "does not close"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_a_device_that_does_not_close_and_an_interruption_end_it_in_one_line(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
    words: str,
) -> None:
    def ends(work: Coroutine[object, object, object]) -> None:
        work.close()
        raise error

    monkeypatch.setattr("robot.doctor.command.asyncio.run", ends)
    assert main(["doctor", "--config", str(written(tmp_path))]) == code
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told


def test_programs_get_one_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], found: list[Finding]
) -> None:
    found.append(BROKEN)
    assert main(["doctor", "--config", str(written(tmp_path)), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert [one["check"] for one in told["checks"]] == ["config", "key", "disk"]


@pytest.mark.parametrize("as_json", [True, False])
def test_a_wrong_configuration_is_a_finding_with_its_remedy_and_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    path = written(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + "zoom = 2\n", encoding="utf-8")
    assert main(["doctor", "--config", str(path), *(["--json"] if as_json else [])]) == 2
    out = capsys.readouterr().out
    assert "unknown key" in out
    assert "systemd/robot.toml" in out
    if as_json:
        assert json.loads(out)["checks"][0]["outcome"] == "failed"


@pytest.mark.parametrize(
    ("language", "found", "remedy"),
    [
        ("de", "ist nicht da; da ist: {}.txt", "Mit --config"),
        ("en", "is not there; {}.txt is", "with --config"),
    ],
)
def test_a_configuration_that_is_not_there_is_told_in_the_technician_s_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, found: str, remedy: str
) -> None:
    path = tmp_path / "robot.toml"
    path.with_suffix(".toml.txt").touch()
    assert main(["doctor", "--config", str(path), "--lang", language, "--json"]) == 2
    check = json.loads(capsys.readouterr().out)["checks"][0]
    assert check["text"].startswith(f"{path}")
    assert found.format(path) in check["text"]
    assert remedy in check["remedy"]


def test_a_file_that_may_not_be_read_names_the_user_who_may(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path)

    def forbidden(self: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    assert main(["doctor", "--config", str(path), "--lang", "de", "--json"]) == 2
    check = json.loads(capsys.readouterr().out)["checks"][0]
    assert check["text"] == f"{path} darf dieser Benutzer nicht lesen"
    assert "sudo -u karlsson-robot" in check["remedy"]


def test_the_service_s_folder_is_known_without_its_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders: list[Path] = []

    async def examined(config: RobotConfig, options: DoctorOptions, tell: Tell) -> list[Finding]:
        folders.append(config.state_dir)
        assert options.gentle
        assert options.announce is None  # nobody sits at this terminal
        return []

    monkeypatch.setattr(command, "examine", examined)
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    path = tmp_path / "robot.toml"
    path.write_text('[robot]\nid = "karlsson-1"\n[bridge]\nurl = "wss://a.example/signal"\n')
    assert main(["doctor", "--config", str(path), "--gentle", "--buttons"]) == 0
    assert folders == [Path("/var/lib/karlsson-robot")]
    assert examine.DoctorOptions().gentle, "whoever asks from afar lights and opens nothing"
