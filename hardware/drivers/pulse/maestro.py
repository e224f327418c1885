"""Driver of servos on a Pololu Maestro, over USB or its serial pins. Untried on hardware.

The Maestro's own settings must be: serial mode "USB Dual Port" (or the pins), the range
of each servo as wide as its calibration, home "Off" and a serial timeout of 0.5 s, so
that it ends the pulses by itself when it is unplugged.
"""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.interfaces import Hardware, Reporter
from hardware.contract.wire import FaultCode
from hardware.drivers.ports.serial_names import SerialPlace
from hardware.drivers.ports.serial_port import SerialPort
from hardware.drivers.pulse import maestro_frames as frames
from hardware.drivers.pulse.boards import by_axis, open_board_of_servos
from hardware.drivers.pulse.maestro_config import Maestro
from hardware.motion.config import Motion

BAUDS = (9_600, 115_200, 57_600, 38_400, 19_200, 200_000)
"""Usual rates of its serial pins, the factory's first; on USB any rate is understood."""

SLICES = 4
ATTEMPTS = 2
SHOWN_S = 0.1
"""Time until a new target is reported as the position: several frames."""


@dataclass(slots=True)
class _Driven:
    """State of a channel that sends pulses."""

    pulse_us: float
    began_s: float
    changed_s: float


class MaestroBoard:
    """One Maestro."""

    def __init__(self, section: Maestro) -> None:
        self._section = section
        self._part = f"Maestro (port {section.port})"
        self._place = SerialPlace(section.port)
        self._port: SerialPort | None = None
        specs = (section.pan, section.tilt, section.hand)
        self._channels = [spec.channel for spec in specs if spec is not None]
        self._driven: dict[int, _Driven] = {}
        """Pulses sent to each channel, to notice a Maestro that forgot them."""

    def open(self) -> None:
        """Find the board; end every pulse and switch off its own ramps."""
        self._open_port()
        try:
            # These first: they are not answered, so that what comes back is known as an echo.
            for channel in self._channels:
                self._tell(frames.SET_TARGET, frames.target(channel, None))
                # The body shapes the movement; a second ramp would only add delay.
                self._tell(frames.SET_SPEED, frames.word(channel, 0))
                self._tell(frames.SET_ACCELERATION, frames.word(channel, 0))
            self._driven = {}
            try:
                self._ask(frames.GET_ERRORS, b"")  # reading clears earlier errors
            except HardwareError as error:
                raise self._elsewhere() or error from error
            self.check()
        except HardwareError:
            self.close()
            raise

    def send(self, pulses_us: Mapping[int, float | None]) -> None:
        """Send these pulses, by channel; None ends them."""
        for channel, pulse_us in pulses_us.items():
            self._tell(frames.SET_TARGET, frames.target(channel, pulse_us))
            self._note(channel, pulse_us)

    def check(self) -> None:
        """Read the errors, which clears them, and read one position back.

        Raises:
            HardwareError: The board reports an error or forgot a pulse.
        """
        errors = self._word(self._ask(frames.GET_ERRORS, b""))
        if errors:
            raise self._failure(errors)
        now = time.monotonic()
        for channel, driven in self._driven.items():
            if now >= driven.began_s + SHOWN_S:
                self._compare(channel, driven, now)
                return

    def all_off(self) -> bool:
        """End every pulse; reopen a lost port once. Return whether the board answered."""
        for attempt in range(ATTEMPTS):
            with suppress(HardwareError):
                if attempt:
                    self.close()
                    self._open_port()
                for channel in self._channels:
                    self._tell(frames.SET_TARGET, frames.target(channel, None))
                self._ask(frames.GET_ERRORS, b"")
                self._driven = {}
                return True
        return False

    def close(self) -> None:
        """Close the port."""
        if self._port is not None:
            self._port.close()
            self._port = None

    def _open_port(self) -> None:
        section = self._section
        try:
            self._port = SerialPort(self._place, section.baud, section.answer_s / SLICES)
        except NotConnected as error:
            text = f"{error.text}. [maestro] port is its command port, the lower one of its two"
            raise NotConnected(self._part, text, error.code) from error

    def _elsewhere(self) -> HardwareError | None:
        """Ask at other baud rates; return the error that names the one at which it answers."""
        for baud in BAUDS:
            if baud == self._section.baud:
                continue
            self._opened().set_baud(baud)
            if len(self._heard(frames.GET_ERRORS, b"")) == frames.ANSWER_BYTES:
                text = (
                    f"answers at {baud} baud and not at {self._section.baud}: "
                    f"write baud = {baud} in [maestro], or set it in the Maestro Control Center"
                )
                return HardwareError(self._part, text, "servo_bus")
        return None

    def _note(self, channel: int, pulse_us: float | None) -> None:
        if pulse_us is None:
            self._driven.pop(channel, None)
            return
        now = time.monotonic()
        before = self._driven.get(channel)
        if before is None:
            self._driven[channel] = _Driven(pulse_us, now, now)
        elif before.pulse_us != pulse_us:
            before.pulse_us, before.changed_s = pulse_us, now

    def _compare(self, channel: int, driven: _Driven, now: float) -> None:
        position = self._word(self._ask(frames.GET_POSITION, bytes([channel])))
        if position == 0:
            text = (
                f"forgot the pulses of channel {channel}: it lost its supply for a moment. Feed "
                "the servos from a supply of their own, and remove its VSRV=VIN jumper"
            )
            raise HardwareError(self._part, text, "servo_brownout")
        if position != frames.quarters(driven.pulse_us) and now >= driven.changed_s + SHOWN_S:
            text = (
                f"channel {channel} stands at {position / frames.QUARTERS:.0f} us and not at "
                f"{driven.pulse_us:.0f} us: widen the servo's range in the Maestro's settings"
            )
            raise HardwareError(self._part, text, "calibration")

    def _failure(self, errors: int) -> HardwareError:
        what = frames.spelled(errors) or f"unknown bits {errors:#06x}"
        code: FaultCode = "driver"
        remedy = "check it in the Maestro Control Center"
        if errors & frames.CHECKSUM_BITS:
            code, remedy = (
                "servo_checksum",
                "check its wires, and that [maestro] crc is as set there",
            )
        elif errors & frames.TIMEOUT_BIT:
            code, remedy = "servo_silent", "it heard nothing for longer than its serial timeout"
        elif errors & frames.LINE_BITS:
            code, remedy = (
                "servo_bus",
                "check wires, ground and that its baud rate is [maestro] baud",
            )
        return HardwareError(self._part, f"reports: {what}; {remedy}", code)

    def _tell(self, command: int, data: bytes) -> None:
        section = self._section
        message = frames.request(command, data, section.protocol, section.device, section.crc)
        self._opened().write(message)

    def _ask(self, command: int, data: bytes) -> bytes:
        """Return the answer; ask once more, as a byte may get lost on its serial pins."""
        answer = b""
        for _ in range(ATTEMPTS):
            answer = self._heard(command, data)
            if len(answer) == frames.ANSWER_BYTES:
                return answer
        if len(answer) > frames.ANSWER_BYTES:
            text = f"answered {len(answer)} bytes instead of {frames.ANSWER_BYTES}"
            raise HardwareError(self._part, text, "servo_bus")
        text = (
            "does not answer: check its plug and supply, its device number, and that its "
            'serial mode is "USB Dual Port"'
        )
        raise NotConnected(self._part, text, "servo_silent")

    def _heard(self, command: int, data: bytes) -> bytes:
        """Ask, and return the bytes that came in time."""
        self._tell(command, data)
        port, answer = self._opened(), b""
        end_s = time.monotonic() + self._section.answer_s
        while len(answer) < frames.ANSWER_BYTES and time.monotonic() <= end_s:
            answer += port.read()
        return answer

    def _word(self, answer: bytes) -> int:
        return int.from_bytes(answer, "little")

    def _opened(self) -> SerialPort:
        if self._port is None:
            raise NotConnected(self._part, "is not open", "servo_unplugged")
        return self._port


@asynccontextmanager
async def open_maestro(
    section: Maestro,
    motion: Motion,
    report: Reporter,
    clock: Callable[[], float],
    header: Any = None,
) -> AsyncIterator[Hardware]:
    """Open the port; leaving ends every pulse.

    Args:
        section: The board and its servos.
        motion: Limits and rest.
        report: Called with each failure, on the event loop.
        clock: Monotonic seconds.
        header: Unused: no pins.

    Raises:
        HardwareError: The port is missing, or no board answers.
    """
    async with open_board_of_servos(
        "maestro", MaestroBoard(section), by_axis(section), frames.nearest, motion, report, clock
    ) as hardware:
        yield hardware
