from pathlib import Path

import pytest

from hardware.__main__ import main as body
from hardware.papers.__main__ import main


def test_the_page_goes_to_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["--lang", "en", "--name", "Robbi"]) == 0
    out, err = capfdbinary.readouterr()
    assert out.startswith(b"%PDF-1.7")
    assert b"What Robbi is doing" in out
    assert err == b""


def test_the_page_goes_to_a_file(tmp_path: Path) -> None:
    for kind, start in (("pdf", b"%PDF"), ("svg", b"<svg"), ("png", b"\x89PNG")):
        path = tmp_path / f"page.{kind}"
        assert main(["--format", kind, "--output", str(path)]) == 0
        assert path.read_bytes().startswith(start)


def test_the_page_shows_the_robot_as_the_child_dressed_it(tmp_path: Path) -> None:
    pages = []
    for wears in ("none", "scarf", "cap"):
        path = tmp_path / f"{wears}.svg"
        given = ["--format", "svg", "--colour", "mint", "--wears", wears, "--output", str(path)]
        assert main(given) == 0
        pages.append(path.read_text(encoding="utf-8"))
    assert len(set(pages)) == 3


def test_a_name_that_cannot_be_printed_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--name", "🤖"]) == 1
    assert "could not be displayed" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--output", str(tmp_path / "no" / "page.pdf")]) == 1
    assert "nor is the folder" in capsys.readouterr().err


def test_no_pdf_is_poured_over_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert (out, "--output" in err) == ("", True)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(SystemExit):
        main(["--lang", "tlh"])


def test_the_body_prints_the_same_page(tmp_path: Path) -> None:
    own, bodys = tmp_path / "own.pdf", tmp_path / "bodys.pdf"
    assert main(["--output", str(own)]) == 0
    assert body(["legend", "--lang", "de", "--output", str(bodys)]) == 0
    assert own.read_bytes() == bodys.read_bytes()
