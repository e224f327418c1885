"""Servos on the kernel's own PWM: exact pulses, no thread, no library.

The files and their rules: kernel document driver-api/pwm, "Using PWMs with the
sysfs interface"; what is refused and with which error: drivers/pwm/{sysfs,core}.c.
A Pi 4 has two channels, a Pi 5 four, on the pins that its overlay names. Untried on
hardware.
"""

import asyncio
import errno
import logging
import os
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

from hardware.contract.calibration import FRAME_S, PulseCalibration
from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.interfaces import Hardware, Reporter
from hardware.contract.wire import AxisName
from hardware.drivers.pulse import servo
from hardware.drivers.pulse.config import Pwm, PwmServo
from hardware.motion.config import Motion

log = logging.getLogger(__name__)

writable = os.access

FRAME_NS = round(FRAME_S * 1e9)
RIGHTS_S = 2.0
"""udev hands a new channel's files to the group gpio; so long it is waited for."""
LOOK_S = 0.01
RIGHTS = {
    errno.EACCES: "may not be written: the service's user belongs into the group gpio, and "
    "udev's rule for pwm (raspberrypi-sys-mods) must be there",
    errno.EROFS: "the service may not write to /sys: `sudo systemctl edit karlsson-body`, and "
    "there [Service] ProtectKernelTunables=no",
}
OVERLAY = (
    "add `dtoverlay=pwm-2chan,pin=12,func=4,pin2=13,func2=4` to /boot/firmware/config.txt "
    "and restart"
)


def put(path: Path, text: str) -> None:
    """Write into a file of the kernel's."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def get(path: Path) -> str:
    """Read a file of the kernel's."""
    return path.read_text(encoding="ascii").strip()


def find_chip(section: Pwm) -> Path:
    """Return the chip's folder, by its own name or by that of the device behind it.

    Raises:
        NotConnected: There is none of this name.
    """
    root = Path(section.root)
    chips = sorted(root.glob("pwmchip*"))
    found = []
    for chip in chips:
        device = (chip / "device").resolve().name if (chip / "device").exists() else "?"
        if section.chip in (chip.name, device):
            return chip
        found.append(f"{chip.name} ({device})")
    there = ", ".join(found) or "no chip at all"
    raise NotConnected(
        f'PWM chip "{section.chip}"', f"is not there, but {there}: {OVERLAY}", "driver"
    )


class PwmChannel:
    """One servo's pulses, made by the kernel.

    Args:
        chip: Its folder.
        channel: On the chip.
        polarity: "normal" or "inversed".
        part: Its name: "pan servo (pwmchip0, channel 0)".
    """

    def __init__(self, chip: Path, channel: int, polarity: str, part: str) -> None:
        self._chip = chip
        self._number = channel
        self._polarity = polarity
        self._part = part
        self._folder = chip / f"pwm{channel}"
        self._enabled = False

    def open(self) -> None:
        """Take the channel from the kernel, off. Blocks.

        Raises:
            HardwareError: It is not there, taken, or may not be written.
        """
        with self._failing("open"):
            count = int(get(self._chip / "npwm"))
            if self._number >= count:
                text = f"{self._chip.name} has channels 0 to {count - 1}"
                raise NotConnected(self._part, text, "driver")
            self._export()
            self._await_rights()
            self._settle()

    def send(self, pulse_us: float) -> float:
        """Send this pulse from now on; return it."""
        with self._failing("duty_cycle"):
            put(self._folder / "duty_cycle", str(round(pulse_us * 1e3)))
            if not self._enabled:
                put(self._folder / "enable", "1")
                self._enabled = True
        return round(pulse_us * 1e3) / 1e3

    def stop(self) -> None:
        """Send none: the servo goes limp."""
        self._enabled = False
        for name in ("duty_cycle", "enable"):
            with suppress(OSError):
                put(self._folder / name, "0")

    def close(self) -> None:
        """Give the channel back to the kernel. Never fails."""
        self.stop()
        with suppress(OSError):
            put(self._chip / "unexport", str(self._number))

    def _export(self) -> None:
        if self._folder.exists():
            # Left by a body that was killed: its pulses may even go on.
            log.info("body: %s: takes over a channel that is in use", self._part)
            return
        try:
            put(self._chip / "export", str(self._number))
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise
            text = "another driver of the kernel has this channel: audio on the jack, or a fan?"
            raise NotConnected(self._part, text, "driver") from error

    def _await_rights(self) -> None:
        """Wait for the files that udev hands over after the export."""
        needed = [self._folder / name for name in ("period", "duty_cycle", "enable", "polarity")]
        end_s = time.monotonic() + RIGHTS_S
        while not all(writable(path, os.W_OK) for path in needed):
            if time.monotonic() > end_s:
                raise NotConnected(self._part, RIGHTS[errno.EACCES], "driver")
            time.sleep(LOOK_S)

    def _settle(self) -> None:
        """Off, and a servo's frame: in the order in which the kernel takes it."""
        if get(self._folder / "enable") != "0":
            put(self._folder / "enable", "0")
        # No pulse may be longer than the frame, and no frame means that nothing is taken.
        if int(get(self._folder / "period")) != 0:
            put(self._folder / "duty_cycle", "0")
        put(self._folder / "period", str(FRAME_NS))
        put(self._folder / "duty_cycle", "0")
        if get(self._folder / "polarity") != self._polarity:
            put(self._folder / "polarity", self._polarity)

    @contextmanager
    def _failing(self, what: str) -> Iterator[None]:
        try:
            yield
        except HardwareError:
            raise
        except (OSError, ValueError) as error:
            remedy = RIGHTS.get(getattr(error, "errno", None) or 0)
            if remedy is not None:
                raise NotConnected(self._part, remedy, "driver") from error
            told = getattr(error, "strerror", None) or error
            text = f"the kernel refuses ({what}: {told}); is the overlay still loaded? {OVERLAY}"
            raise HardwareError(self._part, text, "driver") from error


@asynccontextmanager
async def open_pwm(
    section: Pwm,
    motion: Motion,
    report: Reporter,
    clock: Callable[[], float],
    header: Any = None,
) -> AsyncIterator[Hardware]:
    """Take the channels; leaving ends every pulse and gives them back.

    Args:
        section: The chip, and the servos on its channels.
        motion: Limits and rest.
        report: Not needed: what fails here fails at once.
        clock: Monotonic seconds.
        header: Not needed: the kernel has the pins.

    Raises:
        HardwareError: The chip or a channel is not there.
    """
    chip = await asyncio.to_thread(find_chip, section)
    specs: dict[AxisName, PwmServo | None] = {
        "pan": section.pan,
        "tilt": section.tilt,
        "hand": section.hand,
    }
    outs: dict[AxisName, tuple[servo.PulseOut, PulseCalibration, str]] = {}
    channels: list[PwmChannel] = []
    for name, spec in specs.items():
        if spec is not None:
            part = f"{name} servo ({chip.name}, channel {spec.channel})"
            channels.append(PwmChannel(chip, spec.channel, section.polarity, part))
            outs[name] = (channels[-1], spec, part)
    opened: list[PwmChannel] = []

    def reopen() -> None:
        """A failed channel needs nothing: the next move tries it again."""

    try:
        for channel in channels:
            await asyncio.to_thread(channel.open)
            opened.append(channel)
        parts = servo.build(outs, motion, clock, reopen)
        yield Hardware("pwm", parts.head, parts.hand, axes=parts.axes)
    finally:
        for channel in opened:
            channel.close()
