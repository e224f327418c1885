import pytest

from tests.bench.networks.lines import LINES, parse


def test_a_name_is_said_by_its_line_and_by_nothing_else() -> None:
    assert all(line.name == name for name, line in LINES.items())
    assert all(name.isalnum() for name in LINES)


@pytest.mark.parametrize("name", LINES)
def test_a_limited_rate_is_one_of_the_picture_alone(name: str) -> None:
    line = LINES[name]
    assert line.up.rate_kbps is None
    assert line.up.loss == line.down.loss
    assert line.up.delay_ms == line.down.delay_ms


@pytest.mark.parametrize("name", LINES)
def test_what_changes_is_seen(name: str) -> None:
    line = LINES[name]
    assert all(0 < step.at_s < line.at_least_s for step in line.steps)
    assert (line.event_s is not None) == bool(line.steps)


def test_the_lines_that_every_release_is_measured_on_are_there() -> None:
    assert set(LINES) == {
        *("clean", "loss1", "loss5", "loss10", "burst5"),
        *("rate300", "jitter", "drop", "far5", "outage"),
    }
    assert LINES["burst5"].down.burst == 4
    assert LINES["drop"].steps[0].down.rate_kbps == 400
    assert LINES["outage"].steps[0].down.outage
    assert not LINES["outage"].steps[-1].down.outage


def test_a_line_is_read_by_name_or_in_words() -> None:
    assert parse("loss5") is LINES["loss5"]
    line = parse("delay=40,loss=0.03,rate=700,queue=300")
    assert (line.down.delay_ms, line.down.loss) == (40, 0.03)
    assert (line.down.rate_kbps, line.down.queue_ms) == (700, 300)
    assert line.up.rate_kbps is None


@pytest.mark.parametrize("text", ["", "loss", "loss=2", "lag=3", "delay"])
def test_what_is_no_line_says_which_there_are(text: str) -> None:
    with pytest.raises(ValueError, match="is none of clean, loss1"):
        parse(text)
