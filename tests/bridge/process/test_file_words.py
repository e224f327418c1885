import errno
import os
import pwd
from pathlib import Path

import pytest

from bridge.process import file_words

ME = pwd.getpwuid(os.geteuid()).pw_name


def why(path: Path) -> str:
    with pytest.raises(OSError, match="Errno") as caught:
        path.read_bytes()
    return file_words.of_file(path, caught.value)


def test_a_file_that_is_not_there_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    path = tmp_path / "robot.toml"
    assert why(path) == "is not there"
    (tmp_path / "body.toml").touch()
    assert why(path) == "is not there"
    for like in ("robot.toml.txt", "Robot.toml", "robt.toml"):
        (tmp_path / like).touch()
        assert why(path) == f"is not there; {tmp_path / like} is"
        (tmp_path / like).unlink()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "karlson" / "keys" / "robot.toml"
    assert why(path) == f"is not there, nor is the folder {tmp_path / 'karlson'}"
    (tmp_path / "karlson").touch()
    assert why(path) == f"is not there, nor is the folder {tmp_path / 'karlson'}"


def test_a_path_that_begins_nowhere_is_told_with_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert why(Path("robot.toml")) == f"is not there in {tmp_path}"


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    assert why(tmp_path) == "is a folder; name a file in it"


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.EACCES, f"the user {ME} has no right to it"),
        (errno.EPERM, f"the user {ME} has no right to it"),
        (errno.ENOSPC, "there is no room left on the disk"),
        (errno.EADDRINUSE, "another process listens there; stop it, or take another port"),
        (errno.ENOENT, "is not there"),
        (errno.ETIMEDOUT, "it does not answer"),
        (errno.EPROTO, "the system refuses it (EPROTO)"),
        (99999, "the system refuses it (unknown)"),
    ],
)
def test_an_error_of_the_system_is_told_in_words(number: int, says: str) -> None:
    error = OSError(number, "a canary of a library")
    assert file_words.words(error) == says
    assert file_words.words(OSError("no number")) == "the system refuses it (unknown)"


def test_a_socket_without_a_body_says_how_to_start_one(tmp_path: Path) -> None:
    for error in (ConnectionRefusedError(), FileNotFoundError(errno.ENOENT, "")):
        assert "sudo systemctl start karlsson-body" in file_words.of_socket(tmp_path, error)
    denied = file_words.of_socket(tmp_path, PermissionError(errno.EACCES, ""))
    assert denied.endswith("start this with sudo, or join the group karlsson")
    assert file_words.of_socket(tmp_path, TimeoutError()) == "it does not answer"


def test_a_user_without_a_name_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 987654321)
    assert "987654321" in file_words.words(PermissionError(errno.EACCES, ""))


def test_a_folder_that_may_not_be_listed_names_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(errno.EACCES, "")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert file_words.of_file(tmp_path / "x", FileNotFoundError(errno.ENOENT, "")) == "is not there"
