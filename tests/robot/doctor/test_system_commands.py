from pathlib import Path

import pytest

from robot.doctor import system_commands
from robot.doctor.system_commands import ask, fields_of
from tests.robot.doctor.trees import put, put_command


async def test_a_command_of_the_system_is_asked(tmp_path: Path) -> None:
    put_command(tmp_path, "timedatectl", 'echo "$1=yes"')
    assert fields_of(await ask(tmp_path, "timedatectl", "NTP")) == {"NTP": "yes"}


async def test_a_command_that_is_not_there_fails_or_is_no_program_says_nothing(
    tmp_path: Path,
) -> None:
    assert await ask(tmp_path, "timedatectl") == ""
    put_command(tmp_path, "timedatectl", "echo half; exit 1")
    assert await ask(tmp_path, "timedatectl") == ""
    put(tmp_path, "usr/bin/chronyc", "no program")
    assert await ask(tmp_path, "chronyc") == ""


async def test_a_command_that_hangs_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_commands, "ANSWER_S", 0.05)
    put_command(tmp_path, "timedatectl", "exec tail -f /dev/null")
    assert await ask(tmp_path, "timedatectl") == ""


def test_lines_without_a_value_are_left_out() -> None:
    assert fields_of("A=1\nrubbish\nB=x=y\n") == {"A": "1", "B": "x=y"}
