import pytest

from tests.rehearsal.hands import DEEDS, SECONDS, WORDS, CountedDeed, Hands


def test_each_deed_has_its_seconds_and_its_words() -> None:
    assert set(SECONDS) == set(WORDS) == set(DEEDS)
    assert min(SECONDS.values()) > 0


def test_a_command_is_thought_of_typed_and_entered() -> None:
    hands = Hands()
    hands.typed("cards", "ls -l")
    assert list(hands.counted()) == [
        CountedDeed("cards", "thought", 1),
        CountedDeed("cards", "key", 6),
    ]
    assert hands.seconds() == pytest.approx(1.35 + 6 * 0.28)


def test_what_is_pasted_is_not_typed() -> None:
    hands = Hands()
    hands.typed("list", "enrol Emil Ida", "Emil Ida")
    assert [(one.deed, one.times) for one in hands.counted()] == [
        ("thought", 1),
        ("key", len("enrol ") + 1),
        ("paste", 1),
    ]


def test_deeds_add_up_step_by_step() -> None:
    hands = Hands()
    hands.did("first boot", "plug_in", 2)
    hands.did("wipe", "unplug")
    hands.did("first boot", "plug_in")
    assert hands.seconds("first boot") == 3 * SECONDS["plug_in"]
    assert hands.seconds() == 3 * SECONDS["plug_in"] + SECONDS["unplug"]
    assert hands.seconds("doctor") == 0
