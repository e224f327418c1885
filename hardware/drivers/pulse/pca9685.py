"""Driver of servos on a PCA9685: 16 outputs on I2C, each with 4096 steps in a frame.

Registers and their rules: NXP PCA9685 data sheet, rev. 4 (2015), 7.3.1 (MODE1 and
restart), 7.3.3 (LEDn on and off, full off), 7.3.5 (prescaler). Untried on hardware.
"""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

from hardware.contract.calibration import FRAME_S
from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.interfaces import Hardware, Reporter
from hardware.drivers.ports.i2c import I2cDevice
from hardware.drivers.pulse.boards import by_axis, open_board_of_servos
from hardware.drivers.pulse.config import Pca9685
from hardware.motion.config import Motion

MODE1, MODE2, LED0_ON_L, ALL_LED_OFF_H, PRE_SCALE = 0x00, 0x01, 0x06, 0xFD, 0xFE
RESTART, EXTCLK, AUTO_INCREMENT, SLEEP = 0x80, 0x40, 0x20, 0x10
TOTEM_POLE = 0x04
"""MODE2: outputs drive high and low, as the input of a servo needs."""
FULL_OFF = 0x10
STEPS = 4096
BYTES_A_CHANNEL = 4
WAKING_S = 0.0005
"""Time for the oscillator to start (7.3.1.1)."""
MOST_OFF_TRIES = 2


class Prescaler:
    """Prescaler and length of a step, for one oscillator."""

    def __init__(self, oscillator_hz: float) -> None:
        self.value = min(max(round(oscillator_hz * FRAME_S / STEPS) - 1, 3), 255)
        self.step_us = (self.value + 1) / oscillator_hz * 1e6

    def steps(self, pulse_us: float) -> int:
        """Return the pulse in steps."""
        return min(max(round(pulse_us / self.step_us), 1), STEPS - 1)

    def nearest(self, pulse_us: float) -> float:
        """Return the nearest pulse that the chip can generate."""
        return self.steps(pulse_us) * self.step_us


class Pca9685Board:
    """One board. Its bus is opened with it, and again after a failure."""

    def __init__(self, section: Pca9685) -> None:
        self._section = section
        self._scale = Prescaler(section.oscillator_hz)
        self._running = AUTO_INCREMENT | (EXTCLK if section.external_clock else 0)
        self._chip: I2cDevice | None = None

    def open(self) -> None:
        """Find the board, end every pulse, and set the length of a frame."""
        section = self._section
        self._chip = chip = I2cDevice(
            section.bus, section.address, "servo board PCA9685", "servo_unplugged", "servo_bus"
        )
        try:
            self._set_up(chip)
        except HardwareError:
            self.close()
            raise

    def _set_up(self, chip: I2cDevice) -> None:
        chip.write(ALL_LED_OFF_H, [FULL_OFF])
        # Prescaler and clock can be changed in sleep only; EXTCLK is set with SLEEP once more.
        chip.write(MODE1, [AUTO_INCREMENT | SLEEP])
        if self._section.external_clock:
            chip.write(MODE1, [AUTO_INCREMENT | SLEEP | EXTCLK])
        chip.write(PRE_SCALE, [self._scale.value])
        chip.write(MODE2, [TOTEM_POLE])
        chip.write(MODE1, [self._running])
        time.sleep(WAKING_S)
        found = chip.read(PRE_SCALE, 1)[0]
        if found != self._scale.value:
            text = (
                f"keeps {found} for {self._scale.value} in its prescaler: this is no PCA9685, "
                "or another chip has its address"
            )
            raise NotConnected(chip.part, text, "servo_bus")
        self.check()

    def send(self, pulses_us: Mapping[int, float | None]) -> None:
        """Send these pulses; each channel changes as a whole, at the end of its message."""
        chip = self._opened()
        for channel, pulse_us in pulses_us.items():
            steps = 0 if pulse_us is None else self._scale.steps(pulse_us)
            high = FULL_OFF if pulse_us is None else steps >> 8
            chip.write(LED0_ON_L + BYTES_A_CHANNEL * channel, [0, 0, steps & 0xFF, high])

    def check(self) -> None:
        """Read MODE1 back: a chip that lost its supply sleeps and has lost its settings.

        Raises:
            HardwareError: The chip lost its supply, or is in another mode.
        """
        chip = self._opened()
        found = chip.read(MODE1, 1)[0] & ~RESTART
        if found == self._running:
            return
        if found & SLEEP:
            text = (
                "lost its supply for a moment and forgot its pulses: check its 3.3 V and ground; "
                "feed the servos from a supply of their own, with 1000 uF across it"
            )
            raise HardwareError(chip.part, text, "servo_brownout")
        text = (
            f"reports the mode {found:#04x}, not {self._running:#04x}: check SDA, SCL and "
            "ground; keep their wires short and away from those of the servos"
        )
        raise HardwareError(chip.part, text, "servo_bus")

    def all_off(self) -> bool:
        """End every pulse; return whether the board took the order."""
        for _ in range(MOST_OFF_TRIES):
            with suppress(HardwareError):
                chip = self._opened()
                chip.write(ALL_LED_OFF_H, [FULL_OFF])
                # A sleeping chip makes no pulses; without all-call it ignores other chips' orders.
                chip.write(MODE1, [AUTO_INCREMENT | SLEEP])
                return True
        return False

    def close(self) -> None:
        """Close the bus."""
        if self._chip is not None:
            self._chip.close()
            self._chip = None

    def nearest(self, pulse_us: float) -> float:
        """Return the nearest pulse that the chip can generate."""
        return self._scale.nearest(pulse_us)

    def _opened(self) -> I2cDevice:
        if self._chip is None:
            raise NotConnected("servo board PCA9685", "is not open", "servo_unplugged")
        return self._chip


@asynccontextmanager
async def open_pca9685(
    section: Pca9685,
    motion: Motion,
    report: Reporter,
    clock: Callable[[], float],
    header: Any = None,
) -> AsyncIterator[Hardware]:
    """Open the board; leaving ends every pulse.

    Args:
        section: The board and its servos.
        motion: Limits and rest.
        report: Called with each failure, on the event loop.
        clock: Monotonic seconds.
        header: Unused: no pins.

    Raises:
        HardwareError: The bus or the board is missing.
    """
    board = Pca9685Board(section)
    async with open_board_of_servos(
        "pca9685", board, by_axis(section), board.nearest, motion, report, clock
    ) as hardware:
        yield hardware
