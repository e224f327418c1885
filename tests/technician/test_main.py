import json
from pathlib import Path

import pytest

import technician
from technician.__main__ import main
from tests.bridge.tables.books import xlsx
from tests.technician.lists.test_logins import public

ROWS: list[list[object]] = [
    ["Unsere Roboter"],
    [],
    ["Name", "Serien-Nr.", "WLAN", "WLAN-Passwort", "Token"],
    ["Käthe", 1, "Schule", "geheim-pw", "geheim-token-1"],
    ["Pelle", 2, "dito", "geheim-pw", "geheim-token-2"],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "robots.xlsx").write_bytes(xlsx(ROWS))
    (tmp_path / "id.pub").write_text(public(), encoding="utf-8")
    return tmp_path


def prepare(folder: Path, *more: str) -> int:
    given = ["--list", str(folder / "robots.xlsx"), "--ssh-key", str(folder / "id.pub")]
    return main(["card", "prepare", *given, "--bridge", "karlsson.example.org", *more])


def test_from_a_list_to_cards_and_labels(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, paper = str(folder / "out"), folder / "labels.pdf"
    assert prepare(folder, "--out", out, "--labels", str(paper)) == 0
    told = capsys.readouterr()
    assert "2 written." in told.out
    assert "pelle" in told.out
    assert "geheim" not in told.out + told.err
    assert paper.read_bytes().startswith(b"%PDF")
    assert prepare(folder, "--out", out, "--json") == 0
    told = capsys.readouterr()
    assert [one["state"] for one in json.loads(told.out)["cards"]] == ["as before"] * 2
    assert "geheim" not in told.out + told.err


def test_a_dry_run_tells_the_same_and_writes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert prepare(folder, "--out", str(folder / "out"), "--dry-run") == 0
    assert "2 checked." in capsys.readouterr().out
    assert not (folder / "out").exists()


def test_mistakes_are_named_by_sheet_row_and_column(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "robots.xlsx").write_bytes(xlsx([*ROWS, ["Pelle", 2, "Schule", "geheim", ""]]))
    assert prepare(folder, "--out", str(folder / "out")) == 2
    told = capsys.readouterr()
    assert "3 mistakes. Nothing was written" in told.err
    assert "sheet Geräte, row 6, column D (WLAN-Passwort/Wi-Fi password): the password" in told.err
    assert "geheim" not in told.out + told.err
    assert prepare(folder, "--out", str(folder / "out"), "--json") == 2
    assert len(json.loads(capsys.readouterr().out)["remarks"]) == 3
    assert not (folder / "out").exists()


def test_a_disk_that_is_none_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert prepare(folder, "--out", "/dev/null") == 2
    assert "karlsson: /dev/null: is no disk" in capsys.readouterr().err


def test_labels_and_an_empty_list(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper, empty = str(folder / "a.pdf"), str(folder / "a.csv")
    assert main(["card", "labels", "--list", str(folder / "robots.xlsx"), "--output", paper]) == 0
    assert main(["card", "template", "--output", empty]) == 0
    assert capsys.readouterr().out.count("\n") == 2
    assert main(["card", "template", "--output", empty]) == 2
    assert "is there already" in capsys.readouterr().err


def test_no_message_carries_the_systems_own_words() -> None:
    folder = Path(technician.__file__).parent
    carrying = [path.name for path in folder.rglob("*.py") if "strerror" in path.read_text("utf-8")]
    assert carrying == []
