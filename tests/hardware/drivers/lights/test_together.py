import pytest

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import LightState
from hardware.drivers.lights.together import LightGroup
from hardware.drivers.simulated.driver import SimulatedLights

SOME = LightState(blue=0.5, eyes=1.0)


def test_all_show_the_same() -> None:
    one, other = SimulatedLights(), SimulatedLights()
    LightGroup(one, other).show(SOME)
    assert one.shown == other.shown == SOME


def test_one_that_fails_is_told_and_the_others_shine() -> None:
    one, other = SimulatedLights(), SimulatedLights()
    one.fail_next(HardwareError("ring", "broke", "lights"))
    with pytest.raises(HardwareError, match="broke"):
        LightGroup(one, other).show(SOME)
    assert other.shown == SOME
