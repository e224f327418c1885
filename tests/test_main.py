from collections.abc import Iterator, Sequence

import pytest

from tests import __main__ as suite

# What is chosen for pytest comes behind: it ends the last line.
PASSES = ("echo", "...\n3 passed in 1s")
MARKERS = ("browser", "root", "long", "thorough")
FAILS = ("sh", "-c", "echo '1 failed in 1s'; exit 1")


def run(
    monkeypatch: pytest.MonkeyPatch,
    tests: suite.Step,
    first: suite.Step,
    beside: suite.Step,
    arguments: Sequence[str] = (),
) -> int:
    def steps(step: suite.Step) -> Iterator[suite.Step]:
        yield step

    monkeypatch.setattr(suite, "PYTEST", tests)
    monkeypatch.setattr(suite, "_first", lambda: steps(first))
    monkeypatch.setattr(suite, "_beside", lambda: steps(beside))
    return suite.main(list(arguments))


def test_everything_passes_and_pytest_has_the_last_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, PASSES, ("true",), ("echo", "silent")) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[-1].startswith("3 passed in 1s")
    assert "silent" not in told


def test_a_check_beside_the_tests_fails_the_run_and_is_told_before_the_last_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, PASSES, ("true",), ("sh", "-c", "echo wrong type; exit 2")) == 2
    told = capsys.readouterr().out.splitlines()
    assert told[-3:-1] == ["wrong type", "... failed with status 2"]
    assert told[-1].startswith("3 passed in 1s")


def test_failed_tests_fail_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, FAILS, ("true",), ("true",)) == 1


def test_what_takes_a_second_comes_first_and_ends_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, PASSES, ("false",), ("true",)) == 1
    assert "3 passed" not in capsys.readouterr().out.replace("+ echo", "")


@pytest.mark.parametrize(
    ("arguments", "left_out"),
    [([], ["thorough"]), (["--quick"], ["browser", "root", "long", "thorough"]), (["--all"], [])],
)
def test_what_is_run_before_a_commit_leaves_repetitions_to_ci(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    left_out: list[str],
) -> None:
    assert run(monkeypatch, PASSES, ("true",), ("true",), arguments) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert [marker for marker in MARKERS if f"not {marker}" in last] == left_out


def test_ci_runs_everything() -> None:
    ci = (suite.ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert ci.rstrip().endswith("exec ./run tests --all")
