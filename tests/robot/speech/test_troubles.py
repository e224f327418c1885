import pytest

from bridge.protocol.causes import CAUSES, OF_IDENTITY, NetworkCause
from robot.speech.sentences import sentence
from robot.speech.troubles import name_aloud, trouble_aloud


@pytest.mark.parametrize("cause", CAUSES)
def test_every_cause_is_said_in_full_in_both_languages(cause: NetworkCause) -> None:
    german, english = trouble_aloud(cause), trouble_aloud(cause, "en")
    assert german != english
    for words in (german, english):
        assert sentence("text", words, "de") == words
        assert words.endswith(".")


def test_what_lies_in_the_robot_itself_has_words_of_its_own() -> None:
    assert len({trouble_aloud(cause) for cause in OF_IDENTITY}) == len(OF_IDENTITY)
    assert trouble_aloud("silent") == trouble_aloud("cut")


def test_a_robot_says_its_name() -> None:
    assert name_aloud("Adler") == "Hier ist Adler."
    assert name_aloud("Adler", "en") == "This is Adler."
