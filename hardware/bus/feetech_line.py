"""Feetech STS and SCS servos on one port."""

from collections.abc import Mapping, Sequence

from hardware.bus import feetech_frames as frames
from hardware.bus.config import Feetech
from hardware.bus.exchange import Exchange, Heard
from hardware.bus.feetech_frames import Decoder, Frame, encode
from hardware.bus.feetech_table import (
    MOST_FORCE,
    READING_BYTES,
    READING_FROM,
    Order,
    Register,
    reading,
    word,
)
from hardware.bus.line import Round, asked_again, listen
from hardware.bus.port import SLICE_S, Port
from hardware.bus.probe import Probe

ON, OFF = b"\x01", b"\x00"
MOST_SPEED = 0
"""As the servo understands it: no limit."""


class FeetechLine:
    """See `hardware.bus.line.Line`.

    Raises:
        NotConnected: The port is not there, or is taken.
    """

    def __init__(self, section: Feetech) -> None:
        port = Port(section.port, section.baud, min(section.answer_s / 4, SLICE_S))
        self._exchange: Exchange[Frame] = Exchange(port, Decoder(), section.answer_s)
        self._series = section.series
        self._order: Order = "little" if section.series == "sts" else "big"

    @property
    def part(self) -> str:
        """Name of its port."""
        return self._exchange.part

    def find(self, servo: int) -> Probe:
        """Return how this servo answers."""
        return listen(self._exchange, self._question(servo), servo, _fits)

    def prepare(self, servos: Sequence[int]) -> None:
        """Take the torque away, and with it what a servo shut down for."""
        self.release(servos)
        if self._series == "sts":
            # The body shapes the movement; a second ramp would only add delay.
            self._tell(Register.ACCELERATION, dict.fromkeys(servos, b"\x00"))
        self.force(dict.fromkeys(servos, 1.0))

    def attach(self, goals: Mapping[int, int], positions_per_s: float) -> None:
        """Give them torque at these positions, and let them be slow."""
        self.slow([*goals], positions_per_s)
        # The goal stands before the torque: a servo never jumps to an old one.
        self.goals(goals)
        self._tell(Register.TORQUE_ENABLE, dict.fromkeys(goals, ON))

    def goals(self, goals: Mapping[int, int]) -> None:
        """Send them there."""
        self._tell(
            Register.GOAL_POSITION, {servo: word(at, self._order) for servo, at in goals.items()}
        )

    def slow(self, servos: Sequence[int], positions_per_s: float) -> None:
        """Let them be this slow."""
        speed = word(max(round(positions_per_s), 1), self._order)
        self._tell(Register.GOAL_SPEED, dict.fromkeys(servos, speed))

    def hurry(self, servos: Sequence[int]) -> None:
        """Let them be as fast as they can."""
        self._tell(Register.GOAL_SPEED, dict.fromkeys(servos, word(MOST_SPEED, self._order)))

    def force(self, shares: Mapping[int, float]) -> None:
        """Limit their torque to these shares of it; SCS servos know no such limit."""
        if self._series == "scs":
            return  # There this address locks the EEPROM.
        limits = {
            servo: word(round(share * MOST_FORCE), self._order) for servo, share in shares.items()
        }
        self._tell(Register.TORQUE_LIMIT, limits)

    def release(self, servos: Sequence[int]) -> None:
        """Take the torque away."""
        self._tell(Register.TORQUE_ENABLE, dict.fromkeys(servos, OFF))

    def read(self, servos: Sequence[int]) -> Round:
        """Return what they say of themselves; SCS servos are asked one by one."""
        heard: Heard[Frame] = Heard()
        if self._series == "sts":
            request = encode(frames.sync_read(servos, READING_FROM, READING_BYTES))
            heard = self._exchange.ask(request, servos, _fits)

        def again(servo: int) -> Heard[Frame]:
            return self._exchange.ask(self._question(servo), [servo], _fits)

        answers, found = asked_again(heard, servos, again)
        for servo, answer in answers.items():
            found.readings[servo] = reading(answer.parameters, answer.code, self._order)
        return found

    def close(self) -> None:
        """Give the port back."""
        self._exchange.close()

    def _question(self, servo: int) -> bytes:
        return encode(frames.read(servo, READING_FROM, READING_BYTES))

    def _tell(self, register: Register, data: Mapping[int, bytes]) -> None:
        self._exchange.tell(encode(frames.sync_write(register, data)))


def _fits(answer: Frame) -> bool:
    return len(answer.parameters) == READING_BYTES
