from typing import get_args

import pytest

from robot.local_page.page_rights import Act, PageSituation, refusal

ACTS: tuple[Act, ...] = get_args(Act)


@pytest.mark.parametrize("act", ACTS)
def test_nothing_works_during_a_lesson(act: Act) -> None:
    assert refusal(act, PageSituation(somebody=True)) == "lesson"


@pytest.mark.parametrize("act", ACTS)
def test_everything_works_in_a_robot_that_rests(act: Act) -> None:
    assert refusal(act, PageSituation()) is None


@pytest.mark.parametrize("act", ACTS)
def test_nothing_begins_any_more_once_the_robot_is_being_wiped(act: Act) -> None:
    assert refusal(act, PageSituation(wiping=True)) == "wiping"


@pytest.mark.parametrize(
    ("situation", "why"),
    [
        (PageSituation(paused=True), "paused"),
        (PageSituation(closed=True), "closed"),
        (PageSituation(faulty=True), "fault"),
        (PageSituation(camera="not there"), "no_camera"),
        (PageSituation(paused=True, faulty=True, camera="not there"), "paused"),
    ],
)
def test_the_camera_stays_dark_when_the_class_or_the_body_says_so(
    situation: PageSituation, why: str
) -> None:
    assert refusal("preview", situation) == why
    others = [act for act in ACTS if act not in ("preview", "step")]
    assert [refusal(act, situation) for act in others] == [None] * len(others)


def test_the_head_does_not_step_while_it_films_or_is_kept_still() -> None:
    assert refusal("step", PageSituation(previewed=True)) == "camera_on"
    assert refusal("step", PageSituation(paused=True)) == "paused"
    assert refusal("step", PageSituation(faulty=True)) == "fault"
    assert refusal("step", PageSituation(camera="not there")) is None
    assert refusal("preview", PageSituation(previewed=True)) is None
