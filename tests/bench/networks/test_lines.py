from pathlib import Path

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


def test_a_recorded_line_names_one_file_for_both_ways_or_up_and_down(tmp_path: Path) -> None:
    bus, tram = tmp_path / "bus.txt", tmp_path / "my tram.txt"
    bus.write_text("3\n9\n")
    tram.write_text("5\n")
    both = parse(f"trace:{bus}")
    assert (both.up.trace, both.down.trace) == (str(bus), str(bus))
    assert (both.down.delay_ms, both.down.queue_ms) == (30, 2000)
    two = parse(f"trace:{tram},{bus},delay=50,loss=0.01")
    assert (two.up.trace, two.down.trace) == (str(tram), str(bus))
    assert (two.up.delay_ms, two.down.loss, two.down.queue_ms) == (50, 0.01, 2000)
    assert " " not in two.name


def test_a_recorded_line_of_our_own_has_a_recording_each_way() -> None:
    line = parse("trace:evdo")
    assert (line.up.trace, line.down.trace) == ("evdo-up", "evdo-down")
    mixed = parse("trace:umts,lte")
    assert (mixed.up.trace, mixed.down.trace) == ("umts-up", "lte-down")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("trace:", "one recording for both ways, or two"),
        ("trace:evdo,lte,umts", "or two: up, then down"),
        ("trace:delay=30", "one recording"),
        ("trace:/nowhere", "there is no such file"),
        ("trace:evdo,rate=300", "takes the place of a rate"),
        ("trace:evdo,lag=3", "'lag' is unknown"),
        ("trace=/nowhere,delay=3", "there is no such file"),
    ],
)
def test_a_recorded_line_that_is_none_is_refused_in_words(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(text)


def test_the_lines_that_every_release_is_measured_on_are_there() -> None:
    assert set(LINES) == {
        *("clean", "loss1", "loss5", "loss10", "burst5"),
        *("rate300", "jitter", "drop", "far5", "outage", "wifi"),
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
