import json

import pytest

from tests.bench import __main__ as bench
from tests.bench.children import BenchError
from tests.bench.rows import Row
from tests.bench.soak import LimitError

ROW = Row("loopback", "karlsson", "fps", 30.0, "1/s", 2)


async def measured(seconds: float, runs: int) -> list[Row]:
    assert (seconds, runs) == (5.0, 2)
    return [ROW]


async def grown(seconds: float, runs: int) -> list[Row]:
    assert seconds == 300.0
    raise LimitError("soak_rss_growth_percent is 9.0; the limit is 5.0", [ROW])


async def failed(seconds: float, runs: int) -> list[Row]:
    raise BenchError("no picture came")


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        bench,
        "BENCHMARKS",
        {
            "lesson": (measured, "a lesson"),
            "broken": (failed, "never"),
            "soak": (grown, "a long one"),
        },
    )


def test_without_a_name_it_lists_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main([]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "lesson     a lesson",
        "broken     never",
        "soak       a long one",
        f"networks   {bench.NETWORKS}",
        f"reach      {bench.REACH}",
    ]


def test_json_is_all_there_is_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["lesson", "--json", "--seconds", "5", "--runs", "2"]) == 0
    assert [row["metric"] for row in json.loads(capsys.readouterr().out)] == ["fps"]


def test_a_table_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["lesson", "--seconds", "5", "--runs", "2"]) == 0
    assert "karlsson" in capsys.readouterr().out


def test_a_measurement_that_failed_says_why_and_prints_no_figure(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert bench.main(["broken"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "broken: no picture came\n"


def test_a_broken_limit_is_said_beside_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["soak", "--minutes", "5", "--json"]) == 1
    told = capsys.readouterr()
    assert len(json.loads(told.out)) == 1
    assert told.err == "soak: soak_rss_growth_percent is 9.0; the limit is 5.0\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["lesson", "--seconds", "1"],
        ["lesson", "--seconds", "nan"],
        ["lesson", "--runs", "0"],
        ["lesson", "--runs", "1.5"],
        ["lesson", "--minutes", "0"],
    ],
)
def test_arguments_out_of_bounds_are_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        bench.main(arguments)
