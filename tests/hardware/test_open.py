import subprocess
import sys
import time

import pytest

from hardware.errors import HardwareError
from hardware.open import open_hardware
from hardware.simulated.driver import SimulatedHead
from tests.hardware.bodies import simulated_config


async def test_the_configured_driver_is_opened_and_detached_again() -> None:
    async with open_hardware(simulated_config(), print, time.monotonic) as hardware:
        assert hardware.name == "simulated"
        head = hardware.head
        assert isinstance(head, SimulatedHead)
        head.move(head.measure() or pytest.fail("it measures"))
        assert head.goal is not None
    assert head.goal is None


async def test_an_error_inside_detaches_too() -> None:
    async def fail() -> None:
        async with open_hardware(simulated_config(), print, time.monotonic) as hardware:
            heads.append(hardware.head)
            raise HardwareError("test", "broke")

    heads: list[object] = []
    with pytest.raises(HardwareError):
        await fail()
    assert isinstance(heads[0], SimulatedHead)
    assert heads[0].goal is None


def test_the_simulated_body_needs_neither_gpiozero_nor_pyserial() -> None:
    script = (
        "import sys; sys.modules['gpiozero'] = sys.modules['serial'] = None; "
        "import hardware.__main__, hardware.simulated.driver"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=30)
