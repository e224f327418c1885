import itertools

from hardware.body.arm import Arm, DetachHand, HandEffect, MoveHand
from hardware.motion.config import Motion

MOTION = Motion(hand_down_deg=-10, hand_up_deg=80)


def run(arm: Arm, seconds: float, start: float) -> list[HandEffect]:
    effects: list[HandEffect] = []
    for i in range(round(seconds / 0.02)):
        effects += arm.tick(start + i * 0.02)
    return effects


def test_a_raised_arm_goes_up_and_stays() -> None:
    arm = Arm(MOTION)
    arm.lift(True)
    effects = run(arm, 3, 10)
    assert effects[-1] == MoveHand(80)
    assert DetachHand() not in effects
    assert arm.attached


def test_a_lowered_arm_goes_down_and_detaches() -> None:
    arm = Arm(MOTION)
    arm.lift(True)
    run(arm, 3, 10)
    arm.lift(False)
    effects = run(arm, 3, 20)
    assert MoveHand(-10) in effects
    assert effects[-1] == DetachHand()
    assert not arm.attached


def test_it_is_never_faster_than_allowed() -> None:
    arm = Arm(MOTION)
    arm.lift(True)
    angles = [-10.0] + [e.angle_deg for e in run(arm, 3, 10) if isinstance(e, MoveHand)]
    ways = [b - a for a, b in itertools.pairwise(angles)]
    assert all(-10 <= angle <= 80 for angle in angles)
    assert max(ways) <= MOTION.speed_deg_s * 0.02 + 1e-6


def test_an_arm_that_was_never_raised_is_never_driven() -> None:
    arm = Arm(MOTION)
    arm.lift(False)
    assert run(arm, 3, 10) == []


def test_letting_go_counts_as_lowered() -> None:
    arm = Arm(MOTION)
    arm.lift(True)
    run(arm, 0.3, 10)
    assert arm.let_go() == [DetachHand()]
    assert not arm.raised
    assert run(arm, 3, 20) == []
