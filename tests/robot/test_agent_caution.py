"""A robot in safe mode: a lesson with what is left, and everybody told."""

from pathlib import Path

import pytest

from bridge.protocol.presence import Snapshot
from robot.caution.judgement import FAILURES
from robot.caution.ledger import Ledger
from tests.robot.pupils import pupil_of
from tests.robot.schools import school

pytestmark = pytest.mark.long


async def test_a_child_hears_the_class_of_a_robot_whose_picture_is_left_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    for _ in range(2 * FAILURES + 1):
        ledger = Ledger(folder)
        ledger.begin()
    async with (
        school(tmp_path, ledger=ledger) as one,
        pupil_of(one.bridge, one.key) as child,
    ):
        await one.tells(lambda told: told.safe_mode == "no_picture")
        await child.join()
        await child.until(lambda: child.sounds >= 10)
        await child.hears(Snapshot, lambda told: told.connected and told.lost == ("camera",))
    assert "safe mode: it failed 3 times within 5 minutes" in caplog.text
    assert "without picture, phrases" in caplog.text
