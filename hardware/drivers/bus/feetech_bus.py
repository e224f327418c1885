"""Bus of Feetech STS or SCS servos on one port."""

from collections.abc import Mapping, Sequence

from hardware.contract.errors import BusError
from hardware.drivers.bus import feetech_frames as frames
from hardware.drivers.bus.config import Feetech
from hardware.drivers.bus.exchange import BusAnswers, Exchange
from hardware.drivers.bus.feetech_frames import FeetechDecoder, FeetechFrame, encode
from hardware.drivers.bus.feetech_table import (
    LIMITS_BYTES,
    LIMITS_FROM,
    MOST_FORCE,
    POSITION_MODE,
    READING_BYTES,
    READING_FROM,
    SETTINGS_BYTES,
    SETTINGS_FROM,
    FeetechRegister,
    Order,
    reading,
    settings,
    word,
)
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

BAUDS = (1_000_000, 500_000, 115_200, 250_000, 128_000, 76_800, 57_600, 38_400)
"""Rates of the BAUD_RATE register: STS and SCS servos are shipped with the first."""

MOST_SPEED = 0
"""The servo's own value for no speed limit."""


class FeetechBus:
    """A `ServoBus` of Feetech servos.

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
        section: Feetech,
        ranges: Mapping[int, PositionRange] = NO_RANGES,
        place: SerialPlace | None = None,
    ) -> None:
        port = SerialPort(place or section.port, section.baud, min(section.answer_s / 4, SLICE_S))
        self._exchange: Exchange[FeetechFrame] = Exchange(port, FeetechDecoder(), section.answer_s)
        self._series = section.series
        self._order: Order = "little" if section.series == "sts" else "big"
        self._parts = section.parts()
        self._ranges = ranges
        self._most_force: dict[int, int] = {}
        """Largest torque that the builder set in each servo."""

    @property
    def part(self) -> str:
        """Name of its port for the builder."""
        return self._exchange.part

    def find(self, servo: int) -> Probe:
        """Ask one servo several times; return the counted answers."""
        return listen(self._exchange, self._question(servo), servo, _fits)

    def answers_at(self, servo: int, baud: int) -> bool:
        """Return whether a servo answers at another baud rate; the port goes on at that rate."""
        return heard_at(self._exchange, baud, self._question(servo), servo, _fits)

    def prepare(self, servos: Sequence[int]) -> None:
        """End the torque, which also clears a shutdown; set position mode and limits."""
        self.detach(servos)
        for servo in servos:
            if self._series == "sts":
                self._set_mode(servo)
            self._check_limits(servo)
        if self._series == "sts":
            # The body shapes the movement; a second ramp would only add delay.
            self._tell(FeetechRegister.ACCELERATION, dict.fromkeys(servos, b"\x00"))
        self.limit_torque(dict.fromkeys(servos, 1.0))

    def attach(self, targets: Mapping[int, int], positions_per_s: float) -> None:
        """Give torque to servos at these positions, under this speed limit."""
        self.limit_speed([*targets], positions_per_s)
        # The goal position is written before the torque, so that no servo jumps to an old one.
        self.send(targets)
        self._tell(FeetechRegister.TORQUE_ENABLE, dict.fromkeys(targets, ON))

    def send(self, targets: Mapping[int, int]) -> None:
        """Send new targets."""
        self._tell(
            FeetechRegister.GOAL_POSITION,
            {servo: word(at, self._order) for servo, at in targets.items()},
        )

    def limit_speed(self, servos: Sequence[int], positions_per_s: float) -> None:
        """Limit the speed of these servos."""
        speed = word(max(round(positions_per_s), 1), self._order)
        self._tell(FeetechRegister.GOAL_SPEED, dict.fromkeys(servos, speed))

    def lift_speed_limit(self, servos: Sequence[int]) -> None:
        """Lift the speed limit of these servos."""
        self._tell(FeetechRegister.GOAL_SPEED, dict.fromkeys(servos, word(MOST_SPEED, self._order)))

    def limit_torque(self, shares: Mapping[int, float]) -> None:
        """Limit the torque of these servos to shares; SCS servos have no such limit."""
        if self._series == "scs":
            return  # On SCS servos this address locks the EEPROM.
        most = self._most_force
        limits = {
            servo: word(round(share * most.get(servo, MOST_FORCE)), self._order)
            for servo, share in shares.items()
        }
        self._tell(FeetechRegister.TORQUE_LIMIT, limits)

    def detach(self, servos: Sequence[int]) -> None:
        """End the torque of these servos."""
        self._tell(FeetechRegister.TORQUE_ENABLE, dict.fromkeys(servos, OFF))

    def read(self, servos: Sequence[int]) -> BusReadings:
        """Read the state of these servos; SCS servos are asked one by one."""

        def again(servo: int) -> BusAnswers[FeetechFrame]:
            return self._exchange.ask(self._question(servo), [servo], _fits)

        if self._series == "sts":
            request = encode(frames.sync_read(servos, READING_FROM, READING_BYTES))
            heard = self._exchange.ask(request, servos, _fits)
        else:
            heard = BusAnswers()
            for servo in servos:
                alone = again(servo)
                heard.answers |= alone.answers
                heard.garbled |= alone.garbled
        answers, found = asked_again(heard, servos, again)
        for servo, answer in answers.items():
            found.readings[servo] = reading(answer.parameters, answer.code, self._order)
        return found

    def close(self) -> None:
        """Close the port."""
        self._exchange.close()

    def _set_mode(self, servo: int) -> None:
        """Set position mode; write EEPROM only where it differs."""
        most, mode = self._settings(servo)
        self._most_force[servo] = most
        if mode == POSITION_MODE:
            return
        position_mode = bytes([POSITION_MODE])
        orders = (
            (FeetechRegister.LOCK, OFF),
            (FeetechRegister.OPERATING_MODE, position_mode),
            (FeetechRegister.LOCK, ON),
        )
        for register, data in orders:
            # A servo may be set to answer reads only: wait for as long as an answer takes.
            self._exchange.ask(encode(frames.write(servo, register, data)), [servo], _any)
        _, mode = self._settings(servo)
        if mode != POSITION_MODE:
            text = f"stays in mode {mode}: set it to positions with the maker's tool"
            raise BusError(self._part(servo), text, "driver")

    def _check_limits(self, servo: int) -> None:
        """Check its own limits: a servo stops at them without an error."""
        limits = self._memory(servo, LIMITS_FROM, LIMITS_BYTES)
        low, high = (int.from_bytes(limits[at : at + 2], self._order) for at in (0, 2))
        if low or high:
            check_range(self._part(servo), self._ranges.get(servo), low, high)
        elif self._series == "scs":
            # Both limits 0: an STS servo has no limits then; an SCS servo turns like a wheel.
            text = (
                "turns like a wheel, since both of its angle limits are 0: set them, for "
                "instance to 0 and 1023, with the maker's tool"
            )
            raise BusError(self._part(servo), text, "driver")

    def _settings(self, servo: int) -> tuple[int, int]:
        return settings(self._memory(servo, SETTINGS_FROM, SETTINGS_BYTES))

    def _memory(self, servo: int, address: int, count: int) -> bytes:
        def fits(answer: FeetechFrame) -> bool:
            return len(answer.parameters) == count

        question = encode(frames.read(servo, address, count))
        return insist(self._exchange, question, servo, fits, self._part(servo)).parameters

    def _part(self, servo: int) -> str:
        return self._parts.get(servo, f"servo {servo}")

    def _question(self, servo: int) -> bytes:
        return encode(frames.read(servo, READING_FROM, READING_BYTES))

    def _tell(self, register: FeetechRegister, data: Mapping[int, bytes]) -> None:
        self._exchange.send(encode(frames.sync_write(register, data)))


def _fits(answer: FeetechFrame) -> bool:
    return len(answer.parameters) == READING_BYTES


def _any(answer: FeetechFrame) -> bool:
    return True
