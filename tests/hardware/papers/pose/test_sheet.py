from pathlib import Path
from xml.etree import ElementTree

import pytest

from bridge.protocol.vocabulary import SIGNALS
from hardware.papers.pose.sheet import PICTURES

FOLDER = Path(__file__).parents[4] / "docs" / "pictures"


@pytest.mark.parametrize("name", PICTURES)
def test_the_handbook_shows_what_the_code_draws(name: str) -> None:
    """Else: `./run body draw --documents docs/pictures`."""
    assert (FOLDER / name).read_text(encoding="utf-8") == PICTURES[name]()


@pytest.mark.parametrize("name", PICTURES)
def test_every_sheet_is_a_drawing(name: str) -> None:
    ElementTree.fromstring(PICTURES[name]())


def test_every_signal_is_on_the_sheet() -> None:
    sheet = PICTURES["body-signals.svg"]()
    assert all(f">{name}</text>" in sheet for name in SIGNALS)
