import xml.etree.ElementTree as ElementTree

import pytest
import resvg_py

from hardware.papers.builds import __main__ as builds
from hardware.papers.builds.wiring import draw

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", builds.NAMES)
def test_every_wire_is_drawn_and_named_at_its_end(name: str) -> None:
    build = builds.load(name)
    root = ElementTree.fromstring(draw(build))
    assert len(root.findall(f"{SVG}path[@class='w']")) == len(build.wires)
    words = [text.text or "" for text in root.iter(f"{SVG}text")]
    for wire in build.wires:
        connection = wire.to.partition(".")[2]
        assert any(text.startswith(f"{connection} — pin {wire.pin},") for text in words)


@pytest.mark.parametrize("name", builds.NAMES)
def test_nothing_leaves_the_page(name: str) -> None:
    root = ElementTree.fromstring(draw(builds.load(name)))
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for box in root.findall(f"{SVG}rect"):
        x, y = float(box.get("x", 0)), float(box.get("y", 0))
        assert x + float(box.attrib["width"]) <= width
        assert y + float(box.attrib["height"]) <= height


def test_the_drawing_can_be_shown() -> None:
    picture = bytes(resvg_py.svg_to_bytes(svg_string=draw(builds.load("simple")), width=300))
    assert picture.startswith(b"\x89PNG")
