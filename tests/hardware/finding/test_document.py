import tomllib

import pytest

from hardware.finding.document import carried_over, config_of, text_of
from hardware.finding.reference import builds


def test_the_text_means_the_same_and_writes_addresses_as_on_the_boards() -> None:
    good = builds()["good"]
    text = text_of(good)
    assert tomllib.loads(text) == good
    assert "left = 0x70" in text
    assert "first_column = 7" in text


def test_what_the_old_file_says_of_the_place_is_kept() -> None:
    zone = {"pan_min_deg": 60, "pan_max_deg": 80, "tilt_min_deg": -30, "tilt_max_deg": 0}
    old = {
        "body": {"driver": "find", "serial": "R1"},
        "motion": {"no_view": [zone], "pan_max_deg": 20},
        "find": {"ports": []},
    }
    good = builds()["good"]
    kept = carried_over(good, old)
    assert kept["body"] == {**good["body"], "serial": "R1"}
    assert kept["motion"] == {**good["motion"], "no_view": [zone]}
    assert "find" not in kept
    assert carried_over(good, {}) == good
    assert config_of(kept).motion.no_view
    assert tomllib.loads(text_of(kept)) == kept


def test_a_contradiction_is_found_before_it_is_written() -> None:
    good = builds()["good"]
    config_of(good)
    good["feetech"]["tilt"]["id"] = 1
    with pytest.raises(ValueError, match="each servo needs its own"):
        config_of(good)
