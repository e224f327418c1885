import pytest

from tests.netlab.line import Line, parse


def test_words_describe_a_line() -> None:
    assert parse(
        ["rate=300", "queue=1000", "delay=30", "jitter=5", "loss=0.05", "burst=4"]
    ) == Line(rate_kbps=300, queue_ms=1000, delay_ms=30, jitter_ms=5, loss=0.05, burst=4)


def test_a_recording_takes_the_place_of_a_rate() -> None:
    assert parse(["trace=/tmp/bus.txt"]) == Line(trace="/tmp/bus.txt")
    with pytest.raises(ValueError, match="takes the place of a rate"):
        parse(["trace=bus.txt", "rate=300"])


def test_a_switch_needs_no_value() -> None:
    assert parse(["outage", "udp=no"]) == Line(outage=True, udp=False)


def test_no_words_describe_a_perfect_line() -> None:
    assert parse([]) == Line()


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("speed=3", "unknown"),
        ("rate", "lacks its number"),
        ("rate=fast", "no number"),
        ("udp=maybe", "neither yes nor no"),
        ("loss=5", "no share"),
        ("delay=-1", "not within"),
        ("rate=0", "not within"),
        ("queue_bytes=-1", "below 0"),
        ("burst=0.5", "at least 1"),
        ("delay=nan", "not within"),
        ("trace=", "needs a recording"),
    ],
)
def test_a_word_without_sense_is_named(word: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse([word])


def test_a_line_is_told_by_what_is_not_perfect() -> None:
    line = Line(rate_kbps=300, udp=False)
    assert line.named() == {"rate_kbps": 300, "udp": False}
    assert Line(**line.named()) == line


def test_bursts_leave_a_packet_between_them() -> None:
    Line(loss=0.8, burst=4)
    with pytest.raises(ValueError, match="cannot come in bursts"):
        Line(loss=0.81, burst=4)
