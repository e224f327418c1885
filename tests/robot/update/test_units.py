"""Real processes in the place of systemctl."""

from pathlib import Path

import pytest

from robot.update.errors import UpdateError
from robot.update.units import Units

SCRIPT = """#!/bin/sh
cd {folder}
echo "$*" >>asked
case "$1" in
show) cat "$2" ;;
start) [ ! -e after-call ] || mv after-call karlsson-robot; cat fails >&2; [ ! -s fails ] ;;
*) cat fails-restart >&2; [ ! -s fails-restart ] ;;
esac
"""
GOOD = "ActiveState=active\nStatusText=link: up\nNRestarts=0\n"


@pytest.fixture
def units(tmp_path: Path) -> Units:
    for name, text in (
        ("karlsson-robot", GOOD),
        ("karlsson-body", GOOD),
        ("karlsson-testcall", "ActiveState=failed\nStatusText=no picture came\n"),
        ("fails", ""),
        ("fails-restart", ""),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    script = tmp_path / "systemctl"
    script.write_text(SCRIPT.format(folder=tmp_path), encoding="utf-8")
    return Units(("/bin/sh", str(script)), wait=lambda _: None, calm_s=0)


def test_a_robot_that_works_is_healthy(units: Units, tmp_path: Path) -> None:
    units.restart()
    units.check()
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert asked[0] == "restart karlsson-body karlsson-robot"
    assert "start karlsson-testcall" in asked


def refusal(units: Units) -> UpdateError:
    with pytest.raises(UpdateError) as caught:
        units.check()
    return caught.value


def test_a_call_that_fails_is_told_in_its_own_words(units: Units, tmp_path: Path) -> None:
    (tmp_path / "fails").write_text("Job failed.\n", encoding="utf-8")
    error = refusal(units)
    assert (error.code, error.facts) == ("unhealthy_call", {"what": "no picture came"})


def test_an_agent_that_dies_after_the_call_is_not_healthy(units: Units, tmp_path: Path) -> None:
    (tmp_path / "after-call").write_text(GOOD.replace("NRestarts=0", "NRestarts=1"), "utf-8")
    assert refusal(units).facts["unit"] == "karlsson-robot"


def test_a_service_that_failed_is_named_with_its_status(units: Units, tmp_path: Path) -> None:
    said = "ActiveState=failed\nStatusText=robot.toml: bridge.url: missing\nNRestarts=0\n"
    (tmp_path / "karlsson-robot").write_text(said, encoding="utf-8")
    error = refusal(units)
    assert error.facts == {"unit": "karlsson-robot", "state": "robot.toml: bridge.url: missing"}


def test_a_restart_that_fails_is_told(units: Units, tmp_path: Path) -> None:
    (tmp_path / "fails-restart").write_text("Unit karlsson-robot.service not found.\n", "utf-8")
    with pytest.raises(UpdateError) as caught:
        units.restart()
    assert "not found" in caught.value.facts["state"]


def test_without_systemd_it_says_so() -> None:
    with pytest.raises(UpdateError) as caught:
        Units(("/nowhere/systemctl",)).restart()
    assert caught.value.facts["state"] == "there is no systemctl here"
