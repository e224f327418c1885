"""Common parts of emulated bus servos: a motor, a terminal, and faults.

Lines on stdin of an emulator's process: `silence 1`, `stall 1`, `heat 1 75`,
`volts 1 45` (tenths), `restart 1`, `corrupt 3`, `wrong_id 1`, `turn 1 2500`,
`twin 1`, `unplug`, `heal`, `show`; `show` prints one line of JSON:
{"1": {"goal": 2048, "position": 2048.0, "torque": true}}.
"""

import argparse
import json
import os
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Generic, Literal, TextIO, TypeVar

from tests.hardware.drivers.ports.emulated_port import EmulatedPort

SPEED_PER_S = 4500.0
"""Positions a second: about 400 degrees."""

WELL_C, WELL_V = 30, 7.4
Clock = Callable[[], float]


class Motor(ABC):
    """One servo's memory, and how it turns."""

    def __init__(self, number: int, clock: Clock = time.monotonic) -> None:
        self.number = number
        self.memory = bytearray(256)
        self.position = 2048.0
        self.silent = self.stalled = self.wrong = False
        self.degrees_c = WELL_C
        self.volts = WELL_V
        self.torque_writes: list[int] = []
        self._clock = clock
        self._at_s = clock()

    @property
    @abstractmethod
    def goal(self) -> int: ...

    @property
    @abstractmethod
    def torque(self) -> bool: ...

    @property
    @abstractmethod
    def most_per_s(self) -> float:
        """Its own speed limit; infinite without one."""

    @property
    @abstractmethod
    def goes_to_positions(self) -> bool:
        """True in position mode, False in wheel mode."""

    @property
    @abstractmethod
    def force_share(self) -> float:
        """Its limit of torque now, as a share of all it has."""

    @abstractmethod
    def set_by_builder(self, wheel: bool = False, most_share: float = 1.0) -> None:
        """Set its mode, and what it may use of its torque, as with the maker's tool."""

    @abstractmethod
    def limit(self, low: int, high: int) -> None:
        """Set between which positions it may go, as with the maker's tool."""

    @abstractmethod
    def hold(self) -> None:
        """Have torque, whoever gave it."""

    @abstractmethod
    def store(self, at: int, data: bytes) -> object:
        """Take what is written to its memory."""

    @abstractmethod
    def show(self, off: float, blocked: bool) -> None:
        """Bring what can be read up to date; `off` is the way still to go."""

    @abstractmethod
    def restart(self) -> None:
        """Forget what is no longer known after its supply broke down."""

    def turn(self) -> None:
        """Let the time pass that has gone by."""
        now = self._clock()
        most, self._at_s = min(SPEED_PER_S, self.most_per_s) * (now - self._at_s), now
        off = self.goal - self.position
        if self.torque and not self.stalled:
            self.position += max(-most, min(most, off))
        self.show(off, self.torque and self.stalled)

    def heal(self) -> None:
        self.silent = self.stalled = self.wrong = False
        self.degrees_c, self.volts = WELL_C, WELL_V


M = TypeVar("M", bound=Motor)


class Terminal(EmulatedPort, Generic[M]):
    """Servos on the far end of a pseudo-terminal."""

    def __init__(self, servos: Sequence[M]) -> None:
        self.servos = {servo.number: servo for servo in servos}
        self.twins: dict[int, M] = {}
        """A second servo with the same id."""
        self.overlap: Literal["collide", "follow"] = "collide"
        self.corrupt = 0
        self.frames = 0
        super().__init__("emulated servos")

    @abstractmethod
    def spoil(self, answer: bytes) -> bytes:
        """Return the answer with a wrong checksum."""

    def unplug(self) -> None:
        """The adapter is pulled out: whoever has the port open sees it die."""
        self.stop()
        os.close(self._near)

    def plug(self) -> None:
        """Plug it in again: the servos are as they were, their port has another name."""
        self._open()
        self.start()

    def wait(self, true: Callable[["Terminal[M]"], bool], seconds: float = 10.0) -> None:
        """Block until the servos fit, looked at after each frame."""
        with self._changed:
            assert self._changed.wait_for(lambda: true(self), seconds), "the servos never did"

    def heal(self) -> None:
        self.corrupt = 0
        self.twins.clear()
        for servo in self.servos.values():
            servo.heal()

    def say(self, number: int, make: Callable[[M], bytes]) -> bool:
        """Let the servo of this id answer, and its twin with it; False where nobody does."""
        those = [s for s in (self.servos.get(number), self.twins.get(number)) if s is not None]
        answers = [make(servo) for servo in those if not servo.silent]
        if not answers:
            return False
        if self.corrupt > 0:
            self.corrupt -= 1
            answers = [self.spoil(answer) for answer in answers]
        if len(answers) > 1 and self.overlap == "collide":
            # Whoever sends a zero pulls the wire low.
            answers = [bytes(a & b for a, b in zip(*answers, strict=False))]
        with suppress(OSError):
            os.write(self._near, b"".join(answers))
        return True


@contextmanager
def running(terminal: Terminal[M]) -> Iterator[None]:
    """Run the servos in a thread."""
    terminal.start()
    try:
        yield
    finally:
        terminal.stop()
        terminal.close()


def obey(terminal: Terminal[M], line: str, out: TextIO) -> None:
    """Do what one line on stdin says."""
    word, *numbers = line.split()
    values = [int(number) for number in numbers]
    if word == "show":
        shown = {
            n: {"goal": s.goal, "position": round(s.position, 1), "torque": s.torque}
            for n, s in terminal.servos.items()
        }
        out.write(json.dumps(shown) + "\n")
        out.flush()
    elif word == "heal":
        terminal.heal()
    elif word == "unplug":
        terminal.unplug()
    elif word == "corrupt":
        terminal.corrupt = values[0]
    elif word == "twin":
        terminal.twins[values[0]] = _twin(terminal.servos[values[0]])
    else:
        _happen(terminal.servos[values[0]], word, values[1:])


def _twin(servo: M) -> M:
    twin = type(servo)(servo.number)
    twin.position = servo.position + 333
    return twin


def _happen(servo: Motor, word: str, values: Sequence[int]) -> None:
    if word == "silence":
        servo.silent = True
    elif word == "stall":
        servo.stalled = True
    elif word == "wrong_id":
        servo.wrong = True
    elif word == "restart":
        servo.restart()
    elif word == "heat":
        servo.degrees_c = values[0]
    elif word == "volts":
        servo.volts = values[0] / 10
    elif word == "turn":
        servo.position = float(values[0])
    else:
        raise ValueError(f"unknown: {word}")


def serve(parser: argparse.ArgumentParser, make: Callable[..., Terminal[M]]) -> None:
    """Print the port's path, then obey stdin."""
    parser.add_argument("--ids", default="1,2")
    given = vars(parser.parse_args())
    numbers = [int(number) for number in given.pop("ids").split(",")]
    terminal = make(numbers, **given)
    context: AbstractContextManager[None] = running(terminal)
    with context:
        sys.stdout.write(terminal.path + "\n")
        sys.stdout.flush()
        for line in sys.stdin:
            if line.strip():
                obey(terminal, line, sys.stdout)
