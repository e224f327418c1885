"""Papers as they come out of the printer: each one typeset, drawn, and its codes read again."""

import re
from dataclasses import replace

import cv2
import numpy as np
import pytest
import zxingcpp

from bridge.paperwork.facts import PaperFacts
from bridge.paperwork.kinds import PAPER_KINDS, PAPERS, PaperKind
from bridge.paperwork.printing import typeset_paper, typeset_papers
from tests.bridge.papers.reading import fonts_of, letters_of, objects_of, pages_of
from tests.bridge.paperwork.samples import CHARITY, CODES, FAMILY, PAIR, sample

PAGES: dict[PaperKind, int] = {"assessment": 2}
"""Papers that may need more than one page."""


def drawn(kind: PaperKind, facts: PaperFacts) -> np.ndarray:
    """Return the first page in grey."""
    png = typeset_paper(kind, facts, "png")
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    return picture


def blank(kind: PaperKind) -> PaperFacts:
    return PaperFacts(codes=CODES if PAPERS[kind].has_key else None)


@pytest.mark.parametrize("kind", PAPER_KINDS)
def test_a_paper_is_one_sheet_that_can_be_read_aloud(kind: PaperKind) -> None:
    found = typeset_paper(kind, sample())
    assert pages_of(found) <= PAGES.get(kind, 1)
    assert fonts_of(found) <= {"LibertinusSerif-Regular", "LibertinusSerif-Bold"}
    assert PAPERS[kind].title.de.encode() in found
    whole = objects_of(found)
    assert re.search(rb"/Lang\s*\(de\)", whole)
    assert re.search(rb"pdfuaid:part>?[=\s\"]*1", whole)
    assert set("Entwurf,vonkeimJrsgpüft") <= letters_of(found)


@pytest.mark.parametrize("kind", PAPER_KINDS)
def test_a_drawn_paper_has_ink_and_nothing_runs_off_the_page(kind: PaperKind) -> None:
    page = drawn(kind, sample())
    border = round(7 / 25.4 * 150)
    assert page.shape[0] > page.shape[1]
    assert 0.01 < (page < 128).mean() < 0.4
    for edge in (page[:border], page[-border:], page[:, :border], page[:, -border:]):
        assert edge.min() > 250


@pytest.mark.parametrize("kind", PAPER_KINDS)
def test_an_empty_form_is_not_longer_than_a_filled_one(kind: PaperKind) -> None:
    assert pages_of(typeset_paper(kind, blank(kind))) <= PAGES.get(kind, 1)


@pytest.mark.parametrize(
    "state",
    ["HH", *(pytest.param(one, marks=pytest.mark.thorough) for one in ("SH", "NI", "MV", ""))],
)
def test_each_state_has_its_papers(state: str) -> None:
    for kind in PAPER_KINDS:
        assert pages_of(typeset_paper(kind, sample(state))) <= PAGES.get(kind, 1)


def test_both_codes_of_the_welcome_sheet_are_read_from_the_paper() -> None:
    page = drawn("welcome", sample())
    found = {code.text: code.position.top_left.y for code in zxingcpp.read_barcodes(page)}
    assert set(found) == {PAIR, FAMILY}
    # Whoever holds a camera over the upper half meets the child's code alone.
    assert found[PAIR] < page.shape[0] * 0.55 < found[FAMILY]


def test_a_long_name_is_written_smaller_and_stays_on_its_sheet() -> None:
    school = (
        "Berufsbildende Gemeinschaftsschule mit Oberstufe am Donaudampfschifffahrtsplatz 17, Kiel"
    )
    facts = sample(robot="Wolfeschlegelsteinhausenbergerdorff Anna", school=school)
    page = drawn("welcome", facts)
    assert page[:, -40:].min() > 250
    assert pages_of(typeset_paper("welcome", facts)) == 1


def test_a_name_is_never_markup() -> None:
    facts = sample(robot="#panic()", school='$x$ *fett* #read("letter.typ")')
    assert set("#panic()") <= letters_of(typeset_paper("welcome", facts))


def test_a_robot_whose_name_no_font_can_write_is_called_by_its_number() -> None:
    letters = letters_of(typeset_paper("welcome", sample(robot="中文🤖")))
    assert set("KRL-0006") <= letters


@pytest.mark.thorough
def test_the_longest_texts_fit_on_every_paper() -> None:
    wide = dict.fromkeys(("name", "address", "responsible", "privacy", "host"), "W" * 118)
    charity = replace(CHARITY, **wide, phone="0" * 40, hours="W" * 60, email=f"{'w' * 110}@w.de")
    loan = replace(
        sample(robot="W" * 40, school="W" * 200).loan,
        class_name="W" * 40,
        serial="w" * 32,
        accessories=("W" * 190,),
        times=", ".join(["Mo 8:00 bis 12:25 Uhr"] * 7),
    )
    codes = replace(CODES, host="bridge-with-a-long-name.of-a-charity.example:8443")
    facts = replace(sample(), charity=charity, loan=loan, codes=codes)
    border = round(5 / 25.4 * 150)
    for kind in PAPER_KINDS:
        page = drawn(kind, facts)
        assert page[:, -border:].min() > 250, kind
        assert page[:, :border].min() > 250, kind


def test_the_same_paper_is_the_same_file() -> None:
    assert typeset_paper("parents", sample()) == typeset_paper("parents", sample())


def test_several_papers_come_in_one_file_each_with_its_own_words() -> None:
    kinds: tuple[PaperKind, ...] = ("parents", "consent", "teacher_card")
    found = typeset_papers(kinds, sample())
    assert pages_of(found) == len(kinds)
    assert re.search(rb"pdfuaid:part>?[=\s\"]*1", objects_of(found))
