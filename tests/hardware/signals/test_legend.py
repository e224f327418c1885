from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from hardware.signals.canvas import Words, pdf, svg, text_width
from hardware.signals.legend import (
    CARD_WIDTH,
    FACES_Y,
    GAP,
    HEIGHT,
    MARGIN,
    SHOWN_S,
    WIDTH,
    WORDS_WIDTH,
    WORDS_X,
    curve,
    legend,
)
from hardware.signals.shapes import Language
from hardware.signals.table import SIGNAL_TABLE, TABLE
from hardware.wire import SIGNALS, SignalName

DOCS = Path(__file__).parents[3] / "docs"
LANGUAGES: tuple[Language, ...] = get_args(Language)


def words(language: Language, name: str = "Karlsson") -> list[Words]:
    return [s for s in legend(TABLE, language, name).shapes if isinstance(s, Words)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_page_is_what_the_table_says(language: Language) -> None:
    """Else: `python -m hardware.signals --lang de --output docs/legend-de.svg`, and so on."""
    page = legend(TABLE, language)
    assert (DOCS / f"legend-{language}.svg").read_text(encoding="utf-8") == svg(page)
    assert (DOCS / f"legend-{language}.pdf").read_bytes() == pdf(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_signal_is_named_and_explained(language: Language) -> None:
    text = " ".join(line.text for line in words(language))
    for signal in SIGNAL_TABLE.values():
        assert signal.words[language] in text
        assert signal.meaning[language].format(name="Karlsson") in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_words_stay_in_their_card_and_above_its_curve(language: Language) -> None:
    lines = words(language)
    assert all(line.y < HEIGHT - 5 for line in lines)
    names = {signal.words[language].split()[0] for signal in SIGNAL_TABLE.values()}
    top = 0.0
    for line in lines:
        if line.x < MARGIN + 30 and not line.bold:
            continue  # across the page
        assert text_width(line.text, line.size, line.bold) <= WIDTH - line.x - MARGIN
        if line.x % (CARD_WIDTH + GAP) != (MARGIN + WORDS_X) % (CARD_WIDTH + GAP):
            continue  # a heading
        assert text_width(line.text, line.size, line.bold) <= WORDS_WIDTH
        if line.bold and line.text.split()[0] in names:
            top = line.y
        assert line.y - top <= FACES_Y - 6.6


def test_the_class_may_have_its_own_name_for_the_robot() -> None:
    assert words("de", "Robbi & Co")[0].text == "Was Robbi & Co gerade macht"
    assert "Robbi &amp; Co" in svg(legend(TABLE, "de", "Robbi & Co"))


@pytest.mark.parametrize("name", SIGNALS)
def test_a_curve_shows_the_ring_as_it_shines(name: SignalName) -> None:
    points = curve(SIGNAL_TABLE[name])
    assert points[0][0] == 0
    assert points[-1][0] == SHOWN_S
    assert all(a[0] <= b[0] for a, b in pairwise(points))
    if name != "speaking":
        pattern = SIGNAL_TABLE[name].pattern
        ends = [value for at, value in points if at == pattern.end_s]
        assert not ends or any(value == pytest.approx(pattern.points[-1][1]) for value in ends)
