"""Questions to the servos on one port, at every usual baud rate. None moves, none is changed.

A broadcast ping finds out whether anybody is there at all. Then each id is asked alone, since
answers of several Feetech servos collide, and since two servos may share an id.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hardware.contract.errors import HardwareError, NotConnected
from hardware.drivers.bus import dynamixel_frames, feetech_frames
from hardware.drivers.bus.dynamixel_frames import DynamixelDecoder, StatusPacket
from hardware.drivers.bus.dynamixel_table import DynamixelRegister
from hardware.drivers.bus.exchange import Exchange
from hardware.drivers.bus.feetech_frames import FeetechDecoder, FeetechFrame
from hardware.drivers.bus.feetech_table import FeetechRegister
from hardware.drivers.bus.servo_bus import SECOND_S
from hardware.drivers.ports.serial_port import SerialPort
from hardware.finding.found import FoundServo
from hardware.finding.models import DYNAMIXELS, FEETECHS, series_of

BROADCAST_S = 0.06
"""Time for a first answer: an FTDI adapter may hold it back for 16 ms."""

ANSWER_S = 0.02
MAESTRO_S = 0.05
LISTEN_S = 0.15
DETAIL_TRIES = 3
MODEL_FROM, MODEL_BYTES = 3, 3
"""Of a Feetech servo: two bytes of its model, and its id."""

EVERY_ID: Sequence[int] = range(253)


@dataclass(frozen=True, slots=True)
class Patience:
    """Times and ids of a search.

    Args:
        broadcast_s: Time for the first answer to a question to all.
        answer_s: Time for the answer of one servo.
        maestro_s: Time for the answer of a Maestro.
        listen_s: Time for which nothing is asked, to notice what sends by itself.
        taken_s: Time to wait for a port that another program has.
        ids: Ids that are asked alone where anybody answered.
    """

    broadcast_s: float = BROADCAST_S
    answer_s: float = ANSWER_S
    maestro_s: float = MAESTRO_S
    listen_s: float = LISTEN_S
    taken_s: float = 0.0
    ids: Sequence[int] = EVERY_ID


@dataclass(frozen=True, slots=True)
class HeardServos:
    """Servos of one make at one baud rate.

    Args:
        doubled: Ids that two servos share.
        foreign: Somebody answered who is no servo of this make.
        at_any_rate: A servo that is set to another rate answers here too: the adapter has a rate
            of its own, whatever it is told.
    """

    servos: tuple[FoundServo, ...] = ()
    doubled: tuple[int, ...] = ()
    foreign: bool = False
    at_any_rate: bool = False


class TooLate(Exception):
    """The time for this port is over."""


class BusScan:
    """Search on one opened port.

    Args:
        port: The port.
        patience: Times and ids.
        in_time: Raises `TooLate` once the time for this port is over.
    """

    def __init__(self, port: SerialPort, patience: Patience, in_time: Callable[[], None]) -> None:
        self._port = port
        self._patience = patience
        self._in_time = in_time

    def feetech(self, baud: int, known: int | None = None) -> HeardServos:
        """Return the Feetech servos at this baud rate.

        Args:
            known: Id of a servo that answered at another rate.
        """

        def ping(servo: int) -> bytes:
            return feetech_frames.encode(feetech_frames.ping(servo))

        def is_ping(answer: FeetechFrame) -> bool:
            return not answer.parameters

        line = self._exchange(FeetechDecoder(), baud)
        if line is None or not self._anybody(ping(feetech_frames.EVERYBODY)):
            return HeardServos()
        if known is not None and line.ask(ping(known), [known], is_ping).answers:
            return HeardServos(at_any_rate=True)
        ids, doubled = self._ids(line, ping, is_ping)
        found = [self._feetech_servo(line, servo, baud) for servo in ids]
        servos = tuple(servo for servo in found if servo is not None)
        return HeardServos(servos, doubled, len(servos) < len(found) or not (ids or doubled))

    def dynamixel(self, baud: int, known: int | None = None) -> HeardServos:
        """Return the Dynamixel servos at this baud rate; arguments as of `feetech`."""

        def is_ping(answer: StatusPacket) -> bool:
            return len(answer.data) == 3

        line = self._exchange(DynamixelDecoder(), baud)
        everybody = dynamixel_frames.ping(dynamixel_frames.EVERYBODY)
        if line is None or not self._anybody(everybody):
            return HeardServos()
        if known is not None and line.ask(dynamixel_frames.ping(known), [known], is_ping).answers:
            return HeardServos(at_any_rate=True)
        ids, doubled = self._ids(line, dynamixel_frames.ping, is_ping)
        servos = tuple(
            FoundServo(
                servo,
                baud,
                DYNAMIXELS.get(int.from_bytes(answer.data[:2], "little"), ""),
                volts=self._dynamixel_volts(line, servo),
            )
            for servo, answer in ids.items()
        )
        return HeardServos(servos, doubled, not (ids or doubled))

    def _exchange(self, decoder: Any, baud: int) -> Exchange[Any] | None:
        self._in_time()
        try:
            self._port.set_baud(baud)
        except NotConnected:
            raise
        except HardwareError:
            return None  # this port has no such rate
        return Exchange(self._port, decoder, self._patience.answer_s)

    def _anybody(self, question: bytes) -> bool:
        """Ask all at once, and once more; return whether anything came back at all."""
        for _ in range(2):
            self._port.write(question)
            end_s = time.monotonic() + self._patience.broadcast_s
            heard = False
            while time.monotonic() < end_s:
                chunk = self._port.read()
                if heard and not chunk:
                    return True
                heard = heard or bool(chunk)
            if heard:
                return True
        return False

    def _ids(
        self, line: Exchange[Any], ping: Callable[[int], bytes], fits: Callable[[Any], bool]
    ) -> tuple[dict[int, Any], tuple[int, ...]]:
        """Ask each id alone; return the answers, and the ids under which answers collide."""
        found: dict[int, Any] = {}
        doubled: list[int] = []
        for servo in self._patience.ids:
            self._in_time()
            heard = line.ask(ping(servo), [servo], fits, linger_s=SECOND_S)
            if heard.doubled or heard.garbled:
                # Once more: a servo that was late with another answer is no second one.
                again = line.ask(ping(servo), [servo], fits, linger_s=SECOND_S)
                if again.doubled or again.garbled:
                    doubled.append(servo)
                    continue
                heard = again
            if servo in heard.answers:
                found[servo] = heard.answers[servo]
        return found, tuple(doubled)

    def _feetech_servo(self, line: Exchange[Any], servo: int, baud: int) -> FoundServo | None:
        """Return what a servo tells of itself; None if it is no Feetech servo."""
        about = self._feetech_memory(line, servo, MODEL_FROM, MODEL_BYTES)
        if about is None or about[2] != servo:
            return None  # Dynamixel's protocol 1 is the same, and its memory is another one
        model = (about[0], about[1])
        limit = self._feetech_memory(line, servo, FeetechRegister.MAX_POSITION_LIMIT, 2)
        volts = self._feetech_memory(line, servo, FeetechRegister.PRESENT_VOLTAGE, 1)
        return FoundServo(
            servo,
            baud,
            FEETECHS.get(model, ""),
            series_of(model, limit or b"\0\0"),
            None if volts is None else volts[0] / 10.0,
        )

    def _feetech_memory(
        self, line: Exchange[Any], servo: int, address: int, count: int
    ) -> bytes | None:
        question = feetech_frames.encode(feetech_frames.read(servo, address, count))
        for _ in range(DETAIL_TRIES):
            heard = line.ask(question, [servo], lambda answer: len(answer.parameters) == count)
            if servo in heard.answers:
                memory: bytes = heard.answers[servo].parameters
                return memory
        return None

    def _dynamixel_volts(self, line: Exchange[Any], servo: int) -> float | None:
        question = dynamixel_frames.read(servo, DynamixelRegister.PRESENT_VOLTAGE, 2)
        for _ in range(DETAIL_TRIES):
            heard = line.ask(question, [servo], lambda answer: len(answer.data) == 2)
            if servo in heard.answers:
                return int.from_bytes(heard.answers[servo].data, "little") / 10.0
        return None
