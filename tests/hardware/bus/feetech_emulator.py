"""Feetech bus servos on a pseudo-terminal, speaking the bytes with code of their own.

    python -m tests.hardware.bus.feetech_emulator --ids 1,2

prints the port's path, then obeys lines on stdin: `silence 1`, `stall 1`,
`heat 1 75`, `corrupt 3`, `wrong_id 1`, `turn 1 2500`, `heal`, `show`; `show`
prints one line of JSON: {"1": {"goal": 2048, "position": 2048.0, "torque": true}}.
"""

import argparse
import json
import os
import pty
import select
import sys
import threading
import time
import tty
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TextIO

SPEED_PER_S = 4500.0
"""Positions a second: about 400 degrees."""


class Servo:
    """One servo's memory, and how it turns."""

    def __init__(self, number: int, little: bool) -> None:
        self.number = number
        self.memory = bytearray(128)
        self.position = 2048.0
        self.silent = self.stalled = self.wrong = False
        self.degrees_c = 30
        self.torque_writes: list[int] = []
        self._little = little
        self._at_s = time.monotonic()
        self._put(42, 2048)

    @property
    def goal(self) -> int:
        return self._get(42)

    @property
    def torque(self) -> bool:
        return self.memory[40] != 0

    def _get(self, at: int) -> int:
        first, second = self.memory[at], self.memory[at + 1]
        return first + 256 * second if self._little else 256 * first + second

    def _put(self, at: int, value: int) -> None:
        high, low = value // 256, value % 256
        self.memory[at], self.memory[at + 1] = (low, high) if self._little else (high, low)

    def store(self, at: int, data: bytes) -> None:
        self.turn()
        if at == 40 and data:
            self.torque_writes.append(data[0])
        self.memory[at : at + len(data)] = data

    def turn(self) -> None:
        now = time.monotonic()
        most, self._at_s = SPEED_PER_S * (now - self._at_s), now
        off = self.goal - self.position
        blocked = self.torque and self.stalled
        if self.torque and not self.stalled:
            self.position += max(-most, min(most, off))
        self._put(56, round(self.position))
        self._put(60, 1000 if blocked and abs(off) > 1 else 50 if self.torque else 0)
        self.memory[62] = 74
        self.memory[63] = self.degrees_c
        self.memory[66] = int(self.torque and not blocked and abs(off) > 1)


class Emulator:
    """Answers on the far end of a pseudo-terminal."""

    def __init__(self, numbers: Sequence[int], little: bool = True) -> None:
        self.servos = {number: Servo(number, little) for number in numbers}
        self.corrupt = 0
        self.frames = 0
        self._near, self._far = pty.openpty()
        tty.setraw(self._far)
        self.path = os.ttyname(self._far)
        self._bytes = b""
        self._ended, self._ending = os.pipe()
        self._changed = threading.Condition()

    def run(self) -> None:
        """Answer until `stop`."""
        while True:
            ready, _, _ = select.select([self._near, self._ended], [], [])
            if self._ended in ready:
                return
            self._bytes += os.read(self._near, 4096)
            while self._take():
                pass
            with self._changed:
                self._changed.notify_all()

    def stop(self) -> None:
        os.write(self._ending, b"x")

    def close(self) -> None:
        for number in (self._near, self._far, self._ended, self._ending):
            with suppress(OSError):
                os.close(number)

    def unplug(self) -> None:
        """The adapter is pulled out: whoever has the port open sees it die."""
        self.stop()
        os.close(self._near)

    def wait(self, true: Callable[["Emulator"], bool], seconds: float = 10.0) -> None:
        """Block until the servos fit, looked at after each frame."""
        with self._changed:
            assert self._changed.wait_for(lambda: true(self), seconds), "the servos never did"

    def heal(self) -> None:
        self.corrupt = 0
        for servo in self.servos.values():
            servo.silent = servo.stalled = servo.wrong = False
            servo.degrees_c = 30

    def _take(self) -> bool:
        """Take one frame off the bytes; False where none is whole."""
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

    def _obey(self, number: int, instruction: int, data: bytes) -> None:
        if instruction == 0x83:
            at, size, rest = data[0], data[1], data[2:]
            for i in range(0, len(rest), size + 1):
                if rest[i] in self.servos:
                    self.servos[rest[i]].store(at, rest[i + 1 : i + 1 + size])
        elif instruction == 0x82:
            for each in data[2:]:
                self._answer_memory(each, data[0], data[1])
        elif instruction == 0x02:
            self._answer_memory(number, data[0], data[1])
        elif instruction in (0x01, 0x03) and number in self.servos:
            if instruction == 0x03:
                self.servos[number].store(data[0], data[1:])
            self._answer(self.servos[number], b"")

    def _answer_memory(self, number: int, at: int, size: int) -> None:
        servo = self.servos.get(number)
        if servo is not None:
            servo.turn()
            self._answer(servo, bytes(servo.memory[at : at + size]))

    def _answer(self, servo: Servo, data: bytes) -> None:
        if servo.silent:
            return
        inside = bytes([servo.number ^ (0x40 if servo.wrong else 0), len(data) + 2, 0]) + data
        check = 255 - sum(inside) % 256
        if self.corrupt > 0:
            self.corrupt -= 1
            check ^= 0x55
        os.write(self._near, b"\xff\xff" + inside + bytes([check]))


@contextmanager
def emulated(*numbers: int, little: bool = True) -> Iterator[Emulator]:
    """Run the servos in a thread."""
    emulator = Emulator(numbers, little)
    thread = threading.Thread(target=emulator.run, name="emulated servos", daemon=True)
    thread.start()
    try:
        yield emulator
    finally:
        emulator.stop()
        thread.join(5)
        emulator.close()


def obey(emulator: Emulator, line: str, out: TextIO) -> None:
    """Do what one line on stdin says."""
    word, *numbers = line.split()
    values = [int(number) for number in numbers]
    if word == "show":
        shown = {
            n: {"goal": s.goal, "position": round(s.position, 1), "torque": s.torque}
            for n, s in emulator.servos.items()
        }
        out.write(json.dumps(shown) + "\n")
        out.flush()
    elif word == "heal":
        emulator.heal()
    elif word == "corrupt":
        emulator.corrupt = values[0]
    else:
        servo = emulator.servos[values[0]]
        if word == "silence":
            servo.silent = True
        elif word == "stall":
            servo.stalled = True
        elif word == "wrong_id":
            servo.wrong = True
        elif word == "heat":
            servo.degrees_c = values[1]
        elif word == "turn":
            servo.position = float(values[1])
        else:
            raise ValueError(f"unknown: {word}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Emulated Feetech servos")
    parser.add_argument("--ids", default="1,2")
    parser.add_argument("--series", choices=("sts", "scs"), default="sts")
    given = parser.parse_args()
    numbers = [int(number) for number in given.ids.split(",")]
    with emulated(*numbers, little=given.series == "sts") as emulator:
        sys.stdout.write(emulator.path + "\n")
        sys.stdout.flush()
        for line in sys.stdin:
            if line.strip():
                obey(emulator, line, sys.stdout)


if __name__ == "__main__":
    main()
