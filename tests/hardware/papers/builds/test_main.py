from pathlib import Path

import pytest

from hardware.papers.builds import __main__ as builds


@pytest.mark.parametrize("name", builds.NAMES)
def test_the_pages_and_drawings_are_those_of_the_data(name: str) -> None:
    for file, content in builds.files(name).items():
        kept = (builds.FOLDER / file).read_bytes()
        assert kept == content, f"{file}: run python -m hardware.papers.builds"


def test_broken_data_is_named_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(builds, "FOLDER", tmp_path)
    for name in builds.NAMES:
        (tmp_path / f"{name}.toml").write_text("title = 3")
    assert builds.main() == 2
    assert "title" in capsys.readouterr().err
    assert len(list(tmp_path.iterdir())) == len(builds.NAMES)


def test_drawings_and_pages_are_written_beside_their_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in builds.NAMES:
        (tmp_path / f"{name}.toml").write_bytes((builds.FOLDER / f"{name}.toml").read_bytes())
    (tmp_path / "build.typ").write_bytes((builds.FOLDER / "build.typ").read_bytes())
    monkeypatch.setattr(builds, "FOLDER", tmp_path)
    assert builds.main() == 0
    written = {path.name for path in tmp_path.iterdir()}
    assert {f"{name}.{kind}" for name in builds.NAMES for kind in ("svg", "md", "pdf")} < written
