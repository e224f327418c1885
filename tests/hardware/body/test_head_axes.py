import pytest

from hardware.body.head_axes import HeadAxes
from hardware.contract.interfaces import Pose
from hardware.motion.config import Motion, NoView

ZONE = NoView(pan_min_deg=20.0, pan_max_deg=40.0, tilt_min_deg=-20.0, tilt_max_deg=20.0)


def arrive(axes: HeadAxes, target: Pose, speed_deg_s: float = 180.0) -> list[Pose]:
    poses = []
    while not axes.settled(target):
        axes.step(target, speed_deg_s)
        poses.append(axes.commanded)
        assert len(poses) < 1000
    return poses


def test_both_axes_arrive_at_the_target() -> None:
    axes = HeadAxes(Motion())
    assert arrive(axes, Pose(30.0, 10.0))[-1] == Pose(30.0, 10.0)
    assert axes.resting
    assert axes.steps_to_stop() == 0


def test_both_axes_go_around_a_zone() -> None:
    axes = HeadAxes(Motion(no_view=(ZONE,)))
    axes.place(Pose(0.0, 0.0))
    poses = arrive(axes, Pose(60.0, 0.0))
    assert not any(ZONE.rect.inside(pose) for pose in poses)
    assert axes.allowed(Pose(39.0, 0.0)) == Pose(40.0, 0.0)


def test_braking_stops_in_the_steps_that_were_told() -> None:
    axes = HeadAxes(Motion())
    for _ in range(10):
        axes.step(Pose(90.0, 0.0), 180.0)
    steps = axes.steps_to_stop()
    assert 0 < steps <= axes.steps_to_stop(after_one_more=True)
    for _ in range(steps):
        axes.brake()
    assert axes.resting


@pytest.mark.parametrize(("steps", "restarts"), [(0, 0), (5, 1)])
def test_only_a_halt_while_moving_counts_as_a_restart(steps: int, restarts: int) -> None:
    axes = HeadAxes(Motion())
    for _ in range(steps):
        axes.step(Pose(90.0, 0.0), 180.0)
    axes.halt()
    assert axes.restarts == restarts
    assert axes.resting


def test_one_axis_alone_can_be_placed() -> None:
    axes = HeadAxes(Motion())
    tilt_deg = axes.commanded.tilt_deg
    axes.place(Pose(12.0, 7.0), tilt=False)
    assert axes.commanded == Pose(12.0, tilt_deg)
    assert axes.clamp_tilt(90.0) == 35.0
