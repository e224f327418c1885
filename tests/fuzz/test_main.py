import json

import pytest

from tests.fuzz import running
from tests.fuzz.__main__ import main
from tests.fuzz.running import ENTRIES

pytestmark = pytest.mark.thorough


@pytest.fixture(autouse=True)
def _loud(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the log as it is: other tests of this process read it."""
    monkeypatch.setattr(running, "quiet", lambda: None)


def test_a_short_run_tells_its_seed_and_what_it_tried(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--target", "redundancy", "--seconds", "0.01", "--seed", "5", "--json"]) == 0
    told = capsys.readouterr()
    report = json.loads(told.out)
    assert report["seed"] == 5
    assert report["tried"][0]["inputs"] > 0
    assert "seed 5" in told.err


def test_bytes_can_be_tried_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--target", "redundancy", "--replay", "ff00", "80"]) == 0
    assert "nothing is found" in capsys.readouterr().out
    assert main(["--replay", "00"]) == 2


def test_a_target_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--target", "nothing"])
    told = capsys.readouterr().err
    assert all(name in told for name in ENTRIES)
