from bridge.protocol.causes import CAUSES, OF_IDENTITY, OF_NETWORK, WORDS


def test_a_technician_is_told_every_cause_in_words_of_its_own() -> None:
    assert set(WORDS) == set(CAUSES)
    assert len(set(WORDS.values())) == len(CAUSES)
    assert all(len(words) <= 220 for words in WORDS.values())


def test_every_cause_is_told_with_what_comes_next() -> None:
    for cause in CAUSES:
        found, _, remedy = WORDS[cause].partition(";")
        assert found, cause
        assert len(remedy) >= 12, cause


def test_what_lies_in_the_robot_itself_is_told_with_what_to_do() -> None:
    assert set(OF_IDENTITY) < set(CAUSES)
    assert "twin" in OF_IDENTITY
    assert "lost" not in OF_IDENTITY
    assert set(CAUSES) > OF_NETWORK > {"portal", "no_network"}
    assert not OF_NETWORK & {*OF_IDENTITY, "bridge_away", "refused"}
    acts = (
        "robot enrol",
        "enrol TOKEN",
        "enrol --moved",
        "take",
        "make a key",
        "look",
        "update it",
    )
    for cause in OF_IDENTITY:
        assert any(act in WORDS[cause] for act in acts), cause
