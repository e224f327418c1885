import xml.etree.ElementTree as ElementTree

from bridge.paperwork.face import FACE


def test_the_face_is_a_drawing_that_fetches_nothing() -> None:
    root = ElementTree.fromstring(FACE)
    assert root.tag.endswith("svg")
    assert "href" not in FACE
