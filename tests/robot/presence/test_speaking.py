from robot.presence.speaking import SPEAKING_HOLD_S, SPEAKING_LEVEL, Speaking


def test_a_voice_counts_as_speaking_over_the_gap_between_two_words() -> None:
    speaking = Speaking()
    speaking.hear(SPEAKING_LEVEL, 1.0)
    speaking.hear(0.0, 1.1)
    assert speaking.holds(0.9 + SPEAKING_HOLD_S)
    assert not speaking.holds(1.0 + SPEAKING_HOLD_S)


def test_a_breath_is_no_speaking() -> None:
    speaking = Speaking()
    speaking.hear(SPEAKING_LEVEL - 0.01, 1.0)
    assert not speaking.holds(1.0)


def test_a_level_out_of_bounds_is_the_nearest_that_is_allowed() -> None:
    speaking = Speaking()
    speaking.hear(7.0, 1.0)
    assert speaking.level == 1.0
    speaking.hear(-1.0, 1.0)
    assert speaking.level == 0.0


def test_a_phrase_is_told_from_the_childs_own_voice_until_it_is_over() -> None:
    speaking = Speaking()
    told = []
    for level in (0.7, 0.0, 0.7):
        speaking.hear(level, 1.0, is_phrase=level > 0)
        told.append(speaking.is_phrase)
    speaking.stop()
    assert [*told, speaking.is_phrase] == [True, False, True, False]


def test_a_voice_that_was_stopped_is_silent_at_once() -> None:
    speaking = Speaking()
    speaking.hear(1.0, 1.0)
    speaking.stop()
    assert not speaking.holds(1.0)
