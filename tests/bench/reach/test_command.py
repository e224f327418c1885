import pytest

from tests.bench.reach.cases import CASES
from tests.bench.reach.command import _parse, main


def test_without_names_every_network_is_measured_twenty_times() -> None:
    options = _parse([])
    assert [case.name for case in options.lines] == list(CASES)
    assert options.runs == 20


def test_names_and_number_are_taken() -> None:
    options = _parse(["--lines", "open,443-both", "--runs", "3", "--json"])
    assert [case.name for case in options.lines] == ["open", "443-both"]
    assert (options.runs, options.json) == (3, True)


@pytest.mark.parametrize("arguments", [["--lines", "moon"], ["--runs", "0"], ["--runs", "many"]])
def test_nonsense_is_named(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert "allowed" in capsys.readouterr().err or "moon" in arguments
