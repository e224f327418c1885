from pathlib import Path

import pytest

from bridge.base.errors import BadRequest
from bridge.papers import qr_code

PUBLIC = "https://karlsson.example"


def test_a_code_is_drawn_for_terminals_and_printers(tmp_path: Path) -> None:
    assert "█" in qr_code.qr_text(PUBLIC)
    qr_code.write_svg(PUBLIC, tmp_path / "code.svg")
    assert "<svg" in (tmp_path / "code.svg").read_text()
    with pytest.raises(BadRequest, match="nor is the folder"):
        qr_code.write_svg(PUBLIC, tmp_path / "nowhere" / "code.svg")


def test_a_code_for_paper_is_a_drawing_of_its_own() -> None:
    assert qr_code.qr_svg(PUBLIC).startswith("<svg")
