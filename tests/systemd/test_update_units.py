"""The units of updates, read without starting anything."""

import re

import pytest

from tests.systemd.test_units import FOLDER, analyze, setting, unit

EXPOSURE = {"update": 2.0, "update-settle": 0.8, "testcall": 1.2}
"""The most that `systemd-analyze security` may find. The first one restarts services as root."""


@pytest.mark.parametrize("name", EXPOSURE)
def test_a_unit_of_updates_is_hardly_exposed(name: str) -> None:
    path = FOLDER / f"karlsson-{name}.service"
    most = round(EXPOSURE[name] * 10)
    found = analyze("security", "--offline=yes", f"--threshold={most}", str(path))
    assert found.returncode == 0, found.stdout[-400:] + found.stderr


def test_updates_run_from_the_release_that_was_good_last() -> None:
    for name in ("update", "update-settle"):
        assert setting(name, "ExecStart")[0].startswith("/opt/karlsson/good/bin/karlsson-robot ")
    assert setting("testcall", "ExecStart")[0].startswith("/opt/karlsson/current/bin/")


def test_a_trial_is_counted_before_the_robot_starts() -> None:
    text = unit("update-settle")
    assert re.search(r"^Before=.*karlsson-body\.service karlsson-robot\.service$", text, re.M)
    # A settling that fails keeps no robot away.
    for name in ("body", "robot"):
        assert "karlsson-update" not in unit(name)


def test_the_test_call_is_as_confined_as_the_agent_and_opens_no_device() -> None:
    agent, call = unit("robot"), unit("testcall")
    for key in ("SystemCallFilter", "RestrictAddressFamilies", "NoExecPaths", "ProtectSystem"):
        assert setting("testcall", key) == setting("robot", key)
    assert "DeviceAllow" in agent
    assert "DeviceAllow" not in call
    assert "LoadCredential" not in call


def test_an_update_may_write_its_releases_and_nothing_else() -> None:
    assert setting("update", "ReadWritePaths") == ["/opt/karlsson -/run/karlsson-robot"]
    assert setting("update-settle", "ReadWritePaths") == ["/opt/karlsson"]
    assert setting("update-settle", "CapabilityBoundingSet") == [""]


def test_the_timer_looks_hourly_and_not_all_robots_at_once() -> None:
    text = (FOLDER / "karlsson-update.timer").read_text(encoding="utf-8")
    assert "OnUnitInactiveSec=60min" in text
    assert "RandomizedDelaySec=20min" in text
