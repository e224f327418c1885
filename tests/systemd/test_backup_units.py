"""The units of backups, read without starting anything."""

import re

from bridge.__main__ import parser
from tests.systemd.test_units import FOLDER, analyze, setting

NAME = "bridge-backup"


def test_the_unit_is_hardly_exposed_and_every_line_is_understood() -> None:
    path = str(FOLDER / f"karlsson-{NAME}.service")
    found = analyze("security", "--offline=yes", "--threshold=10", path)
    assert found.returncode == 0, found.stdout[-400:] + found.stderr


def test_it_is_as_confined_as_the_bridge_and_reads_no_secret_of_it() -> None:
    for key in ("User", "SystemCallFilter", "ProtectSystem", "NoExecPaths", "IPAddressDeny"):
        assert setting(NAME, key) == setting("bridge", key)
    assert setting(NAME, "LoadCredential") == []


def test_what_the_unit_runs_is_a_command() -> None:
    (line,) = setting(NAME, "ExecStart")
    _program, *arguments = line.split()
    assert parser().parse_args(arguments).by_itself


def test_the_timer_runs_each_night_and_makes_up_for_a_night_that_was_missed() -> None:
    text = (FOLDER / f"karlsson-{NAME}.timer").read_text(encoding="utf-8")
    assert re.search(r"^OnCalendar=\*-\*-\* 02:30:00$", text, re.M)
    assert "Persistent=true" in text
    found = analyze("calendar", "*-*-* 02:30:00")
    assert found.returncode == 0, found.stderr
