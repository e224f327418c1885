import time

from hardware.contract import interfaces
from hardware.drivers.bus.config import BusServo, Feetech
from hardware.drivers.bus.cycle import ServoCycle
from hardware.drivers.bus.driver import BusHand, BusHead
from hardware.drivers.bus.feetech_bus import FeetechBus
from hardware.drivers.simulated.driver import (
    SimulatedBattery,
    SimulatedButtons,
    SimulatedHand,
    SimulatedHead,
    SimulatedLights,
)
from hardware.drivers.simulated.mechanics import Mechanics
from tests.hardware.bodies import simulated_config


def nothing(*_: object) -> None:
    pass


def test_every_simulated_part_is_what_the_body_asks_for() -> None:
    config = simulated_config()
    mechanics = Mechanics(config.simulated, config.motion)
    # The type checker reads these lines; running them proves they can be built.
    hardware = interfaces.Hardware(
        "simulated",
        SimulatedHead(mechanics, config.motion, time.monotonic, nothing),
        SimulatedHand(mechanics, config.motion, time.monotonic),
        SimulatedLights(),
        SimulatedButtons(nothing),
        SimulatedBattery(mechanics),
    )
    assert hardware.battery is not None
    assert hardware.battery.read().percent is None


def test_the_parts_on_the_bus_can_be_built_without_touching_it() -> None:
    ids = [BusServo(id=number) for number in (1, 2, 3)]
    section = Feetech(
        port="/dev/null", pan=ids[0], tilt=ids[1], hand=ids[2], lights="none", buttons="none"
    )
    motion = simulated_config().motion
    cycle = ServoCycle(section, lambda: FeetechBus(section), nothing)
    head: interfaces.PanTilt = BusHead(cycle, nothing, section, motion)
    hand: interfaces.HandAxis = BusHand(cycle, nothing, ids[2], motion)
    assert head.measure() is None
    assert head.health() == ()
    assert hand.move(0.0) == 0.0


def test_dark_is_dark() -> None:
    assert interfaces.LightState(0, 0, 0, 0) == interfaces.DARK
