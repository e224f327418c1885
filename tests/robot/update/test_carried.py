from pathlib import Path

from msgspec import UNSET

from bridge.protocol.presence import ReleaseState
from robot.update.carried import release_state
from robot.update.installation import Installation
from robot.update.record import Records, UpdateRecord
from tests.robot.update.places import lay


def test_a_robot_tells_what_runs_and_what_it_left(tmp_path: Path) -> None:
    records = Records(tmp_path)
    installed = lay(tmp_path / "opt", "1.4.0")
    assert release_state(installed, records) == ReleaseState("1.4.0")
    records.write(UpdateRecord(fell_back=("1.4.5", "1.5.0")))
    assert release_state(installed, records) == ReleaseState("1.4.0", "1.5.0")


def test_a_checkout_tells_nothing(tmp_path: Path) -> None:
    assert release_state(Installation(tmp_path), Records(tmp_path)) is UNSET
