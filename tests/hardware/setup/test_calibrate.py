import asyncio
import errno
import signal
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from gpiozero.pins.mock import MockFactory, MockPWMPin

from hardware.config.config import BodyConfig, ProcessSection
from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.interfaces import Hardware
from hardware.contract.wire import AxisName as WireAxis
from hardware.drivers.pulse.config import Gpio, GpioServo
from hardware.setup.axes import AxisCalibration, AxisName
from hardware.setup.calibrate import Bench, calibrate, refuse_beside_a_body
from hardware.setup.dialogue import Failed, NotSaved, Save
from hardware.setup.plans import save_found
from hardware.setup.walk import Drive, Reset, Torque
from tests.hardware.bodies import simulated_config
from tests.hardware.conformance import eventually
from tests.hardware.drivers.bus.feetech_emulator import Emulator, emulated
from tests.hardware.drivers.bus.sections import HAND, PAN, TILT, feetech
from tests.hardware.setup.running import running_body
from tests.hardware.setup.technician import Technician, at_a_terminal
from tests.hardware.setup.tunables import FakeAxis, FakeHead

Found = Mapping[AxisName, AxisCalibration]


def on_bus(port: str, folder: Path) -> BodyConfig:
    body = ProcessSection(
        driver="feetech", socket=str(folder / "b.sock"), state=str(folder), serial="R7"
    )
    return BodyConfig(body=body, feetech=feetech(port))


async def talk(
    config: BodyConfig,
    save: Callable[[Found], None],
    technician: Callable[[Technician], object],
    axis: AxisName | None = "pan",
    term: str = "xterm",
    pins: Any = None,
) -> int:
    with at_a_terminal({"TERM": term}) as (hands, terminal):
        async with asyncio.TaskGroup() as group:
            path = Path(config.body.state) / "calibration-R7.toml"
            talking = group.create_task(
                calibrate(config, axis, path, save, terminal, "en", pins),
                name="calibrate",
            )
            doing = technician(hands)
            assert asyncio.iscoroutine(doing)
            await doing
        return talking.result()


async def turn(hands: Technician, servos: Emulator, position: int) -> None:
    """Turn the pan servo by hand, and wait until the dial shows it."""
    assert not servos.servos[PAN].torque
    servos.servos[PAN].position = float(position)
    await hands.sees(f"{position} steps")


async def test_a_dumb_terminal_shows_the_dial_too(tmp_path: Path) -> None:
    with emulated(PAN, TILT, HAND) as servos:

        async def technician(hands: Technician) -> None:
            await hands.sees("looks straight ahead")
            await turn(hands, servos, 2100)
            hands.press("q")
            await hands.sees("nothing was changed")

        assert await talk(on_bus(servos.path, tmp_path), _never, technician, term="dumb") == 1


@pytest.mark.long
async def test_bus_servos_are_set_up_by_hand_over_a_real_line(tmp_path: Path) -> None:
    with emulated(PAN, TILT, HAND) as servos:
        config = on_bus(servos.path, tmp_path)

        async def technician(hands: Technician) -> None:
            await hands.sees("looks straight ahead")
            await turn(hands, servos, 2100)
            hands.press("\r")
            await hands.sees("as far left as it may go")
            await turn(hands, servos, 2350)
            hands.press("\r")
            await hands.sees("as far right as it may go")
            await turn(hands, servos, 1850)
            hands.press("\r")
            await hands.sees("Does the head look straight ahead?")
            await eventually(lambda: abs(servos.servos[PAN].position - 2100) < 20)
            hands.press("\r")
            await hands.sees("slowly from limit to limit")
            hands.press("\r")
            await hands.sees("Measured:")
            await hands.sees("centre 2048 -> 2100 steps")
            await eventually(lambda: not servos.servos[PAN].torque)
            hands.press("y")
            await hands.sees("Written:")

        code = await talk(config, lambda found: save_found(config, found), technician)
    assert code == 0
    kept = tomllib.loads((tmp_path / "calibration-R7.toml").read_text())
    assert (kept["serial"], kept["driver"]) == ("R7", "feetech")
    assert (kept["pan"]["centre"], kept["pan"]["low"], kept["pan"]["high"]) == (2100, 1850, 2350)
    assert "tilt" not in kept


async def test_swapped_ids_are_noticed_while_the_head_is_turned(tmp_path: Path) -> None:
    with emulated(PAN, TILT, HAND) as servos:
        config = on_bus(servos.path, tmp_path)

        async def technician(hands: Technician) -> None:
            await hands.sees("looks straight ahead")
            await hands.sees("2048 steps")
            hands.press("\r")
            await hands.sees("as far left as it may go")
            servos.servos[TILT].position = 2600.0
            await hands.sees("Swapped: pan servo (id 1) was asked for, tilt servo (id 2)")
            hands.press("q")
            await hands.sees("nothing was changed")

        assert await talk(config, _never, technician) == 1
    assert list(tmp_path.iterdir()) == []


async def test_a_simulated_body_is_set_up_with_arrow_keys_for_hands(tmp_path: Path) -> None:
    async def technician(hands: Technician) -> None:
        await hands.sees("looks straight ahead")
        await hands.sees("[arrows] turn it by hand")
        await hands.sees("0 deg")
        hands.press("\r")
        await hands.sees("as far left as it may go")
        hands.press(*["\x1b[D"] * 6)
        await hands.sees("30 deg")
        signal.raise_signal(signal.SIGINT)
        await hands.sees("nothing was changed")

    config = simulated_config(str(tmp_path / "b.sock"))
    assert await talk(config, _never, technician) == 1


async def test_servos_on_pins_are_driven_by_keys_and_limp_at_the_end(tmp_path: Path) -> None:
    pins = MockFactory(pin_class=MockPWMPin)
    pan, tilt = GpioServo(pin=12), GpioServo(pin=13)
    config = BodyConfig(
        body=ProcessSection(driver="gpio", socket=str(tmp_path / "b.sock")),
        gpio=Gpio(pin_factory="mock", pan=pan, tilt=tilt),
    )

    async def technician(hands: Technician) -> None:
        await hands.sees("jump to its middle (1500)")
        hands.press("\r")
        await hands.sees("1500 us")
        hands.press("\x1b[D", "\x1b[D")
        await hands.sees("1520 us")
        assert pins.pin(12).state == pytest.approx(1520e-6 / 20e-3)
        hands.press("q")
        await hands.sees("nothing was changed")

    assert await talk(config, _never, technician, pins=pins) == 1
    assert pins.pin(12).state == 0


async def test_it_is_refused_beside_a_running_body(tmp_path: Path) -> None:
    async with running_body(tmp_path) as path:
        with pytest.raises(NotConnected, match="systemctl stop karlsson-body"):
            await refuse_beside_a_body(path)
    await refuse_beside_a_body(path)


async def test_a_body_that_is_not_chosen_has_nothing_to_calibrate(tmp_path: Path) -> None:
    body = ProcessSection(driver="find", socket=str(tmp_path / "b.sock"))
    with (
        at_a_terminal({"TERM": "xterm"}) as (_, terminal),
        pytest.raises(NotConnected, match="first: sudo karlsson-body find --write"),
    ):
        await calibrate(
            BodyConfig(body=body), None, tmp_path / "none", lambda found: None, terminal, "en"
        )


async def test_an_axis_that_is_not_built_in_is_named(tmp_path: Path) -> None:
    config = simulated_config(str(tmp_path / "b.sock"))
    with at_a_terminal({"TERM": "xterm"}) as (_, terminal):
        bare = BodyConfig(body=config.body, simulated=type(config.simulated)(has_hand=False))
        with pytest.raises(NotConnected, match="axis hand: the configuration has no such axis"):
            await calibrate(bare, "hand", tmp_path / "x", _never, terminal, "en")


def bench(save: Callable[[Found], None], *names: WireAxis) -> tuple[Bench, Hardware]:
    hardware = Hardware("feetech", FakeHead(), axes={name: FakeAxis(name) for name in names})
    return Bench(hardware, save), hardware


def test_a_full_disk_is_told_and_not_raised() -> None:
    def full(_: Found) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    hands, _ = bench(full, "pan")
    assert hands.perform([Save({})]) == [NotSaved("there is no room left on the disk")]


def test_readings_join_positions_and_health() -> None:
    hands, _ = bench(_never, "pan", "tilt")
    readings = hands.readings()
    assert readings["pan"].temperature_c == 31.0
    assert readings["tilt"].load is None
    assert readings["tilt"].raw == 2047.5


def test_a_servo_that_refuses_is_a_failure_once_and_never_a_loop() -> None:
    hands, hardware = bench(_never, "pan")
    axis = hardware.axes["pan"]
    assert isinstance(axis, FakeAxis)
    axis.broken = True
    assert hands.perform([Drive("pan", 1.0)]) == [Failed("pan servo", "does not answer")]
    assert hands.perform([Torque("pan", False), Reset()]) == []
    hands.detach()


def test_what_no_servo_of_this_robot_fits_is_not_written(tmp_path: Path) -> None:
    config = simulated_config(str(tmp_path / "b.sock"))
    with pytest.raises(HardwareError, match="has no such servo"):
        save_found(config, {"pan": AxisCalibration(0, 1, 1, 0, -90, 90)})


def _never(_: Found) -> None:
    raise AssertionError("nothing was to be saved")
