import pytest

from robot.caution.liveness import (
    MOST_ENCODING_S,
    MOST_LAG_S,
    MOST_PICTURE_AGE_S,
    Liveness,
    Signs,
)


@pytest.mark.parametrize(
    ("signs", "after_s", "says"),
    [
        (Signs(), 1000.0, ""),
        (Signs(lag_s=MOST_LAG_S), 1.0, ""),
        (Signs(lag_s=1.25), 1.0, "the loop was 1.2 s late"),
        (Signs(pictures=7), MOST_PICTURE_AGE_S - 0.1, ""),
        (Signs(pictures=7), MOST_PICTURE_AGE_S, "the camera has given nothing for 5 s"),
        (Signs(encoding_since_s=100.0), MOST_ENCODING_S - 0.1, ""),
        (Signs(encoding_since_s=100.0), 6.0, "the encoder has been busy with one picture for 6 s"),
    ],
)
def test_what_hangs_is_named(signs: Signs, after_s: float, says: str) -> None:
    liveness = Liveness()
    assert liveness.hangs(Signs(pictures=signs.pictures), 100.0) == ""
    assert liveness.hangs(signs, 100.0 + after_s) == says


def test_a_camera_that_was_off_has_its_time_again() -> None:
    liveness = Liveness()
    for now, pictures in ((100.0, 7), (104.0, None), (200.0, 7), (204.0, 7), (205.0, 8)):
        assert liveness.hangs(Signs(pictures=pictures), now) == ""
    assert liveness.hangs(Signs(pictures=8), 210.0) != ""
