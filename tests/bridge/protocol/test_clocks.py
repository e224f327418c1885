import pytest

from bridge.protocol.clocks import off_in_words


@pytest.mark.parametrize(
    ("off_s", "words"),
    [
        (None, ""),
        (0.0, ""),
        (60.0, ""),
        (-60.0, ""),
        (61.0, "1 minute ahead"),
        (-180.0, "3 minutes behind"),
        (3600.0, "1 hour ahead"),
        (-7200.0, "2 hours behind"),
        (-400 * 86400.0, "400 days behind"),
    ],
)
def test_only_a_clock_that_is_far_off_is_named(off_s: float | None, words: str) -> None:
    assert off_in_words(off_s) == words
