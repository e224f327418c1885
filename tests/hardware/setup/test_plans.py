import msgspec

from hardware.config.config import BodyConfig, ProcessSection
from hardware.contract.calibration import BusCalibration, PulseCalibration
from hardware.contract.interfaces import Hardware
from hardware.drivers.bus.config import Feetech
from hardware.drivers.pulse.config import Gpio
from hardware.setup.plans import part_name, plans_of
from tests.hardware.setup.tunables import FakeAxis, FakeHead

FEETECH = {
    "port": "/dev/null",
    "lights": "none",
    "buttons": "none",
    "pan": {"id": 1, "low": 900, "direction": -1},
    "tilt": {"id": 2},
}


def feetech() -> BodyConfig:
    return BodyConfig(
        body=ProcessSection(driver="feetech"), feetech=msgspec.convert(FEETECH, Feetech)
    )


def gpio() -> BodyConfig:
    section = {"pin_factory": "mock", "pan": {"pin": 12, "min_us": 700}, "tilt": {"pin": 13}}
    return BodyConfig(body=ProcessSection(driver="gpio"), gpio=msgspec.convert(section, Gpio))


def test_a_bus_servo_is_set_up_by_hand_from_what_its_section_says() -> None:
    axes = {"tilt": FakeAxis("tilt"), "pan": FakeAxis("pan")}
    plans = plans_of(feetech(), Hardware("feetech", FakeHead(), axes=axes))
    assert list(plans) == ["pan", "tilt"]
    pan = plans["pan"]
    assert (pan.part, pan.by_hand, pan.scale_known) == ("pan servo (id 1)", True, True)
    assert (pan.before.low, pan.before.direction) == (900, -1)
    assert pan.before.per_deg == BusCalibration().positions_per_turn / 360


def test_a_servo_on_a_pin_is_driven_and_its_scale_measured() -> None:
    axes = {"pan": FakeAxis("pan", unit="us", limits=(500.0, 2500.0), by_hand=False)}
    pan = plans_of(gpio(), Hardware("gpio", FakeHead(), axes=axes))["pan"]
    assert (pan.part, pan.by_hand, pan.scale_known) == ("pan servo (pin 12)", False, False)
    assert (pan.before.low, pan.before.high) == (700, PulseCalibration().max_us)


def test_a_simulated_servo_counts_in_degrees() -> None:
    config = BodyConfig(body=ProcessSection(driver="simulated"))
    axes = {"pan": FakeAxis("pan", unit="deg", limits=(-135.0, 135.0))}
    pan = plans_of(config, Hardware("simulated", FakeHead(), axes=axes))["pan"]
    assert pan.before.range_deg == (-135.0, 135.0)
    assert part_name(config, "pan") == "pan servo (simulated)"
