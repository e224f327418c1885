"""The whole path with two robots; `./run rehearsal` takes it with twenty."""

import pytest

from tests.rehearsal.course import Course
from tests.rehearsal.report import Report, Step, data_of
from tests.rehearsal.stage import set_up

STEPS = [
    *("list", "cards", "first boot", "enrolment", "doctor", "lesson", "update"),
    *("mistakes", "wipe", "next loan"),
]
MISTAKES = ("a wrong list", "a card copied afterwards", "a clock that is a day behind")
"""Those with ways of their own; the others differ in a word."""


@pytest.mark.thorough
@pytest.mark.timeout(300)
async def test_two_robots_go_from_the_list_to_their_next_loan() -> None:
    report, told = Report(2), list[Step]()
    async with set_up(report, 4) as stage:
        assert await Course(stage, told.append, MISTAKES).run(), report.failures
        folder = stage.folder
    assert not folder.exists()
    assert [step.name for step in told] == STEPS
    assert report.failures == []
    assert [one.failed for one in report.mistakes] == [""] * len(MISTAKES)
    assert all(step.rehearsed for step in told)
    (update,) = (step for step in told if step.name == "update")
    assert update.what.startswith("1 run 1.1.0; ")
    assert all(one.said and one.remedy for one in report.mistakes)
    assert report.left_out["raspi-config nonint do_i2c 0"] == 2
    document = data_of(report)
    assert document["metrics"]["hands_on_minutes_per_robot"] > 0
    assert document["metrics"]["minutes_per_robot"] > 0
