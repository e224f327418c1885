"""Requests on the bus and their answers: the same for both protocols."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from hardware.drivers.ports.serial_port import SerialPort

MOST_ANSWERS = 64
"""Most answers read for one request, for a bus that never falls quiet."""


class ServoAnswer(Protocol):
    """An answer of a servo."""

    @property
    def servo(self) -> int:
        """Id of the servo."""
        ...


Answer = TypeVar("Answer", bound=ServoAnswer)


class AnswerDecoder(Protocol[Answer]):
    """A decoder that finds answers in bytes."""

    @property
    def errors(self) -> int:
        """Number of bad checksums and skipped bytes."""
        ...

    def feed(self, chunk: bytes) -> list[Answer]:
        """Return the answers that end within this chunk."""
        ...

    def clear(self) -> None:
        """Drop an unfinished frame, and count it."""
        ...


@dataclass(slots=True)
class BusAnswers(Generic[Answer]):
    """Answers to one request.

    Args:
        answers: The first answer of each servo that was asked, by its id.
        doubled: Ids that answered more than once: two servos share them.
        strangers: Ids that answered without being asked.
        garbled: Whether bytes arrived that are not an answer.
    """

    answers: dict[int, Answer] = field(default_factory=dict)
    doubled: set[int] = field(default_factory=set)
    strangers: set[int] = field(default_factory=set)
    garbled: bool = False


class Exchange(Generic[Answer]):
    """Requests and answers on one port.

    Args:
        port: An opened port.
        decoder: Finds answers in what the port reads.
        answer_s: Longest time until one answer, and from one answer to the next.
    """

    def __init__(self, port: SerialPort, decoder: AnswerDecoder[Answer], answer_s: float) -> None:
        self.part = port.part
        self._port = port
        self._decoder = decoder
        self._answer_s = answer_s

    @property
    def errors(self) -> int:
        """Number of bad checksums and skipped bytes."""
        return self._decoder.errors

    def set_baud(self, baud: int) -> None:
        """Change the baud rate.

        Raises:
            HardwareError: The port does not support it.
        """
        self._port.set_baud(baud)

    def send(self, request: bytes) -> None:
        """Send a request that is not answered."""
        self._port.write(request)

    def ask(
        self,
        request: bytes,
        servos: Sequence[int],
        fits: Callable[[Answer], bool],
        linger_s: float = 0.0,
    ) -> BusAnswers[Answer]:
        """Send a request and return the answers.

        Args:
            request: The whole request.
            servos: Ids that are asked.
            fits: Returns whether an answer has the right shape; others count as garbled.
            linger_s: Time to keep listening after the last expected answer, for servos
                that should not have answered.
        """
        self._decoder.clear()
        errors = self._decoder.errors
        self._port.write(request)
        heard: BusAnswers[Answer] = BusAnswers()
        count = 0
        end_s = time.monotonic() + self._answer_s
        begun = False
        while count < MOST_ANSWERS and time.monotonic() < end_s:
            chunk = self._port.read()
            if begun and not chunk and len(servos) == 1:
                break  # the only servo that was asked has finished its answer
            begun = begun or bool(chunk)
            for answer in self._decoder.feed(chunk):
                count += 1
                _note(heard, answer, servos, fits)
                complete = len(heard.answers) == len(servos)
                end_s = time.monotonic() + (linger_s if complete else self._answer_s)
        self._decoder.clear()
        heard.garbled |= self._decoder.errors > errors
        return heard

    def close(self) -> None:
        """Close the port."""
        self._port.close()


def _note(
    heard: BusAnswers[Answer], answer: Answer, servos: Sequence[int], fits: Callable[[Answer], bool]
) -> None:
    if answer.servo not in servos:
        heard.strangers.add(answer.servo)
    elif not fits(answer):
        heard.garbled = True
    elif answer.servo in heard.answers:
        heard.doubled.add(answer.servo)
    else:
        heard.answers[answer.servo] = answer
