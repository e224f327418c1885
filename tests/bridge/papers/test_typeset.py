import re
import struct
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.papers.typeset import FONTS, PaperError, typeset
from tests.bridge.papers.reading import fonts_of, letters_of, pages_of

ROOT = Path(__file__).parents[3]
HEAD = '#import "paper.typ": *\n'
LETTER = (
    HEAD
    + """
#show: sheet.with(data.title, data.below)
#fitted(data.name, 30mm)
#listing((1fr, auto), ("what", "how many"), data.rows)
#drawing(data.svg, "a square")
"""
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9mm" height="9mm"><rect width="9"/></svg>'


def data(name: str = "Käthe Größ", rows: int = 1) -> dict[str, object]:
    return {
        "language": "de",
        "title": "Für die Klasse",
        "below": "Süße Grüße",
        "name": name,
        "rows": [["Ladegerät", "2"]] * rows,
        "svg": SVG,
    }


def test_the_same_data_is_the_same_file_without_a_date() -> None:
    first = typeset(LETTER, data())
    assert first.startswith(b"%PDF-1.7")
    assert first == typeset(LETTER, data())
    assert b"CreationDate" not in first
    assert b"CreateDate" not in first


def test_german_letters_are_text_in_fonts_that_lie_in_the_file() -> None:
    found = typeset(LETTER, data())
    assert set("äößü") <= letters_of(found)
    assert fonts_of(found) == {"LibertinusSerif-Regular", "LibertinusSerif-Bold"}


def test_the_language_and_the_title_are_told_to_who_reads_aloud() -> None:
    found = typeset(LETTER, data())
    assert re.search(rb"/Lang\s*\(de\)", found)
    assert "Für die Klasse".encode() in found
    assert b"/MarkInfo" in found


def test_a_long_table_goes_on_on_the_next_page() -> None:
    assert pages_of(typeset(LETTER, data())) == 1
    assert pages_of(typeset(LETTER, data(rows=60))) == 2


def test_what_must_stay_on_one_page_is_refused_when_it_does_not() -> None:
    one = LETTER.replace("#fitted", "#show: on-one-page\n#fitted")
    typeset(one, data())
    with pytest.raises(PaperError, match="more than one page"):
        typeset(one, data(rows=60))


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc", "Cf"]), max_size=40))
def test_data_is_never_markup(name: str) -> None:
    typeset(LETTER, data(name))


@pytest.mark.parametrize(
    "name", ["#panic()", "$x$ *fett* `roh`", '#read("/etc/passwd")', "\\u{41}"]
)
def test_what_looks_like_a_command_is_printed(name: str) -> None:
    found = typeset(LETTER, data(name))
    assert set(name) - {" "} <= letters_of(found)


def test_letters_that_no_font_has_are_refused_and_named() -> None:
    with pytest.raises(PaperError, match="中"):
        typeset(LETTER, data("中文"))


@pytest.mark.parametrize(
    ("template", "why"),
    [
        pytest.param("#data.title", "unknown variable", id="without-paper"),
        pytest.param(HEAD + "#data.nothing", "nothing", id="missing-data"),
        pytest.param(HEAD + '#read("../../README.md")', "root", id="outside"),
        pytest.param(LETTER + '#text(font: "Helvetica")[x]', "helvetica", id="foreign-font"),
    ],
)
def test_a_wrong_template_is_named(template: str, why: str) -> None:
    with pytest.raises(PaperError, match=why):
        typeset(template, data())


def test_pictures_come_in_two_kinds() -> None:
    png = typeset(LETTER, data(), "png")
    width, height = struct.unpack(">II", png[16:24])
    assert abs(height / width - 297 / 210) < 0.01
    assert typeset(LETTER, data(), "svg").lstrip().startswith(b"<svg")


def test_no_font_of_this_computer_is_used() -> None:
    assert {font.path for font in FONTS.fonts()} == {None}


def test_no_template_asks_the_network_for_a_package() -> None:
    found = [path for package in ("bridge", "hardware") for path in (ROOT / package).rglob("*.typ")]
    assert len(found) >= 3
    assert not [path for path in found if "@" in path.read_text(encoding="utf-8")]


def test_templates_travel_with_the_package() -> None:
    shipped = {Path(file.path) for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    names = {path.name for path in shipped if path.suffix == ".typ"}
    assert {"paper.typ", "legend.typ", "build.typ"} <= names
