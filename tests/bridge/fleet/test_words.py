import pytest

from bridge.fleet import words


@pytest.mark.parametrize(
    ("seconds", "german", "english"),
    [
        (-5, "0 s", "0 s"),
        (59.9, "59 s", "59 s"),
        (60, "1 min", "1 min"),
        (7199, "1 h", "1 h"),
        (3 * 86_400, "3 T", "3 d"),
        (1e9, ">100 T", ">100 d"),
    ],
)
def test_a_span_is_one_short_word(seconds: float, german: str, english: str) -> None:
    assert (words.span(seconds, "de"), words.span(seconds, "en")) == (german, english)


def test_a_code_of_a_newer_robot_stays_readable() -> None:
    assert words.named(words.PARTS, "camera", "de") == "Kamera"
    assert words.named(words.PARTS, "left_wheel", "en") == "left wheel"


def test_everything_is_said_in_both_languages() -> None:
    for table in (words.HEADS, words.STATES, words.ALARMS, words.PARTS):
        assert all(german and english for german, english in table.values())
