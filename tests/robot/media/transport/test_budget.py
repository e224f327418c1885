from robot.media.transport.budget import CAP_BPS, MOST_SHY, PER_PACKET, PictureBudget, shyness
from robot.media.types.spec import Size


def test_a_picture_gets_no_more_than_shows_and_a_larger_one_more_but_not_in_proportion() -> None:
    usual = PictureBudget(Size(640, 480)).video_bps(10e6, 0, 30)
    large = PictureBudget(Size(1280, 960)).video_bps(10e6, 0, 30)
    assert usual == CAP_BPS
    assert 2 * usual < large < 4 * usual


def test_copies_and_headers_are_taken_from_the_room() -> None:
    budget = PictureBudget(Size(640, 480))
    once, twice = (budget.video_bps(400_000, copies, 15) for copies in (0, 1))
    assert once < 400_000 / PER_PACKET
    assert twice < once / 2
    assert budget.video_bps(1_000, 0, 5) == 0


def test_a_line_that_loses_has_use_for_a_higher_rate() -> None:
    budget = PictureBudget(Size(640, 480))
    assert budget.most_bps(0.05) > budget.most_bps(0.0) > CAP_BPS


def test_a_shy_encoder_is_asked_for_more_within_bounds() -> None:
    assert shyness(400_000, 400_000 * 2) == 1.0
    assert 1.0 < shyness(400_000, int(390_000 * PER_PACKET)) < MOST_SHY
    assert shyness(400_000, 0) == MOST_SHY
