import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.protocol.fields import PhraseKind, PhraseLanguage
from robot.speech.sentences import MOST_CHARACTERS, SENTENCES, sentence

APP = Path(__file__).parents[3] / "pupil_app" / "lang"
LANGUAGES: tuple[PhraseLanguage, ...] = get_args(PhraseLanguage)


def test_every_phrase_but_free_text_has_its_words() -> None:
    assert {*SENTENCES, "text"} == set(get_args(PhraseKind))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_robot_says_what_the_page_shows(language: PhraseLanguage) -> None:
    words = json.loads((APP / f"{language}.json").read_text(encoding="utf-8"))
    for kind, own in SENTENCES.items():
        assert own[language] == words[f"phrase_{kind}"]


def test_free_text_is_said_as_it_is_in_either_language() -> None:
    for language in LANGUAGES:
        assert (
            sentence("text", " Wo steht das,  „Herr Öz“? ", language) == "Wo steht das, „Herr Öz“?"
        )


def test_phonetic_writing_is_no_way_into_the_synthesizer() -> None:
    assert sentence("text", "[[h@l'oU]] du", "en") == "h@l'oU du"


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_nothing_is_longer_than_a_phrase(text: str, language: PhraseLanguage) -> None:
    said = sentence("text", text, language)
    assert len(said) <= MOST_CHARACTERS
    assert "[" not in said
    assert "\n" not in said
