import json
from pathlib import Path

import pytest

from tests.bench.rows import (
    DIGITS,
    UNITS,
    Row,
    absent,
    middle_and_tail,
    percentile,
    summarise,
    table,
    to_json,
)

RUNS = ({"fps": 29.0, "picture_p50_ms": 40.04}, {"fps": 30.0}, {"fps": 12.0, "voice_missing": 0.0})


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([7.0], 50, 7.0),
        ([7.0], 95, 7.0),
        ([3.0, 1.0, 2.0], 50, 2.0),
        ([float(n) for n in range(1, 101)], 95, 95.0),
        ([1.0, 2.0], 0, 1.0),
        ([1.0, 2.0], 100, 2.0),
    ],
)
def test_a_percentile_is_a_value_that_was_measured(
    values: list[float], percent: float, expected: float
) -> None:
    assert percentile(values, percent) == expected


def test_no_values_have_no_percentile() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)


def test_a_delay_has_a_middle_and_a_tail_or_nothing() -> None:
    assert middle_and_tail("look", [1.0, 2.0, 9.0]) == {"look_p50_ms": 2.0, "look_p95_ms": 9.0}
    assert middle_and_tail("look", []) == {}


def test_a_row_is_the_median_of_the_runs_that_measured_it() -> None:
    rows = summarise("loopback", "karlsson", RUNS)
    assert rows == [
        Row("loopback", "karlsson", "picture_p50_ms", 40.0, "ms", 1),
        Row("loopback", "karlsson", "fps", 29.0, "1/s", 3),
        Row("loopback", "karlsson", "voice_missing", 0.0, "beeps", 1),
    ]


def test_figures_between_nought_and_one_keep_the_digits_that_tell() -> None:
    runs = ({"ssim": 0.98765, "pesq": 3.456, "load_average": 1.234}, {"ssim": 0.98765})
    rows = summarise("loss5", "karlsson", runs)
    assert {row.metric: row.value for row in rows} == {
        "ssim": 0.988,
        "pesq": 3.46,
        "load_average": 1.23,
    }
    assert "0.988" in table(rows)
    assert "3.46" in table(rows)


def test_digits_are_told_only_of_metrics_that_there_are() -> None:
    assert set(DIGITS) <= set(UNITS)


def test_what_no_run_measured_is_named() -> None:
    rows = summarise("loopback", "karlsson", RUNS)
    assert absent(rows, "karlsson", ("fps", "agent_rss_mib")) == ["agent_rss_mib"]
    assert absent(rows, "aiortc", ("fps",)) == ["fps"]


def test_json_is_one_list_of_rows_with_six_fields() -> None:
    rows = summarise("loopback", "karlsson", RUNS)
    assert json.loads(to_json(rows))[0] == {
        "line": "loopback",
        "engine": "karlsson",
        "metric": "picture_p50_ms",
        "value": 40.0,
        "unit": "ms",
        "runs": 1,
    }


def test_the_table_sets_engines_side_by_side() -> None:
    rows = summarise("loopback", "karlsson", RUNS) + summarise("loopback", "aiortc", [{"fps": 30}])
    assert table(rows).splitlines() == [
        "line      metric          unit   karlsson  aiortc  runs",
        "loopback  picture_p50_ms  ms         40.0       -     1",
        "loopback  fps             1/s        29.0    30.0     3",
        "loopback  voice_missing   beeps       0.0       -     1",
    ]


def test_every_metric_says_its_unit_in_its_name_or_is_a_count() -> None:
    endings = {"ms": "_ms", "%": "_percent", "MiB": "_mib"}
    for metric, unit in UNITS.items():
        measured = metric.removesuffix("_per_lesson").removesuffix("_under_attack")
        assert unit not in endings or measured.endswith(endings[unit])


def test_the_published_rows_have_the_form_of_every_benchmark() -> None:
    published = Path(__file__).parent.parent.parent / "docs" / "benchmarks" / "lesson.json"
    rows = [Row(**row) for row in json.loads(published.read_text(encoding="utf-8"))]
    assert {row.engine for row in rows} == {"karlsson", "aiortc", "libwebrtc"}
    assert all(row.unit == UNITS[row.metric] and row.runs >= 3 for row in rows)
