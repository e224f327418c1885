import itertools

from hardware.body.hand import DetachHand, HandEffect, HandMotion, MoveHand
from hardware.motion.config import Motion

MOTION = Motion(hand_down_deg=-10, hand_up_deg=80)


def run(hand: HandMotion, seconds: float, start: float) -> list[HandEffect]:
    effects: list[HandEffect] = []
    for i in range(round(seconds / 0.02)):
        effects += hand.tick(start + i * 0.02)
    return effects


def test_a_raised_arm_goes_up_and_stays() -> None:
    hand = HandMotion(MOTION)
    hand.lift(True)
    effects = run(hand, 3, 10)
    assert effects[-1] == MoveHand(80)
    assert DetachHand() not in effects
    assert hand.attached


def test_a_lowered_arm_goes_down_and_detaches() -> None:
    hand = HandMotion(MOTION)
    hand.lift(True)
    run(hand, 3, 10)
    hand.lift(False)
    effects = run(hand, 3, 20)
    assert MoveHand(-10) in effects
    assert effects[-1] == DetachHand()
    assert not hand.attached


def test_it_is_never_faster_than_allowed() -> None:
    hand = HandMotion(MOTION)
    hand.lift(True)
    angles = [-10.0] + [e.angle_deg for e in run(hand, 3, 10) if isinstance(e, MoveHand)]
    ways = [b - a for a, b in itertools.pairwise(angles)]
    assert all(-10 <= angle <= 80 for angle in angles)
    assert max(ways) <= MOTION.speed_deg_s * 0.02 + 1e-6


def test_an_arm_that_was_never_raised_is_never_driven() -> None:
    hand = HandMotion(MOTION)
    hand.lift(False)
    assert run(hand, 3, 10) == []


def test_letting_go_counts_as_lowered() -> None:
    hand = HandMotion(MOTION)
    hand.lift(True)
    run(hand, 0.3, 10)
    assert hand.detach() == [DetachHand()]
    assert not hand.raised
    assert run(hand, 3, 20) == []
