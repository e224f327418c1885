from itertools import pairwise

import pytest

from tests.netlab.recording import Recording
from tests.netlab.synthetic import KINDS, make

ALL = [(kind, direction) for kind in KINDS for direction in ("down", "up")]


def gaps_ms(recording: Recording, over_ms: float) -> list[float]:
    moments = [recording.at_s(number) * 1000 for number in range(len(recording))]
    return [after - before for before, after in pairwise(moments) if after - before > over_ms]


def kbps_each_second(recording: Recording) -> list[float]:
    seconds = [0.0] * 61
    for number in range(len(recording)):
        seconds[int(recording.at_s(number))] += 12.0
    return seconds[:60]


@pytest.mark.parametrize(("kind", "direction"), ALL)
def test_a_minute_is_the_same_every_time(kind: str, direction: str) -> None:
    first, again = make(kind, direction), make(kind, direction)
    assert [first.at_s(n) for n in range(len(first))] == [again.at_s(n) for n in range(len(again))]
    assert first.length_s == 60.0
    assert make(kind, direction, seed=2).mean_kbps != first.mean_kbps


@pytest.mark.parametrize(
    ("kind", "direction", "least_kbps", "most_kbps", "gap_s"),
    [
        ("evdo", "down", 300, 700, (0.8, 2.3)),
        ("evdo", "up", 150, 350, (0.8, 2.3)),
        ("umts", "down", 100, 220, (1.0, 4.6)),
        ("umts", "up", 70, 220, (1.0, 4.6)),
        ("lte", "down", 3000, 7000, (0.1, 0.9)),
        ("lte", "up", 1500, 3500, (0.1, 0.9)),
        ("wifi", "down", 14_000, 24_000, (0.15, 0.5)),
        ("wifi", "up", 14_000, 24_000, (0.15, 0.5)),
    ],
)
def test_a_kind_has_the_manners_it_is_described_by(
    kind: str, direction: str, least_kbps: float, most_kbps: float, gap_s: tuple[float, float]
) -> None:
    recording = make(kind, direction)
    assert least_kbps <= recording.mean_kbps <= most_kbps
    assert gap_s[0] <= recording.longest_gap_s <= gap_s[1]


@pytest.mark.parametrize("kind", ["evdo", "umts", "lte"])
def test_the_rate_of_a_cellular_line_wanders_far(kind: str) -> None:
    rates = sorted(kbps_each_second(make(kind, "down")))
    assert rates[54] > 3 * rates[6]


def test_wifi_repeats_for_up_to_80_ms_and_is_away_for_150_to_400() -> None:
    gaps = gaps_ms(make("wifi", "down"), 5)
    short = [gap for gap in gaps if gap <= 90]
    away = [gap for gap in gaps if gap > 145]
    assert len(short) > 20
    assert 1 <= len(away) <= 12


def test_both_directions_stand_still_together() -> None:
    down, up = (gaps_ms(make("wifi", way), 145) for way in ("down", "up"))
    assert [round(gap, -1) for gap in down] == pytest.approx([round(gap, -1) for gap in up], abs=20)
