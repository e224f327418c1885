from pathlib import Path
from typing import Any

import msgspec
import pytest

from bridge.protocol.channels import Beat, Look, PoseReport
from bridge.protocol.presence import HeadRange
from hardware.contract import wire
from robot.links.body_link import BodyLink
from robot.steering.gaze import FEED_S
from robot.steering.steering import Steering
from robot.steering.views import Views


class Body(BodyLink):
    """A body whose other end is a list."""

    def __init__(self) -> None:
        super().__init__(Path("/nowhere"), _nobody)
        self.told: list[wire.AnyIntent] = []

    def _send(self, make: Any) -> bool:
        self.told.append(make(len(self.told) + 1))
        return True

    @property
    def targets(self) -> list[tuple[float, float]]:
        return [(i.pan_deg, i.tilt_deg) for i in self.told if isinstance(i, wire.Target)]


async def _nobody(news: object) -> None:
    return None


def state(pan_deg: float = 0.0, tilt_deg: float = 0.0, **fields: Any) -> wire.BodyState:
    """Return the report of a body that stands at these angles."""
    pose = (pan_deg, tilt_deg)
    still = wire.BodyState(
        *(1.0, *pose, *pose, *pose),
        moving=False,
        at_limit=False,
        held=False,
        attached=True,
        signal="present",
        hand_raised=False,
        paused=False,
    )
    return msgspec.structs.replace(still, **fields)


@pytest.fixture
def body() -> Body:
    return Body()


@pytest.fixture
def steering(body: Body, tmp_path: Path) -> Steering:
    one = Steering(body, Views(tmp_path), 66.0)
    one.greet(wire.Greeting(2, "simulated", -80.0, 80.0, -20.0, 30.0, True))
    return one


def test_a_wish_goes_to_the_body_as_the_child_made_it(steering: Steering, body: Body) -> None:
    steering.rise(1.0)
    assert steering.hear(Look(1, 0.0, 170.0, -60.0), "1", 1.0) is None
    assert body.targets == [(0.0, 0.0), (170.0, -60.0)]


def test_a_beat_feeds_the_body_and_is_answered_with_the_pose(
    steering: Steering, body: Body
) -> None:
    steering.rise(1.0)
    steering.report(state(10.0, 5.0, moving=True, at_limit=True), 1.0)
    assert steering.hear(Beat(1, 0.0), "1", 1.0) == PoseReport(
        1, 10.0, 5.0, moving=True, at_limit=True
    )
    assert isinstance(body.told[-1], wire.Keep)


def test_what_comes_late_or_twice_is_not_obeyed(steering: Steering, body: Body) -> None:
    steering.rise(1.0)
    steering.hear(Look(2, 0.0, 20.0, 0.0), "1", 1.0)
    assert steering.hear(Look(2, 0.0, 30.0, 0.0), "1", 1.0) is None
    assert steering.hear(Beat(1, 0.0), "1", 5.0) is None
    assert body.targets == [(0.0, 0.0), (20.0, 0.0)]
    steering.begin_stay()
    steering.hear(Look(1, 0.0, 30.0, 0.0), "1", 6.0)
    assert body.targets[-1] == (30.0, 0.0)


def test_a_limit_is_told_at_once_when_it_comes_and_when_it_goes(steering: Steering) -> None:
    assert steering.report(state(), 1.0) is None
    for number in range(3):
        told = steering.report(state(at_limit=True), 1.0)
        assert told == (steering.pose if number == 0 else None)
        assert steering.pose.at_limit
    told = steering.report(state(), 1.0)
    assert told is not None
    assert not told.at_limit


def test_a_moving_head_is_told_and_where_it_stops(steering: Steering) -> None:
    assert steering.report(state(1.0, moving=True), 1.0) is not None
    assert steering.report(state(2.0, moving=True), 1.01) is None
    assert steering.report(state(3.0), 1.1) is not None
    assert steering.report(state(3.0), 1.2) is None


def test_a_parked_head_takes_no_wish_makes_no_gesture_and_saves_nothing(
    steering: Steering, body: Body
) -> None:
    steering.rise(1.0)
    steering.park(forget=False)
    steering.hear(Look(1, 0.0, 20.0, 0.0), "1", 1.0)
    steering.make_gesture("nod")
    assert steering.save("board", 1.0) is None
    assert [type(intent) for intent in body.told] == [wire.Target, wire.Park]
    steering.rise(2.0)
    assert body.targets[-1] == (20.0, 0.0)


def test_a_saved_place_is_told_and_found_again(steering: Steering, body: Body) -> None:
    steering.rise(1.0)
    steering.hear(Look(1, 0.0, 20.0, 5.0), "1", 1.0)
    data = steering.save("board", 1.0)
    assert data is not None
    assert b"board" in data
    assert [(view.slot, view.pan_deg) for view in steering.views] == [("board", 20.0)]
    assert steering.take_snapshot(1.0)
    steering.hear(Look(2, 0.0, -20.0, 0.0), "1", 1.0)
    steering.go_to("board")
    steering.go_to("table")
    assert body.targets[-1] == (20.0, 5.0)


def test_the_switch_is_fed_while_the_head_rises(steering: Steering, body: Body) -> None:
    steering.rise(1.0)
    assert steering.deadline == 1.0 + FEED_S
    steering.tick(1.0 + FEED_S)
    assert isinstance(body.told[-1], wire.Keep)
    steering.hold()
    assert steering.deadline is None


def test_what_the_head_can_do_is_the_bodys_word(steering: Steering) -> None:
    assert steering.head == HeadRange(-80.0, 80.0, -20.0, 30.0, 66.0)
