"""Bus of Dynamixel servos with protocol 2 on one port."""

import time
from collections.abc import Mapping, Sequence

from hardware.contract.errors import BusError
from hardware.drivers.bus import dynamixel_frames as frames
from hardware.drivers.bus.config import Dynamixel
from hardware.drivers.bus.dynamixel_frames import ALERT, ERROR, DynamixelDecoder, StatusPacket
from hardware.drivers.bus.dynamixel_table import (
    EVERY_ANSWER,
    MOST_PWM,
    POSITION_MODE,
    READING_BYTES,
    READING_FROM,
    SETTINGS_BYTES,
    SETTINGS_FROM,
    TIME_BASED_PROFILE,
    DynamixelRegister,
    Settings,
    long,
    reading,
    settings,
    velocity,
    watchdog,
)
from hardware.drivers.bus.exchange import BusAnswers, Exchange
from hardware.drivers.bus.probe import Probe
from hardware.drivers.bus.servo_bus import (
    NO_RANGES,
    BusReadings,
    PositionRange,
    asked_again,
    check_range,
    heard_at,
    insist,
    listen,
)
from hardware.drivers.ports.serial_names import SerialPlace
from hardware.drivers.ports.serial_port import SLICE_S, SerialPort

ON, OFF = b"\x01", b"\x00"

BAUDS = (57_600, 1_000_000, 115_200, 2_000_000, 3_000_000, 4_000_000, 9_600, 4_500_000)
"""Rates of the Baud Rate register: servos are shipped with the first."""

SETTINGS_S = 0.19
"""Interval at which settings are read too: torque, hardware error and bus watchdog."""

REBOOT_S = 1.5
"""Longest time until a rebooted servo answers again."""


class DynamixelBus:
    """A `ServoBus` of Dynamixel servos.

    Args:
        section: The servos.
        ranges: Range of positions that each will be sent to, by its id.
        place: Place of its adapter; by default what the section names.

    Raises:
        NotConnected: The port is not there, or is taken.
    """

    bauds = BAUDS

    def __init__(
        self,
        section: Dynamixel,
        ranges: Mapping[int, PositionRange] = NO_RANGES,
        place: SerialPlace | None = None,
    ) -> None:
        port = SerialPort(place or section.port, section.baud, min(section.answer_s / 4, SLICE_S))
        self._exchange: Exchange[StatusPacket] = Exchange(
            port, DynamixelDecoder(), section.answer_s
        )
        self._watchdog = bytes([watchdog(section.watchdog_s)])
        self._per_turn = {servo.id: servo.positions_per_turn for _, servo in section.servos()}
        self._parts = section.parts()
        self._ranges = ranges
        self._most_pwm: dict[int, int] = {}
        """PWM limit that the builder set in each servo."""
        self._settings_due_s = 0.0

    @property
    def part(self) -> str:
        """Name of its port for the builder."""
        return self._exchange.part

    def find(self, servo: int) -> Probe:
        """Switch on the answers of one servo, ask it several times, and return the counts."""
        self._tell(DynamixelRegister.STATUS_RETURN_LEVEL, {servo: bytes([EVERY_ANSWER])})
        question = frames.read(servo, READING_FROM, READING_BYTES)
        return listen(self._exchange, question, servo, _fits)

    def answers_at(self, servo: int, baud: int) -> bool:
        """Return whether a servo answers at another baud rate; the port goes on at that rate."""
        return heard_at(self._exchange, baud, frames.ping(servo), servo, _any)

    def prepare(self, servos: Sequence[int]) -> None:
        """End the torque, reboot servos that shut down, and set position mode and limits."""
        self.detach(servos)
        self._tell(DynamixelRegister.BUS_WATCHDOG, dict.fromkeys(servos, OFF))
        for servo in servos:
            if self._ask(frames.ping(servo), servo).error & ALERT:
                self._reboot(servo)
            self._set_mode(servo)
            limit = self._ask(frames.read(servo, DynamixelRegister.PWM_LIMIT, 2), servo, 2).data
            self._most_pwm[servo] = min(int.from_bytes(limit, "little"), MOST_PWM)
            self._check_limits(servo)
        self.limit_torque(dict.fromkeys(servos, 1.0))
        self._settings_due_s = 0.0

    def attach(self, targets: Mapping[int, int], positions_per_s: float) -> None:
        """Give torque to servos at these positions, under this speed limit; start watchdogs."""
        # A tripped watchdog refuses goal positions until it is cleared.
        self._tell(DynamixelRegister.BUS_WATCHDOG, dict.fromkeys(targets, OFF))
        self.limit_speed([*targets], positions_per_s)
        # The target stands before the torque: a servo never jumps to an old one.
        self.send(targets)
        self._tell(DynamixelRegister.TORQUE_ENABLE, dict.fromkeys(targets, ON))
        self._tell(DynamixelRegister.BUS_WATCHDOG, dict.fromkeys(targets, self._watchdog))
        self._settings_due_s = 0.0

    def send(self, targets: Mapping[int, int]) -> None:
        """Send new targets."""
        self._tell(
            DynamixelRegister.GOAL_POSITION, {servo: long(at) for servo, at in targets.items()}
        )

    def limit_speed(self, servos: Sequence[int], positions_per_s: float) -> None:
        """Limit the speed of these servos."""
        speeds = {n: long(velocity(positions_per_s, self._per_turn[n])) for n in servos}
        self._tell(DynamixelRegister.PROFILE_VELOCITY, speeds)

    def lift_speed_limit(self, servos: Sequence[int]) -> None:
        """Lift the speed limit of these servos."""
        self._tell(DynamixelRegister.PROFILE_VELOCITY, dict.fromkeys(servos, long(0)))

    def limit_torque(self, shares: Mapping[int, float]) -> None:
        """Limit the PWM of these servos to shares of their own PWM limit."""
        most = self._most_pwm
        limits = {
            # A value above the servo's limit is refused, and the previous one stays in force.
            servo: round(share * most.get(servo, MOST_PWM)).to_bytes(2, "little")
            for servo, share in shares.items()
        }
        self._tell(DynamixelRegister.GOAL_PWM, limits)

    def detach(self, servos: Sequence[int]) -> None:
        """End the torque of these servos."""
        self._tell(DynamixelRegister.TORQUE_ENABLE, dict.fromkeys(servos, OFF))

    def read(self, servos: Sequence[int]) -> BusReadings:
        """Read the state of these servos; read the settings at once after an alert."""
        answers, found = self._read(servos, READING_FROM, READING_BYTES)
        alerts = {servo for servo, answer in answers.items() if answer.error & ALERT}
        now = time.monotonic()
        known: dict[int, Settings] = {}
        if alerts or now >= self._settings_due_s:
            self._settings_due_s = now + SETTINGS_S
            more, odd = self._read([*answers], SETTINGS_FROM, SETTINGS_BYTES)
            known = {servo: settings(answer.data) for servo, answer in more.items()}
            found.noise |= odd.noise
        for servo, answer in answers.items():
            found.readings[servo] = reading(answer.data, servo in alerts, known.get(servo))
        return found

    def close(self) -> None:
        """Close the port."""
        self._exchange.close()

    def _read(
        self, servos: Sequence[int], address: int, count: int
    ) -> tuple[dict[int, StatusPacket], BusReadings]:
        if not servos:
            return {}, BusReadings()

        def fits(answer: StatusPacket) -> bool:
            return len(answer.data) == count

        def again(servo: int) -> BusAnswers[StatusPacket]:
            return self._exchange.ask(frames.read(servo, address, count), [servo], fits)

        request = frames.sync_read(servos, address, count)
        return asked_again(self._exchange.ask(request, servos, fits), servos, again)

    def _set_mode(self, servo: int) -> None:
        """Set position mode with a speed-based profile; write EEPROM only where it differs."""
        question = frames.read(servo, DynamixelRegister.DRIVE_MODE, 2)
        drive, operating = self._ask(question, servo, 2).data
        if operating != POSITION_MODE:
            mode = frames.write(servo, DynamixelRegister.OPERATING_MODE, bytes([POSITION_MODE]))
            self._ask(mode, servo)
        if drive & TIME_BASED_PROFILE:
            by_speed = bytes([drive & ~TIME_BASED_PROFILE])
            self._ask(frames.write(servo, DynamixelRegister.DRIVE_MODE, by_speed), servo)

    def _check_limits(self, servo: int) -> None:
        """Check its own limits: goal positions beyond them are refused."""
        question = frames.read(servo, DynamixelRegister.MAX_POSITION_LIMIT, 8)
        limits = self._ask(question, servo, 8).data
        high, low = (int.from_bytes(limits[at : at + 4], "little", signed=True) for at in (0, 4))
        check_range(self._part(servo), self._ranges.get(servo), low, high)

    def _reboot(self, servo: int) -> None:
        """Reboot it to clear a shutdown; only this or switching the power off does."""
        self._exchange.ask(frames.reboot(servo), [servo], _any)
        end_s = time.monotonic() + REBOOT_S
        while time.monotonic() < end_s:
            if self._exchange.ask(frames.ping(servo), [servo], _any).answers:
                return
        raise BusError(self._part(servo), "did not come back after its reboot")

    def _ask(self, request: bytes, servo: int, count: int | None = None) -> StatusPacket:
        """Return the answer to a request.

        Raises:
            BusError: The servo stays silent, or refuses.
        """

        def fits(answer: StatusPacket) -> bool:
            return count is None or len(answer.data) == count

        answer = insist(self._exchange, request, servo, fits, self._part(servo))
        if answer.error & ERROR:
            text = f"refused an order with error {answer.error & ERROR}"
            raise BusError(self._part(servo), text, "driver")
        return answer

    def _part(self, servo: int) -> str:
        return self._parts.get(servo, f"servo {servo}")

    def _tell(self, register: DynamixelRegister, data: Mapping[int, bytes]) -> None:
        self._exchange.send(frames.sync_write(register, data))


def _fits(answer: StatusPacket) -> bool:
    return len(answer.data) == READING_BYTES


def _any(answer: StatusPacket) -> bool:
    return True
