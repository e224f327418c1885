"""Driver of hobby servos on the header's pins."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from hardware.contract.calibration import FRAME_S, PulseCalibration
from hardware.contract.interfaces import Hardware, Reporter
from hardware.contract.wire import AxisName
from hardware.drivers.pulse import servo
from hardware.drivers.pulse.config import Gpio, GpioServo
from hardware.drivers.pulse.header import FAILURES, PinHeader, failing, warn_about_jitter
from hardware.motion.config import Motion

SERVO_HZ = round(1 / FRAME_S)


class PinOut:
    """Pulses for one servo on a pin."""

    def __init__(self, header: PinHeader, pin: int, part: str) -> None:
        self._part = part
        self._pin = header.pwm(pin, SERVO_HZ)
        self._pin.pin.frequency = None

    def send(self, pulse_us: float) -> float:
        """Send this pulse from now on; return it."""
        with failing(self._part):
            if self._pin.pin.frequency is None:
                self._pin.pin.frequency = SERVO_HZ
            self._pin.value = pulse_us * 1e-6 / FRAME_S
        return pulse_us

    def stop(self) -> None:
        """End the pulses: the servo goes limp."""
        with suppress(*FAILURES):
            self._pin.value = 0
            self._pin.pin.frequency = None


@asynccontextmanager
async def open_gpio(
    section: Gpio,
    motion: Motion,
    report: Reporter,
    clock: Callable[[], float],
    header: Callable[[], PinHeader],
) -> AsyncIterator[Hardware]:
    """Claim the pins of the servos; leaving ends every pulse.

    Args:
        section: The pins.
        motion: Limits and rest.
        report: Unused: a failure raises at once.
        clock: Monotonic seconds.
        header: Opens the header, once.

    Raises:
        HardwareError: A pin is missing or cannot be used.
    """
    pins: dict[AxisName, GpioServo | None] = {
        "pan": section.pan,
        "tilt": section.tilt,
        "hand": section.hand,
    }
    opened = header()
    warn_about_jitter(section.pin_factory)
    outs: dict[AxisName, tuple[servo.PulseOut, PulseCalibration, str]] = {}
    for name, spec in pins.items():
        if spec is not None:
            part = f"{name} servo (pin {spec.pin})"
            outs[name] = (PinOut(opened, spec.pin, part), spec, part)
    # Nothing restarts a failed pin: the next move tries it again.
    parts = servo.build(outs, motion, clock, restart=lambda: None)
    try:
        yield Hardware("gpio", parts.head, parts.hand, axes=parts.axes)
    finally:
        parts.stop()
