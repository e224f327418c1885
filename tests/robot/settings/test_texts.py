from robot.settings.texts import Both


def test_a_text_is_shown_in_the_language_that_is_asked_for() -> None:
    both = Both("Kabel", "cable")
    assert (both.of("de"), both.of("en")) == ("Kabel", "cable")
