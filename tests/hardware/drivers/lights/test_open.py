from contextlib import ExitStack
from pathlib import Path

import pytest

from hardware.contract.errors import NotConnected
from hardware.contract.interfaces import DriverReport, LightMeasured, LightState, PartFailed
from hardware.drivers.lights import config
from hardware.drivers.lights.open import open_lights
from hardware.drivers.lights.ws2812 import stretched
from hardware.drivers.simulated.driver import SimulatedLights
from hardware.signals.drawings import rows
from hardware.signals.faces import eye_frames
from tests.hardware.conformance import eventually
from tests.hardware.drivers.lights.chips import Bh1750Chip, Ht16k33Chip
from tests.hardware.drivers.ports.i2c_bench import i2c_bench

MATRIX = config.LightsSection(driver="matrix", matrix=config.Matrix())
FACE = eye_frames("present", 0.0)
PRESENT = LightState(0.1, 0.3, 0.5, 1.0, 1.0, FACE.left, FACE.right)


def ignore(_: DriverReport) -> None:
    """Nobody listens."""


async def test_without_a_section_lights_are_those_of_the_servos_driver() -> None:
    lights = SimulatedLights()
    with ExitStack() as stack:
        assert open_lights(None, lights, ignore, stack) is lights
        assert open_lights(config.LightsSection(driver="gpio"), lights, ignore, stack) is lights
        assert open_lights(config.LightsSection(driver="none"), lights, ignore, stack) is None


async def test_ring_and_drawn_eyes_show_together_and_go_dark_at_the_end() -> None:
    ring = SimulatedLights()
    with i2c_bench() as bus:
        left, right = bus.plug(0x70, Ht16k33Chip()), bus.plug(0x71, Ht16k33Chip())
        with ExitStack() as stack:
            lights = open_lights(MATRIX, ring, ignore, stack)
            assert lights is not None
            lights.show(PRESENT)
            assert ring.shown == PRESENT
            await eventually(lambda: left.shines == rows(FACE.left))
            await eventually(lambda: right.shines == rows(FACE.right))
        assert set(left.shines + right.shines) == {0}
        assert bus.opened == 0


async def test_a_missing_eye_ends_the_start() -> None:
    with i2c_bench() as bus, ExitStack() as stack:
        bus.plug(0x70, Ht16k33Chip())
        with pytest.raises(NotConnected, match=r"right eye .*0x71"):
            open_lights(MATRIX, None, ignore, stack)
    assert bus.opened == 0


async def test_an_eye_lost_later_is_reported_on_the_loop() -> None:
    reports: list[DriverReport] = []
    with i2c_bench() as bus, ExitStack() as stack:
        left, _ = bus.plug(0x70, Ht16k33Chip()), bus.plug(0x71, Ht16k33Chip())
        lights = open_lights(MATRIX, None, reports.append, stack)
        assert lights is not None
        left.unplugged = True
        lights.show(PRESENT)
        await eventually(lambda: bool(reports))
        assert isinstance(reports[0], PartFailed)
        assert reports[0].code == "lights"


async def test_how_bright_the_room_is_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hardware.drivers.lights.open.EVERY_S", 0.001)
    section = config.LightsSection(
        driver="gpio", brightness="ambient", ambient=config.AmbientSection(sensor="bh1750")
    )
    reports: list[DriverReport] = []
    with i2c_bench() as bus, ExitStack() as stack:
        bus.plug(0x23, Bh1750Chip(120.0))
        open_lights(section, SimulatedLights(), reports.append, stack)
        await eventually(lambda: LightMeasured(120.0) in reports)


async def test_a_missing_sensor_ends_the_start() -> None:
    section = config.LightsSection(
        driver="gpio", brightness="ambient", ambient=config.AmbientSection(sensor="veml7700")
    )
    with (
        i2c_bench(),
        ExitStack() as stack,
        pytest.raises(NotConnected, match="light sensor VEML7700"),
    ):
        open_lights(section, SimulatedLights(), ignore, stack)


async def test_a_ring_on_spi_shines_beside_drawn_eyes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bus_file = tmp_path / "spidev0.0"
    bus_file.touch()
    monkeypatch.setattr("hardware.drivers.ports.spi.ioctl", lambda *_: 0)
    section = config.LightsSection(
        driver="matrix", matrix=config.Matrix(), ring=config.Ring(leds=2, device=str(bus_file))
    )
    blue = stretched(bytes([76, 26, 128]) * 2)
    with i2c_bench() as bus:
        bus.plug(0x70, Ht16k33Chip())
        right = bus.plug(0x71, Ht16k33Chip())
        with ExitStack() as stack:
            lights = open_lights(section, None, ignore, stack)
            assert lights is not None
            lights.show(PRESENT)
            await eventually(lambda: blue in bus_file.read_bytes())
            await eventually(lambda: right.shines == rows(FACE.right))
    assert bus_file.read_bytes().rstrip(b"\0").endswith(stretched(bytes(6)))
