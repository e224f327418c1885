"""One question on the bus, and who answered it: the same for both protocols."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from hardware.drivers.ports.serial_port import Port

MOST_ANSWERS = 64
"""Of one question; a bus that never falls quiet is left."""


class Framed(Protocol):
    """Whatever a servo answers."""

    @property
    def servo(self) -> int:
        """Its id."""
        ...


Answer = TypeVar("Answer", bound=Framed)


class AnswerDecoder(Protocol[Answer]):
    """Finds answers in bytes."""

    @property
    def errors(self) -> int:
        """How often something else than a frame arrived."""
        ...

    def feed(self, chunk: bytes) -> list[Answer]:
        """Return the answers that end within this chunk."""
        ...

    def clear(self) -> None:
        """Forget the begin of a frame, counting it where it was one."""
        ...


@dataclass(slots=True)
class BusAnswers(Generic[Answer]):
    """What came for one question.

    Args:
        answers: The first one of each servo that was asked.
        doubled: Who answered more than once: two servos with one id.
        strangers: Ids that nobody had asked.
        garbled: Something arrived that is no answer.
    """

    answers: dict[int, Answer] = field(default_factory=dict)
    doubled: set[int] = field(default_factory=set)
    strangers: set[int] = field(default_factory=set)
    garbled: bool = False


class Exchange(Generic[Answer]):
    """Questions and answers on one port, each within `answer_s` after the one before.

    Args:
        answer_s: So long one servo may take.
    """

    def __init__(self, port: Port, decoder: AnswerDecoder[Answer], answer_s: float) -> None:
        self.part = port.part
        self._port = port
        self._decoder = decoder
        self._answer_s = answer_s

    @property
    def errors(self) -> int:
        """How often something else than a frame arrived."""
        return self._decoder.errors

    def tell(self, request: bytes) -> None:
        """Send what nobody answers."""
        self._port.write(request)

    def ask(
        self,
        request: bytes,
        servos: Sequence[int],
        fits: Callable[[Answer], bool],
        linger_s: float = 0.0,
    ) -> BusAnswers[Answer]:
        """Send, and return what was heard.

        Args:
            servos: Who is asked.
            fits: Whether an answer has the right shape; others count as garbled.
            linger_s: Listen on for so long although everybody answered, for those
                who should not have.
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
                break  # whoever is alone and falls quiet said all
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
        """Give the port back."""
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
