from xml.etree import ElementTree

import pytest

from bridge.papers.typeset import typeset
from hardware.papers.builds import __main__ as builds
from hardware.papers.builds.paper import paper
from tests.bridge.papers.reading import fonts_of, pages_of


@pytest.mark.parametrize("name", builds.NAMES)
def test_the_paper_holds_parts_pins_and_the_drawing(name: str) -> None:
    build = builds.load(name)
    data = paper(build)
    assert len(data["parts"]["rows"]) == len(build.parts)
    assert len(data["pins"]["rows"]) == len(build.wires)
    assert ElementTree.fromstring(data["wiring"]).tag.endswith("svg")


@pytest.mark.parametrize("name", builds.NAMES)
def test_it_fits_on_three_pages_with_its_own_letters(name: str) -> None:
    template = (builds.FOLDER / "build.typ").read_text(encoding="utf-8")
    found = typeset(template, paper(builds.load(name)))
    assert pages_of(found) <= 3
    assert {font.split("-")[0] for font in fonts_of(found)} <= {"LibertinusSerif", "DejaVuSansMono"}
