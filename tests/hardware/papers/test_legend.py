from itertools import pairwise
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree

import pytest

from bridge.papers.typeset import PaperError, typeset
from bridge.protocol.vocabulary import MARKS, SIGNALS, SignalName
from hardware.papers import __main__ as legend_command
from hardware.papers.legend import MOST_NAME, SHOWN_S, curve, legend
from hardware.signals.shapes import Language
from hardware.signals.table import SIGNAL_TABLE, TABLE
from tests.bridge.papers.reading import fonts_of, letters_of, pages_of

DOCS = Path(__file__).parents[3] / "docs"
LANGUAGES: tuple[Language, ...] = get_args(Language)
TEMPLATE = legend_command.TEMPLATE.read_text(encoding="utf-8")


def cards(language: Language, name: str = "Karlsson") -> list[dict[str, Any]]:
    return [card for group in legend(TABLE, language, name)["groups"] for card in group["cards"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_page_is_what_the_table_says(language: Language) -> None:
    """Else: `python -m hardware.papers --lang de --output docs/legend-de.pdf`, and so on."""
    page = typeset(TEMPLATE, legend(TABLE, language))
    assert (DOCS / f"legend-{language}.pdf").read_bytes() == page


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_one_page_in_its_own_letters(language: Language) -> None:
    page = typeset(TEMPLATE, legend(TABLE, language))
    assert pages_of(page) == 1
    assert fonts_of(page) == {"LibertinusSerif-Regular", "LibertinusSerif-Bold"}
    assert language != "de" or set("äöüß") <= letters_of(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_signal_is_named_explained_and_drawn(language: Language) -> None:
    shown = {card["name"]: card for card in cards(language)}
    for signal in SIGNAL_TABLE.values():
        card = shown[signal.words[language]]
        assert card["meaning"] == signal.meaning[language].format(name="Karlsson")
        for drawn in (card["figure"], card["curve"], *card["faces"]):
            assert len(ElementTree.fromstring(drawn)) > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_shows_what_stays_of_it(language: Language) -> None:
    shown = {card["name"]: card for card in cards(language)}
    yes, no = (shown[SIGNAL_TABLE[mark].words[language]] for mark in MARKS)
    assert yes["caption"] == no["caption"] == TABLE.legend[language].afterwards
    assert len(yes["faces"]) == len(no["faces"]) == 1
    assert yes["faces"] != no["faces"]


def test_who_may_see_and_hear_is_told_apart() -> None:
    watched, unwatched = legend(TABLE, "de")["groups"]
    names = {signal.words["de"] for signal in SIGNAL_TABLE.values() if signal.watched}
    assert {card["name"] for card in watched["cards"]} == names | {"Schaut genau hin"}
    assert watched["eye"] != unwatched["eye"]
    assert watched["edge"] != unwatched["edge"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["Robbi & Co", "#panic()", "W" * MOST_NAME, "i" * 99, "Ελένη", "Ёжик", "*{}_"]
)
def test_the_class_may_have_its_own_name_for_the_robot(language: Language, name: str) -> None:
    data = legend(TABLE, language, name)
    assert name[:MOST_NAME] in data["title"]
    assert pages_of(typeset(TEMPLATE, data)) == 1


def test_a_name_in_letters_that_no_font_has_is_refused() -> None:
    with pytest.raises(PaperError, match="could not be displayed"):
        typeset(TEMPLATE, legend(TABLE, "de", "🤖"))


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
