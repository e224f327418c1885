"""Feetech bus servos on a pseudo-terminal, speaking the bytes with code of their own.

    python -m tests.hardware.drivers.bus.feetech_emulator --ids 1,2

prints the port's path, then obeys lines on stdin: see `tests.hardware.drivers.bus.emulation`.
"""

import argparse
import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.hardware.drivers.bus.emulation import Clock, Motor, Terminal, running, serve

LEAST_V = 6.0
SIGN = 0x8000
"""STS servos count below 0 with this bit and the amount."""
EVERYBODY = 0xFE


class Servo(Motor):
    """One servo's memory, and how it turns."""

    def __init__(self, number: int, little: bool = True, clock: Clock = time.monotonic) -> None:
        super().__init__(number, clock)
        self.little = little
        self.memory[3:6] = bytes([9, 3, number] if little else [5, 4, number])  # model, id
        self._put(11, 4095 if little else 1023)
        self._put(16, 1000)
        if little:
            self.memory[55] = 1
        self.restart()

    @property
    def goal(self) -> int:
        word = self.word(42)
        return -(word - SIGN) if self.little and word >= SIGN else word

    @property
    def torque(self) -> bool:
        return self.memory[40] != 0

    @property
    def most_per_s(self) -> float:
        return float(self.word(46)) or math.inf

    @property
    def goes_to_positions(self) -> bool:
        return self.memory[33] == 0 if self.little else any(self.memory[9:13])

    @property
    def force_share(self) -> float:
        return self.word(48) / 1000 if self.little else 1.0

    def set_by_builder(self, wheel: bool = False, most_share: float = 1.0) -> None:
        if self.little:
            self.memory[33] = int(wheel)
        elif wheel:
            self.memory[9:13] = bytes(4)
        self._put(16, round(most_share * 1000))

    def limit(self, low: int, high: int) -> None:
        self._put(9, low)
        self._put(11, high)

    def hold(self) -> None:
        self.store(40, b"\x01")

    def restart(self) -> None:
        self.memory[40:67] = bytes(27)
        self._put(42, 2048)
        if self.little:
            self._put(48, self.word(16))
            self.memory[55] = 1
        else:
            self.memory[48] = 1  # an SCS servo has its lock there

    def word(self, at: int) -> int:
        first, second = self.memory[at], self.memory[at + 1]
        return first + 256 * second if self.little else 256 * first + second

    def _put(self, at: int, value: int) -> None:
        high, low = value // 256, value % 256
        self.memory[at], self.memory[at + 1] = (low, high) if self.little else (high, low)

    def store(self, at: int, data: bytes) -> None:
        self.turn()
        if at < 40 and self.little and self.memory[55]:
            return  # the EEPROM is locked: what is written is not kept
        if at == 40 and data:
            self.torque_writes.append(data[0])
        self.memory[at : at + len(data)] = data

    def show(self, off: float, blocked: bool) -> None:
        moving = self.torque and not blocked and abs(off) > 1
        load = 1000 if blocked and abs(off) > 1 else 50 if self.torque else 0
        at = round(self.position)
        self._put(56, SIGN - at if at < 0 else at)
        self._put(60, load + (1024 if off < 0 and load else 0))
        self.memory[62] = round(self.volts * 10)
        self.memory[63] = self.degrees_c
        self.memory[65] = (1 if self.volts < LEAST_V else 0) | (4 if self.degrees_c > 80 else 0)
        self.memory[66] = int(moving)


class Emulator(Terminal[Servo]):
    """Answers on the far end of a pseudo-terminal."""

    def __init__(self, numbers: Sequence[int], little: bool = True) -> None:
        super().__init__([Servo(number, little) for number in numbers])
        self._together = little

    def take(self) -> bool:
        start = self._bytes.find(b"\xff\xff")
        if start < 0 or len(self._bytes) < start + 4:
            return False
        length = self._bytes[start + 3]
        end = start + 4 + length
        if len(self._bytes) < end:
            return False
        frame, self._bytes = self._bytes[start:end], self._bytes[end:]
        total = 0
        for value in frame[2:-1]:
            total += value
        if 255 - total % 256 == frame[-1]:
            self.frames += 1
            self._obey(frame[2], frame[4], frame[5:-1])
        return True

    def spoil(self, answer: bytes) -> bytes:
        return answer[:-1] + bytes([answer[-1] ^ 0x55])

    def _obey(self, number: int, instruction: int, data: bytes) -> None:
        if instruction == 0x83:
            at, size, rest = data[0], data[1], data[2:]
            for i in range(0, len(rest), size + 1):
                self._store(rest[i], at, rest[i + 1 : i + 1 + size])
        elif instruction == 0x82 and self._together:
            for each in data[2:]:
                self._answer_memory(each, data[0], data[1])
        elif instruction == 0x02:
            self._answer_memory(number, data[0], data[1])
        elif instruction in (0x01, 0x03):
            if instruction == 0x03:
                self._store(number, data[0], data[1:])
            for each in self.servos if number == EVERYBODY else (number,):
                self.say(each, lambda servo: _answer(servo, b""))

    def _store(self, number: int, at: int, data: bytes) -> None:
        for those in (self.servos, self.twins):
            if number in those:
                those[number].store(at, data)

    def _answer_memory(self, number: int, at: int, size: int) -> None:
        def answer(servo: Servo) -> bytes:
            servo.turn()
            return _answer(servo, bytes(servo.memory[at : at + size]))

        self.say(number, answer)


def _answer(servo: Servo, data: bytes) -> bytes:
    number = servo.number ^ (0x40 if servo.wrong else 0)
    inside = bytes([number, len(data) + 2, servo.memory[65]]) + data
    return b"\xff\xff" + inside + bytes([255 - sum(inside) % 256])


@contextmanager
def emulated(*numbers: int, little: bool = True) -> Iterator[Emulator]:
    """Run the servos in a thread."""
    emulator = Emulator(numbers, little)
    with running(emulator):
        yield emulator


def main() -> None:
    parser = argparse.ArgumentParser(description="Emulated Feetech servos")
    parser.add_argument("--series", choices=("sts", "scs"), default="sts")
    serve(parser, lambda numbers, series: Emulator(numbers, series == "sts"))


if __name__ == "__main__":
    main()
