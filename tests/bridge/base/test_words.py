from bridge.base.words import Declined, NotYours, Words


def test_a_refusal_speaks_german_to_staff_and_english_on_the_command_line() -> None:
    refused = Declined(Words("Das geht nicht.", "That does not work."), "until")
    assert (refused.words.said("de"), str(refused)) == ("Das geht nicht.", "That does not work.")
    assert NotYours().words.said("en").startswith("There is no such page")
