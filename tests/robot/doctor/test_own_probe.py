import importlib.metadata
import os
from pathlib import Path

import pytest

from robot.doctor import own_probe
from robot.doctor.own import KeyReading, ServiceReading
from robot.doctor.own_probe import (
    CREDENTIAL_STORE,
    read_key,
    read_service,
    read_state,
    read_versions,
    voice_lacks,
)
from robot.handover import wiping
from robot.settings import identity
from tests.robot.doctor.trees import healthy_tree, put_command
from tests.robot.schools import config_for

URL = "ws://127.0.0.1:1/signal"


def test_the_versions_are_as_they_were_pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_versions().wrong == []
    real = importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata, "version", lambda name: "1.9.0" if name == "aiortc" else real(name)
    )
    assert read_versions().wrong == ["aiortc 1.9.0 (needs ==1.16.0)"]


def test_the_key_is_read_and_never_made(tmp_path: Path) -> None:
    config = config_for(tmp_path, URL)
    assert read_key(config, {}, tmp_path) == (KeyReading(), None)
    assert not (tmp_path / "state").exists()
    own = identity.load_or_make(tmp_path / "state" / "robot.key")
    reading, found = read_key(config, {}, tmp_path)
    assert reading == KeyReading(own.public)
    assert found
    (tmp_path / "state" / "robot.key").chmod(0o644)
    assert "everybody may read" in read_key(config, {}, tmp_path)[0].problem


def test_the_key_of_systemds_store_goes_first(tmp_path: Path) -> None:
    own = identity.load_or_make(tmp_path / CREDENTIAL_STORE)
    assert read_key(config_for(tmp_path, URL), {}, tmp_path)[0] == KeyReading(own.public)


def test_a_key_of_another_user_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    identity.load_or_make(tmp_path / "state" / "robot.key")
    stat, key = Path.stat, tmp_path / "state" / "robot.key"

    def owned(path: Path, *args: object, **more: object) -> os.stat_result:
        told = list(stat(path))
        told[4] = 0 if path == key else 54321
        return os.stat_result(told)

    monkeypatch.setattr(Path, "stat", owned)
    reading, _ = read_key(config_for(tmp_path, URL), {}, tmp_path)
    assert reading.owner == "root"
    assert own_probe._user(54321) == "54321"


def test_the_folder_is_there_and_can_be_written_or_not(tmp_path: Path) -> None:
    assert read_state(tmp_path).writable
    assert not read_state(tmp_path / "none").exists


async def test_an_agent_that_runs_is_known_by_its_lock_and_quoted(tmp_path: Path) -> None:
    root = healthy_tree(tmp_path)
    put_command(root, "systemctl", "echo ActiveState=active; echo 'StatusText=in touch'")
    folder = tmp_path / "state"
    folder.mkdir()
    with wiping.at_work(folder):
        assert await read_service(root, folder) == ServiceReading(True, "in touch", "active")


async def test_a_unit_that_is_active_counts_as_running_whatever_its_folder(tmp_path: Path) -> None:
    root = healthy_tree(tmp_path)
    put_command(root, "systemctl", "echo ActiveState=active; echo StatusText=x")
    assert (await read_service(root, tmp_path / "other")).runs
    put_command(root, "systemctl", "echo ActiveState=failed; echo StatusText=")
    assert await read_service(root, tmp_path / "other") == ServiceReading(False, "", "failed")


async def test_a_voice_speaks_or_says_why_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await voice_lacks(True) == ""
    monkeypatch.setenv("PATH", "/nowhere")
    assert await voice_lacks(True) == "espeak-ng is not installed"
