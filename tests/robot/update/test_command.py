"""The command as a technician types it, with a real bridge behind it."""

import argparse
import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bridge.process.config_file import ConfigError
from robot.update import command, options, units
from robot.update.record import Records, UpdateRecord
from tests.robot.update.places import holds, lay
from tests.robot.update.test_fetching import serving, stamp
from tests.technician.releases.makers import PLATFORM, House, a_house


class Typed:
    """A robot with the command line of its technician."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.base = place / "opt"
        lay(self.base, "1.4.0")
        self.config = place / "robot.toml"
        self.folder = place / "state"
        self.folder.mkdir()
        (place / "run").mkdir()

    def configure(self, port: int, more: str = "") -> None:
        self.config.write_text(
            f'[bridge]\nurl = "ws://127.0.0.1:{port}/signal"\n[robot]\nid = "karlsson-7"\n'
            f'state_dir = "{self.place}"\n[updates]\nroot = "{self.place / "root.json"}"\n{more}',
            encoding="utf-8",
        )

    async def run(self, *arguments: str) -> int:
        parser = argparse.ArgumentParser()
        parser.add_argument("--config", type=Path)
        options.add_options(parser)
        given = parser.parse_args(["--config", str(self.config), *arguments])
        return await asyncio.to_thread(
            command.run, given, {}, self.base, self.folder, self.place / "run"
        )


@pytest.fixture
def made(tmp_path: Path) -> House:
    house = a_house(tmp_path / "releases")
    house.release(tmp_path, "1.5.0")
    stamp(house)
    (tmp_path / "root.json").write_bytes(house.repository.root_bytes())
    return house


@pytest.fixture
async def typed(
    tmp_path: Path, made: House, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Typed]:
    here = Typed(tmp_path)
    monkeypatch.setattr(command, "platform_of", lambda *_: PLATFORM)
    async with serving(tmp_path, made.repository.folder) as port:
        here.configure(port)
        yield here


async def test_what_is_there_is_told_in_the_technicians_language(
    typed: Typed, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await typed.run("--check") == 0
    assert capsys.readouterr().out.startswith("1.5.0 ist da; 1.4.0 läuft.")
    assert await typed.run("--check", "--lang", "en") == 0
    assert capsys.readouterr().out.startswith("1.5.0 is there; 1.4.0 runs.")
    assert await typed.run("--check", "--json") == 0
    assert json.loads(capsys.readouterr().out)["state"]["code"] == "available"
    assert command.last(typed.folder, "en").startswith("1.5.0 is there")
    assert holds(typed.base) == "1.4.0"


@pytest.mark.thorough
async def test_where_no_systemd_runs_the_release_falls_back(
    typed: Typed, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(typed.place))
    monkeypatch.setattr(units, "REST_S", 0.0)
    assert await typed.run("--now", "--lang", "en") == 1
    told = capsys.readouterr().out
    assert "1.5.0 did not work here, 1.4.0 runs again." in told
    assert "there is no systemctl here" in told
    assert holds(typed.base) == "1.4.0"


async def test_by_itself_it_says_nothing_and_waits_for_its_wave(
    typed: Typed, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await typed.run("--by-itself") == 0
    assert capsys.readouterr().out == ""
    assert Records(typed.folder).read().code == "no_wave"
    typed.configure(1, "enabled = false\n")
    assert await typed.run("--by-itself") == 0


async def test_settling_needs_no_configuration(typed: Typed) -> None:
    typed.config.unlink()
    Records(typed.folder).write(UpdateRecord(code="installed"))
    assert await typed.run("--settle") == 0


async def test_a_root_that_is_not_there_is_named(
    typed: Typed, capsys: pytest.CaptureFixture[str]
) -> None:
    (typed.place / "root.json").unlink()
    assert await typed.run("--check", "--lang", "en") == 1
    assert f"{typed.place / 'root.json'} is missing" in capsys.readouterr().out


async def test_a_mistyped_version_is_named(typed: Typed) -> None:
    with pytest.raises(ConfigError, match=r"--version 'newest': write one such as 1\.4\.0"):
        await typed.run("--version", "newest")
