from bridge.protocol.board import Phrase, SayPhrase
from robot.presence.phrases import PHRASES_BURST, Phrases


def test_the_newest_phrase_takes_the_place_of_the_one_before() -> None:
    phrases = Phrases()
    phrases.say(SayPhrase(1, 1, "question", aloud=True), aloud=True)
    assert phrases.newest == Phrase(1, "question", "", True)
    phrases.see()
    phrases.say(SayPhrase(2, 2, "text", " Where? "), aloud=False)
    assert phrases.newest == Phrase(2, "text", "Where?", False)
    assert not phrases.seen


def test_the_count_goes_up_whatever_the_app_counts() -> None:
    phrases = Phrases()
    numbers = []
    for number in (7, 1, 1, 20):
        phrases.say(SayPhrase(1, number, "yes"), aloud=False)
        assert phrases.newest is not None
        numbers.append(phrases.newest.number)
    assert numbers == [7, 8, 9, 20]
    phrases.forget()
    phrases.say(SayPhrase(1, 1, "yes"), aloud=False)
    assert phrases.newest == Phrase(21, "yes")


def test_a_phrase_is_seen_once() -> None:
    phrases = Phrases()
    assert not phrases.see()
    phrases.say(SayPhrase(1, 1, "thanks"), aloud=False)
    assert phrases.see()
    assert not phrases.see()
    phrases.forget()
    assert (phrases.newest, phrases.seen) == (None, False)


def test_a_program_cannot_flood_the_class() -> None:
    phrases = Phrases()
    assert [phrases.takes(10.0) for _ in range(PHRASES_BURST + 1)][-1] is False
    assert phrases.takes(12.0)
