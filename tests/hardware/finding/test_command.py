import io
import json
import sys
from pathlib import Path

import pytest

from hardware import __main__ as body_main
from hardware.finding import pin_scan, port_search
from tests.hardware.drivers.ports.i2c_bench import I2cBench, i2c_bench
from tests.hardware.finding.parts import PINS


class Typed(io.StringIO):
    """A person at a terminal who types this."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Raspberry Pi without any adapter."""
    monkeypatch.setattr(port_search, "ports", list)
    monkeypatch.setattr(pin_scan, "scan", lambda: PINS)


def find(path: Path, *arguments: str) -> int:
    bench: I2cBench
    with i2c_bench() as bench:
        given = ["find", "--lang", "en", "--socket", str(path.parent / "b.sock"), *arguments]
        code = body_main.main([*given, "--config", str(path)])
        assert bench.opened == 0
    return code


@pytest.mark.usefixtures("machine")
def test_a_search_changes_nothing_and_says_how_to_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "body.toml"
    assert find(path) == 0
    out = capsys.readouterr().out
    assert "as the simple build" in out
    assert "sudo karlsson-body find --write" in out
    assert not path.exists()


@pytest.mark.usefixtures("machine")
def test_programs_get_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert find(tmp_path / "body.toml", "--json", "--write") == 0
    assert json.loads(capsys.readouterr().out)["proposal"]["build"] == "simple"
    assert not (tmp_path / "body.toml").exists()


@pytest.mark.usefixtures("machine")
@pytest.mark.parametrize("typed", ["", "\n", "y\n", "nein\n", "write\n"])
def test_anything_but_a_typed_yes_writes_nothing(
    tmp_path: Path, typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Typed(typed))
    path = tmp_path / "body.toml"
    path.write_text("before")
    assert find(path, "--write") == 1
    assert path.read_text() == "before"
    assert "Nothing was changed" in capsys.readouterr().out


@pytest.mark.usefixtures("machine")
def test_a_pipe_is_no_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert find(tmp_path / "body.toml", "--write") == 1
    assert "Somebody has to type yes" in capsys.readouterr().err


@pytest.mark.usefixtures("machine")
def test_a_typed_yes_writes_it_and_keeps_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Typed("Ja\n"))
    path = tmp_path / "body.toml"
    path.write_text("before")
    assert find(path, "--write") == 0
    assert 'driver = "gpio"' in path.read_text()
    assert path.with_name("body.toml.before-1").read_text() == "before"
    assert "body.toml.before-1" in capsys.readouterr().out
    assert find(path, "--write") == 0
    assert "says exactly this" in capsys.readouterr().out


@pytest.mark.usefixtures("machine")
def test_where_the_head_never_looks_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Typed("yes\n"))
    path = tmp_path / "body.toml"
    path.write_text(
        '[body]\ndriver = "find"\nserial = "R1"\n[[motion.no_view]]\npan_min_deg = 60\n'
        "pan_max_deg = 80\ntilt_min_deg = -30\ntilt_max_deg = 0\n"
    )
    assert find(path, "--write") == 0
    written = path.read_text()
    assert 'serial = "R1"' in written
    assert "no_view" in written


@pytest.mark.usefixtures("machine")
def test_a_disk_that_refuses_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Typed("yes\n"))
    (tmp_path / "file").write_text("")
    assert find(tmp_path / "file" / "body.toml", "--write") == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("karlsson-body: ")


def test_a_computer_without_a_body_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(port_search, "ports", list)
    assert find(tmp_path / "body.toml") == 1
    assert "No proposal" in capsys.readouterr().out
