from typing import get_args

from bridge.lending.right_words import RIGHT_MEANINGS, RIGHT_NAMES
from bridge.protocol.fields import RightName


def test_every_right_has_its_words() -> None:
    assert set(RIGHT_NAMES) == set(RIGHT_MEANINGS) == set(get_args(RightName))
