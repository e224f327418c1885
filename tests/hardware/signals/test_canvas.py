import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.signals.canvas import (
    Area,
    Box,
    Disc,
    Line,
    Page,
    Shape,
    Squares,
    Words,
    pdf,
    svg,
    text_width,
    wrapped,
)

SHAPES: list[Shape] = [
    Box(0, 0, 10, 10, "#ffffff"),
    Box(1, 1, 8, 8, "#102030", 2),
    Disc(5, 5, 2, "#ff0000"),
    Disc(5, 5, 2, "#ff0000", 0.5),
    Area([(0, 0), (1, 1), (0, 1)], "#00ff00"),
    Line([(0, 0), (-0.0001, 1)], "#0000ff", 0.2),
    Squares([(0, 0), (1, 1)], 0.9, "#ffff00"),
    Words(1, 9, 3, "Flüstert (a<b) \\ &", "#000000", bold=True),
]
PAGE = Page(10, 10, "Was <Karlsson> macht", "de", SHAPES)


def test_every_shape_reaches_a_well_formed_svg() -> None:
    root = ElementTree.fromstring(svg(PAGE))
    assert root.attrib["width"] == "10mm"
    assert root[0].text == PAGE.title
    assert len(root) == len(SHAPES) + 1
    assert root[-1].text == "Flüstert (a<b) \\ &"


def test_a_pdf_tells_where_its_objects_are() -> None:
    whole = pdf(PAGE)
    table = int(whole.split(b"startxref\n")[1].split(b"\n")[0])
    assert whole[table : table + 4] == b"xref"
    starts = [int(entry) for entry in re.findall(rb"(\d{10}) 00000 n", whole[table:])]
    for number, start in enumerate(starts, 1):
        assert whole[start:].startswith(b"%d 0 obj\n" % number)
    length = re.search(rb"/Length (\d+) >>\nstream\n", whole)
    assert length is not None
    end = length.end() + int(length[1])
    assert whole[end:].startswith(b"\nendstream")
    assert whole.endswith(b"%%EOF\n")


def test_a_pdf_holds_umlauts_and_escapes() -> None:
    assert b"(Fl\xfcstert \\(a<b\\) \\\\ &) Tj" in pdf(PAGE)
    assert b"/Lang (de)" in pdf(PAGE)


def test_the_same_page_is_the_same_bytes() -> None:
    assert pdf(PAGE) == pdf(PAGE)
    assert svg(PAGE) == svg(PAGE)


@pytest.mark.parametrize("text", ["Die Lehrkraft hat die Hand gesehen.", "a", ""])
def test_wrapping_loses_no_word(text: str) -> None:
    assert " ".join(wrapped(text, 3.6, 20)) == text


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=8), max_size=12), st.floats(5, 60))
def test_no_line_is_wider_than_asked_unless_it_is_one_word(words: list[str], width: float) -> None:
    for line in wrapped(" ".join(words), 4, width):
        assert text_width(line, 4) <= width or " " not in line


def test_bold_is_wider() -> None:
    assert text_width("Hand", 4, bold=True) > text_width("Hand", 4)
