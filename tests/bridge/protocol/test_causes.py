from bridge.protocol.causes import CAUSES, WORDS


def test_a_technician_is_told_every_cause_in_words_of_its_own() -> None:
    assert set(WORDS) == set(CAUSES)
    assert len(set(WORDS.values())) == len(CAUSES)
    assert all(len(words) <= 200 for words in WORDS.values())
