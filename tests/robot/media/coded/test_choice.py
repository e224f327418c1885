from robot.media.coded.choice import (
    ASK_EVERY_S,
    MOST_ASKED,
    KeyFrameRequests,
    PassthroughChoice,
    RateSteps,
)


def test_a_short_want_of_less_is_left_to_the_cameras_rate() -> None:
    choice = PassthroughChoice()
    for now, full in ((0.0, True), (1.0, False), (1.9, False), (1.95, True), (2.0, False)):
        choice.follow(True, full, now)
        assert choice.passes
    choice.follow(True, False, 2.9)
    assert choice.passes
    choice.follow(True, False, 3.1)
    assert not choice.passes


def test_the_way_back_waits() -> None:
    choice = PassthroughChoice()
    choice.follow(False, False, 0.0)
    assert not choice.passes
    choice.follow(True, True, 1.0)
    choice.follow(True, True, 5.9)
    assert not choice.passes
    choice.follow(True, True, 6.1)
    assert choice.passes


def test_what_does_not_fit_is_never_sent_on() -> None:
    choice = PassthroughChoice()
    for now in range(20):
        choice.follow(False, True, float(now))
        assert not choice.passes


def test_a_camera_is_asked_rarely_and_given_up_when_it_does_not_hear() -> None:
    frames = KeyFrameRequests()
    assert frames.next(False, 0.0) == "wait"
    assert frames.next(True, 0.0) == "ask"
    assert frames.next(True, ASK_EVERY_S / 2) == "wait"
    said = [frames.next(True, ASK_EVERY_S * n) for n in range(1, MOST_ASKED + 1)]
    assert said == ["ask"] * (MOST_ASKED - 1) + ["deaf"]
    frames.came()
    assert frames.next(True, 60.0) == "ask"


def test_a_rate_is_told_when_it_is_another_and_not_too_often() -> None:
    rates = RateSteps()
    assert rates.next(500_000, 0.0) == 500_000
    assert rates.next(510_000, 1.0) is None
    assert rates.next(300_000, 1.0) == 300_000
    assert rates.next(200_000, 1.05) is None
    assert rates.next(200_000, 1.2) == 200_000
