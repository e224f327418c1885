"""One body over a device that notes each order for its pan axis; started by `./run bench body`.

    python -m tests.bench.body_host DRIVER FOLDER

prints {"body": pid, "socket": path} when the body serves; on SIGTERM it writes FOLDER/orders.json:
[[Unix ms, degrees], ...]. Bodies with a serial line run as they are installed, over an emulator
in this process; the others run here, over pins, files or a bus that only note.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from gpiozero.pins.mock import MockFactory, MockPWMPin

from hardware.__main__ import run
from hardware.config.config import load
from hardware.contract.calibration import BusCalibration, PulseCalibration
from hardware.contract.wire import DriverName
from hardware.drivers.simulated.mechanics import Mechanics
from robot.demo.children import die_with_parent, end
from tests.hardware.drivers.bus import dynamixel_emulator, feetech_emulator
from tests.hardware.drivers.bus.emulation import Terminal
from tests.hardware.drivers.ports.i2c_bench import i2c_bench
from tests.hardware.drivers.pulse import maestro_emulator as maestro_emulator
from tests.hardware.drivers.pulse.kernel_pwm import KernelPwm, kernel_pwm
from tests.hardware.drivers.pulse.pca9685_chip import FIRST, Pca9685Chip

DRIVERS: tuple[DriverName, ...] = (
    *("simulated", "gpio", "pwm", "pca9685"),
    *("maestro", "feetech", "dynamixel"),
)
ON_A_LINE = ("maestro", "feetech", "dynamixel")
PAN_PIN, TILT_PIN = 12, 13
PAN, TILT = 0, 1
PAN_ID, TILT_ID = 1, 2
CHANNELS = {"pan": {"channel": PAN}, "tilt": {"channel": TILT}}
IDS = {"pan": {"id": PAN_ID}, "tilt": {"id": TILT_ID}}
MOST_ORDERS = 100_000
PULSES = PulseCalibration()
POSITIONS = BusCalibration()
START_S = 20.0
STOP_S = 5.0
FEETECH_GOAL, DYNAMIXEL_GOAL = 42, 116
"""Address of the goal position in the servos of each make."""

NICE = -15
"""As in the body's unit (systemd/karlsson-body.service)."""

Sections = dict[str, dict[str, Any]]


class Notes:
    """Orders for the pan axis, and when each was given."""

    def __init__(self) -> None:
        self.orders: list[tuple[float, float]] = []

    def pulse(self, pulse_us: float) -> None:
        """Note a pulse width; none is no order."""
        if pulse_us > 0:
            self.angle(PULSES.angle_deg(pulse_us))

    def angle(self, angle_deg: float) -> None:
        """Note an angle."""
        if len(self.orders) < MOST_ORDERS:
            self.orders.append((time.time() * 1000, angle_deg))


# ---- devices in this process: sections of the configuration, and pins for gpiozero

Device = AbstractContextManager[tuple[Sections, Any]]


@contextmanager
def simulated(notes: Notes, folder: Path) -> Iterator[tuple[Sections, Any]]:
    """Numbers."""
    drive = Mechanics.drive

    def noting(self: Mechanics, axis: Any, angle_deg: float | None, now: float) -> None:
        if axis == "pan" and angle_deg is not None:
            notes.angle(angle_deg)
        drive(self, axis, angle_deg, now)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Mechanics, "drive", noting)
        yield {}, None


@contextmanager
def gpio(notes: Notes, folder: Path) -> Iterator[tuple[Sections, Any]]:
    """gpiozero's own pins that only remember."""

    class NotingPin(MockPWMPin):  # type: ignore[misc]
        def _set_state(self, value: float) -> None:
            super()._set_state(value)
            if self.info.name == f"GPIO{PAN_PIN}" and self.frequency:
                notes.pulse(value / self.frequency * 1e6)

    sections: Sections = {
        "gpio": {"pin_factory": "mock", "pan": {"pin": PAN_PIN}, "tilt": {"pin": TILT_PIN}},
    }
    yield sections, MockFactory(pin_class=NotingPin)


@contextmanager
def pwm(notes: Notes, folder: Path) -> Iterator[tuple[Sections, Any]]:
    """The kernel's files in a folder."""

    class NotingKernel(KernelPwm):
        def put(self, path: Path, text: str) -> None:
            super().put(path, text)
            if path.name == "duty_cycle" and path.parent.name == f"pwm{PAN}":
                notes.pulse(int(text) / 1e3)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.hardware.drivers.pulse.kernel_pwm.KernelPwm", NotingKernel)
        with kernel_pwm(folder) as kernel:
            kernel.add_chip("pwmchip0", "1f00098000.pwm", 4)
            yield {"pwm": {"chip": "pwmchip0", "root": str(kernel.root), **CHANNELS}}, None


@contextmanager
def pca9685(notes: Notes, folder: Path) -> Iterator[tuple[Sections, Any]]:
    """The chip's registers on a bus."""

    class NotingChip(Pca9685Chip):
        def take(self, data: bytes) -> None:
            super().take(data)
            if data and data[0] == FIRST + 4 * PAN:
                notes.pulse(self.pulse_us(PAN) or 0.0)

    with i2c_bench() as bus:
        bus.plug(0x40, NotingChip())
        yield {"pca9685": {"bus": 1, **CHANNELS}}, None


HERE: dict[DriverName, Callable[[Notes, Path], Device]] = {
    "simulated": simulated,
    "gpio": gpio,
    "pwm": pwm,
    "pca9685": pca9685,
}

# ---- emulators on a pseudo-terminal


@contextmanager
def maestro(notes: Notes) -> Iterator[Sections]:
    """Bytes to a Maestro."""

    class NotingChannel(maestro_emulator.Channel):
        def set(self, target: int) -> None:
            super().set(target)
            notes.pulse(self.target / 4)

    with maestro_emulator.emulated() as device:
        device.channels[PAN] = NotingChannel()
        yield {"maestro": {"port": device.path, **CHANNELS}}


@contextmanager
def feetech(notes: Notes) -> Iterator[Sections]:
    """Frames to STS servos."""

    class NotingServo(feetech_emulator.Servo):
        def store(self, at: int, data: bytes) -> None:
            super().store(at, data)
            if at == FEETECH_GOAL:
                notes.angle(POSITIONS.angle_deg(self.goal))

    emulator = feetech_emulator.Emulator([PAN_ID, TILT_ID])
    emulator.servos[PAN_ID] = NotingServo(PAN_ID, little=True)
    with _answering(emulator):
        yield {"feetech": {"port": emulator.path, "lights": "none", "buttons": "none", **IDS}}


@contextmanager
def dynamixel(notes: Notes) -> Iterator[Sections]:
    """Packets to XL430 servos."""

    class NotingServo(dynamixel_emulator.Servo):
        def store(self, at: int, data: bytes) -> int:
            error = super().store(at, data)
            if at == DYNAMIXEL_GOAL and not error:
                notes.angle(POSITIONS.angle_deg(self.goal))
            return error

    emulator = dynamixel_emulator.Emulator([PAN_ID, TILT_ID])
    emulator.servos[PAN_ID] = NotingServo(PAN_ID)
    with _answering(emulator):
        yield {"dynamixel": {"port": emulator.path, **IDS}}


@contextmanager
def _answering(emulator: Terminal[Any]) -> Iterator[None]:
    thread = threading.Thread(target=emulator.run, name="servos", daemon=True)
    thread.start()
    try:
        yield
    finally:
        emulator.stop()
        thread.join(STOP_S)
        emulator.close()


LINES: dict[DriverName, Callable[[Notes], AbstractContextManager[Sections]]] = {
    "maestro": maestro,
    "feetech": feetech,
    "dynamixel": dynamixel,
}


# ---- the body over it


def go_first(pid: int) -> None:
    """Give a process the priority that the body has on a robot, where that is allowed."""
    try:
        os.setpriority(os.PRIO_PROCESS, pid, NICE)
    except PermissionError:
        print("body: not root, so no higher priority than the hogs", file=sys.stderr)


async def host(driver: DriverName, folder: Path) -> None:
    """Serve until SIGTERM, then write what was ordered."""
    notes = Notes()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    if driver in LINES:
        with LINES[driver](notes) as sections:
            async with _installed(_configured(driver, folder, sections)) as pid:
                await _told(pid, folder, stop)
    else:
        go_first(os.getpid())
        with HERE[driver](notes, folder) as (sections, pins):
            config = load(_configured(driver, folder, sections), {})
            async with asyncio.TaskGroup() as group:
                group.create_task(run(config, stop, pins))
                await _told(None, folder, stop)
    written = folder / "orders.new"
    written.write_text(json.dumps(notes.orders), encoding="utf-8")
    written.rename(folder / "orders.json")


def _configured(driver: DriverName, folder: Path, sections: Sections) -> Path:
    path = folder / "body.toml"
    body = {"driver": driver, "socket": str(folder / "body.sock"), "state": str(folder)}
    path.write_text(tomli_w.dumps({"body": body, **sections}), encoding="utf-8")
    return path


@asynccontextmanager
async def _installed(config: Path) -> AsyncIterator[int]:
    """Run the body as a robot does."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "hardware", "--config", str(config)),
        preexec_fn=die_with_parent,
    )
    go_first(child.pid)
    try:
        yield child.pid
    finally:
        await end(child, STOP_S)


async def there(path: Path) -> None:
    """Wait for a file.

    Raises:
        TimeoutError: It did not come.
    """
    async with asyncio.timeout(START_S):
        while not path.exists():  # noqa: ASYNC110 another process makes it
            await asyncio.sleep(0.02)


async def _answering_at(path: Path) -> None:
    """Wait until the body takes connections: its socket is there a little earlier."""
    async with asyncio.timeout(START_S):
        while True:
            try:
                _, writer = await asyncio.open_unix_connection(path)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return


async def _told(pid: int | None, folder: Path, stop: asyncio.Event) -> None:
    """Say that the body serves, as soon as it does; then wait for the end."""
    await _answering_at(folder / "body.sock")
    print(json.dumps({"body": pid or os.getpid(), "socket": str(folder / "body.sock")}), flush=True)
    await stop.wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(host(sys.argv[1], Path(sys.argv[2])))  # type: ignore[arg-type]
