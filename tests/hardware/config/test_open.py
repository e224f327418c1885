import importlib
import subprocess
import sys
import time
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from hardware.config.open import DRIVERS, open_hardware
from hardware.contract.errors import HardwareError
from hardware.contract.wire import DriverName
from hardware.drivers.gauges.config import BatterySection, BoardSection
from hardware.drivers.simulated.driver import SimulatedHead
from tests.hardware.bodies import simulated_config
from tests.hardware.drivers.gauges.chips import Max17048Chip
from tests.hardware.drivers.gauges.sysfs import Sysfs
from tests.hardware.drivers.ports.i2c_bench import i2c_bench


async def test_the_configured_driver_is_opened_and_detached_again() -> None:
    async with open_hardware(simulated_config(), print, time.monotonic) as hardware:
        assert hardware.name == "simulated"
        head = hardware.head
        assert isinstance(head, SimulatedHead)
        head.move(head.measure() or pytest.fail("it measures"))
        assert head.target is not None
    assert head.target is None


async def test_an_error_inside_detaches_too() -> None:
    async def fail() -> None:
        async with open_hardware(simulated_config(), print, time.monotonic) as hardware:
            heads.append(hardware.head)
            raise HardwareError("test", "broke")

    heads: list[object] = []
    with pytest.raises(HardwareError):
        await fail()
    assert isinstance(heads[0], SimulatedHead)
    assert heads[0].target is None


def test_the_simulated_body_needs_neither_gpiozero_nor_pyserial() -> None:
    script = (
        "import sys; sys.modules['gpiozero'] = sys.modules['serial'] = None; "
        "import hardware.__main__, hardware.drivers.simulated.driver"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=30)


@pytest.mark.parametrize("driver", DRIVERS)
def test_every_driver_of_the_wire_can_be_opened(driver: str) -> None:
    module, name = {str(each): where for each, where in DRIVERS.items()}[driver]
    assert callable(getattr(importlib.import_module(module), name))


def test_no_driver_is_left_out() -> None:
    assert {"simulated", *DRIVERS} == set(get_args(DriverName))


async def test_gauge_and_board_are_opened_beside_whatever_driver(tmp_path: Path) -> None:
    Sysfs(tmp_path).temperature(61.0)
    config = msgspec.structs.replace(
        simulated_config(),
        battery=BatterySection(driver="max17048"),
        board=BoardSection(driver="raspberry_pi", root=str(tmp_path)),
    )
    with i2c_bench() as bench:
        bench.plug(0x36, Max17048Chip(62.5, 3.9))
        async with open_hardware(config, print, time.monotonic) as hardware:
            assert hardware.battery is not None
            assert hardware.battery.read().percent == 62.5
            assert hardware.board is not None
            assert hardware.board.read().soc_c == 61.0
        assert bench.opened == 0


async def test_a_missing_gauge_ends_the_start_and_lets_the_head_go() -> None:
    config = msgspec.structs.replace(simulated_config(), battery=BatterySection(driver="max17048"))
    with i2c_bench() as bench, pytest.raises(HardwareError, match="MAX17048"):
        async with open_hardware(config, print, time.monotonic):
            raise AssertionError("opened")
    assert bench.opened == 0
