from xml.etree import ElementTree

from hardware.papers.canvas import Area, Disc, Polyline, Rectangle, Shape, Squares, svg

SHAPES: list[Shape] = [
    Rectangle(0, 0, 10, 10, "#ffffff"),
    Rectangle(1, 1, 8, 8, "#102030", 2),
    Disc(5, 5, 2, "#ff0000"),
    Disc(5, 5, 2, "#ff0000", 0.5),
    Area([(0, 0), (1, 1), (0, 1)], "#00ff00"),
    Polyline([(0, 0), (-0.0001, 1)], "#0000ff", 0.2),
    Squares([(0, 0), (1, 1)], 0.9, "#ffff00"),
]


def test_every_shape_reaches_a_well_formed_svg() -> None:
    root = ElementTree.fromstring(svg(SHAPES, 10, 12.5))
    assert root.attrib["width"] == "10mm"
    assert root.attrib["viewBox"] == "0 0 10 12.5"
    assert len(root) == len(SHAPES)


def test_numbers_are_as_short_as_a_page_needs_them() -> None:
    assert "M0 0L0 1" in svg(SHAPES, 10, 10)


def test_the_same_shapes_are_the_same_text() -> None:
    assert svg(SHAPES, 10, 10) == svg(iter(SHAPES), 10, 10)
