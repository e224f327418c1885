from typing import get_args

from robot.errands.refusal import WORDS, ErrandRefused, RefusalCode


def test_each_refusal_has_words_in_both_languages() -> None:
    assert set(WORDS) == set(get_args(RefusalCode))
    assert all(words.de and words.en and words.de != words.en for words in WORDS.values())


def test_a_refusal_says_why() -> None:
    refused = ErrandRefused("inside")
    assert refused.words.de.startswith("ein Kind ist im Roboter")
    assert str(refused) == refused.words.en
