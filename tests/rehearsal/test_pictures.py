from pathlib import Path

import cv2
import typst

from tests.rehearsal.desk import Said
from tests.rehearsal.pictures import Pictures, svg

SAID = Said("karlsson-robot doctor", 0, "\x1b[1;32m✓\x1b[0m /tmp/r/etc <b>\n", "\x1b[?25l bar", 1.0)


def test_a_terminal_is_a_picture_that_fetches_nothing(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path / "pictures")
    pictures.terminal("doctor", "karlsson-ida", SAID, (("/tmp/r", ""),))
    drawn = (tmp_path / "pictures/doctor.svg").read_text(encoding="utf-8")
    assert "karlsson-robot&#160;doctor" in drawn
    assert "&#160;/etc&#160;&lt;b&gt;" in drawn
    assert "bar" not in drawn
    assert "@font-face" not in drawn
    addresses = drawn.replace("http://www.w3.org/2000/svg", "").replace(
        "https://www.textualize.io", ""
    )
    assert "//" not in addresses
    assert pictures.taken == ["doctor.svg"]


def test_names_inside_of_a_picture_are_its_own() -> None:
    assert "k-one-" in svg("one", "t", lambda console: console.print("a"))


def test_the_upper_part_of_the_sheet_of_labels_is_a_small_picture(tmp_path: Path) -> None:
    sheet = tmp_path / "labels.pdf"
    sheet.write_bytes(typst.compile(b'#set page(paper: "a4")\nKarlsson', format="pdf"))
    Pictures(tmp_path).labels("labels", sheet)
    drawn = cv2.imread(str(tmp_path / "labels.webp"))
    assert drawn is not None
    height, width, _ = drawn.shape
    assert height < width
    assert drawn.min() < 100 < drawn.max()


def test_nothing_is_drawn_where_nobody_wants_pictures(tmp_path: Path) -> None:
    pictures = Pictures(None)
    pictures.terminal("doctor", "karlsson-ida", SAID)
    pictures.labels("labels", tmp_path / "none.pdf")
    assert (pictures.wanted, pictures.taken) == (False, [])
