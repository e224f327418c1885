import msgspec
import pytest

from hardware.drivers.simulated.config import Simulated


def test_the_simulated_body_needs_no_key_at_all() -> None:
    assert msgspec.convert({}, Simulated).has_hand


def test_a_charge_of_more_than_full_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"battery_percent": 101}, Simulated)


def test_a_stiffness_that_no_step_could_follow_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"stiffness_hz": 1000}, Simulated)
