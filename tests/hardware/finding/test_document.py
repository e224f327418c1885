import tomllib

import pytest

from hardware.finding.document import config_of, text_of
from hardware.finding.reference import builds


def test_the_text_means_the_same_and_writes_addresses_as_on_the_boards() -> None:
    good = builds()["good"]
    text = text_of(good)
    assert tomllib.loads(text) == good
    assert "left = 0x70" in text
    assert "first_column = 7" in text


def test_a_contradiction_is_found_before_it_is_written() -> None:
    good = builds()["good"]
    config_of(good)
    good["feetech"]["tilt"]["id"] = 1
    with pytest.raises(ValueError, match="each servo needs its own"):
        config_of(good)
