"""Dynamixel servos on a pseudo-terminal, speaking protocol 2 with code of their own.

    python -m tests.hardware.drivers.bus.dynamixel_emulator --ids 1,2

prints the port's path, then obeys lines on stdin: see `tests.hardware.drivers.bus.emulation`.
They do what the e-Manual says of an XL430: EEPROM is closed under torque, a
hardware error takes the torque until a reboot, a goal PWM above the PWM limit is refused,
a tripped bus watchdog stops and refuses goals, and of a reading together nobody
answers behind a silent one.
"""

import argparse
import math
import select
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from tests.hardware.drivers.bus.emulation import Clock, Motor, Terminal, running, serve

MODEL, FIRMWARE = 1060, 46
LEAST_V, MOST_C = 6.0, 80
MOST_PWM = 885
GOALS = range(100, 120)
READ_ONLY = (*range(0, 7), 70, *range(120, 147))
EVERYBODY = 0xFE
RANGE_ERROR, LIMIT_ERROR, ACCESS_ERROR = 4, 6, 7


class Servo(Motor):
    """One servo's control table, and how it turns."""

    def __init__(self, number: int, clock: Clock = time.monotonic) -> None:
        super().__init__(number, clock)
        self._heard_s = clock()
        self.reboots = 0
        self.memory[0:2] = MODEL.to_bytes(2, "little")
        self.memory[6], self.memory[7] = FIRMWARE, number
        self.memory[9], self.memory[11], self.memory[63] = 250, 3, 53
        self.memory[36:38] = MOST_PWM.to_bytes(2, "little")
        self.limit(0, 4095)
        self.restart()

    @property
    def goal(self) -> int:
        return self.number_at(116, 4)

    @property
    def torque(self) -> bool:
        return self.memory[64] != 0

    @property
    def most_per_s(self) -> float:
        velocity = self.number_at(112, 4)
        return velocity * 0.229 / 60 * 4096 if velocity else math.inf

    @property
    def goes_to_positions(self) -> bool:
        return self.memory[11] == 3

    @property
    def force_share(self) -> float:
        return self.number_at(100, 2) / MOST_PWM

    def set_by_builder(self, wheel: bool = False, most_share: float = 1.0) -> None:
        self.memory[11] = 1 if wheel else 3
        self.memory[36:38] = round(most_share * MOST_PWM).to_bytes(2, "little")

    def number_at(self, at: int, size: int) -> int:
        return int.from_bytes(self.memory[at : at + size], "little", signed=True)

    def limit(self, low: int, high: int) -> None:
        self.memory[48:52] = high.to_bytes(4, "little")
        self.memory[52:56] = low.to_bytes(4, "little")

    def hold(self) -> None:
        self.store(64, b"\x01")

    def restart(self) -> None:
        self.memory[64:147] = bytes(83)
        self.memory[68] = 2
        self.memory[100:102] = self.memory[36:38]
        self.memory[116:120] = round(self.position).to_bytes(4, "little", signed=True)

    def reboot(self) -> None:
        self.reboots += 1
        self.restart()

    def heard(self) -> None:
        """Note that an instruction was on the bus, and whether it came too late."""
        now = self._clock()
        limit = self.memory[98]
        if self.torque and 0 < limit < 128 and now - self._heard_s > 0.02 * limit:
            self.turn()
            self.memory[98] = 0xFF
            self.memory[116:120] = round(self.position).to_bytes(4, "little", signed=True)
        self._heard_s = now

    def store(self, at: int, data: bytes) -> int:
        """Take what is written; return the number of the error, 0 for none."""
        self.turn()
        if at in READ_ONLY or (at < 64 and self.torque):
            return ACCESS_ERROR
        if at in GOALS and self.memory[98] == 0xFF:
            return RANGE_ERROR
        if at == 116 and not 0 <= int.from_bytes(data, "little", signed=True) <= 4095:
            return RANGE_ERROR
        if at == 116 and not self._allows(int.from_bytes(data, "little")):
            return LIMIT_ERROR
        if at == 100 and int.from_bytes(data, "little") > self.number_at(36, 2):
            return LIMIT_ERROR
        if at == 64 and data[0] and self.memory[70]:
            return 1
        if at == 64:
            self.torque_writes.append(data[0])
        self.memory[at : at + len(data)] = data
        return 0

    def _allows(self, goal: int) -> bool:
        return self.number_at(52, 4) <= goal <= self.number_at(48, 4)

    def fail(self, bit: int) -> None:
        """Shut down for this reason."""
        self.memory[70] |= bit
        self.memory[64] = 0

    def show(self, off: float, blocked: bool) -> None:
        if self.volts < LEAST_V:
            self.fail(0x01)
        if self.degrees_c > MOST_C:
            self.fail(0x04)
        pwm = 885 if blocked and abs(off) > 1 else 40 if self.torque else 0
        signed = -pwm if off < 0 else pwm
        self.memory[122] = int(self.torque and not blocked and abs(off) > 1)
        self.memory[124:126] = signed.to_bytes(2, "little", signed=True)
        self.memory[132:136] = round(self.position).to_bytes(4, "little", signed=True)
        self.memory[144:146] = round(self.volts * 10).to_bytes(2, "little")
        self.memory[146] = self.degrees_c


class Emulator(Terminal[Servo]):
    """Answers on the far end of a pseudo-terminal."""

    def __init__(self, numbers: Sequence[int], clock: Clock = time.monotonic) -> None:
        super().__init__([Servo(number, clock) for number in numbers])
        self.return_delay_s = 0.0

    def take(self) -> bool:
        start = self._bytes.find(b"\xff\xff\xfd\x00")
        if start < 0 or len(self._bytes) < start + 7:
            return False
        end = start + 7 + self._bytes[start + 5] + 256 * self._bytes[start + 6]
        if len(self._bytes) < end:
            return False
        packet, self._bytes = self._bytes[start:end], self._bytes[end:]
        if checksum(packet[:-2]) == packet[-2] + 256 * packet[-1]:
            self.frames += 1
            inside = unstuffed(packet[7:-2])
            for those in (self.servos, self.twins):
                for servo in those.values():
                    servo.heard()
            self._obey(packet[4], inside[0], inside[1:])
        return True

    def spoil(self, answer: bytes) -> bytes:
        return answer[:-1] + bytes([answer[-1] ^ 0x55])

    def _obey(self, number: int, instruction: int, data: bytes) -> None:
        if instruction == 0x83:
            at, size, rest = _pair(data, 0), _pair(data, 2), data[4:]
            for i in range(0, len(rest), size + 1):
                self._store(rest[i], at, rest[i + 1 : i + 1 + size])
        elif instruction == 0x82:
            for each in data[4:]:
                if not self._answer_memory(each, _pair(data, 0), _pair(data, 2)):
                    return
        elif instruction == 0x02:
            self._answer_memory(number, _pair(data, 0), _pair(data, 2))
        elif instruction == 0x03:
            error = self._store(number, _pair(data, 0), data[2:])
            self._answer(number, b"", 2, error)
        elif instruction == 0x01:
            for each in self.servos if number == EVERYBODY else (number,):
                self._answer(each, MODEL.to_bytes(2, "little") + bytes([FIRMWARE]), 0)
        elif instruction == 0x08:
            self._answer(number, b"", 2)
            for those in (self.servos, self.twins):
                if number in those:
                    those[number].reboot()

    def _store(self, number: int, at: int, data: bytes) -> int:
        errors = [t[number].store(at, data) for t in (self.servos, self.twins) if number in t]
        return errors[0] if errors else 0

    def _answer_memory(self, number: int, at: int, size: int) -> bool:
        servo = self.servos.get(number)
        if servo is None or servo.memory[68] < 1:
            return False

        def answer(each: Servo) -> bytes:
            each.turn()
            return status(each, 0, bytes(each.memory[at : at + size]))

        return self._say(number, answer)

    def _answer(self, number: int, data: bytes, level: int, error: int = 0) -> None:
        servo = self.servos.get(number)
        if servo is not None and servo.memory[68] >= level:
            self._say(number, lambda each: status(each, error, data))

    def _say(self, number: int, make: Callable[[Servo], bytes]) -> bool:
        if self.return_delay_s:
            select.select([self._ended], [], [], self.return_delay_s)
        return self.say(number, make)


def status(servo: Servo, error: int, data: bytes) -> bytes:
    """Return an answer, stuffed, with its CRC."""
    number = servo.number ^ (0x40 if servo.wrong else 0)
    alert = 0x80 if servo.memory[70] else 0
    inside = stuffed(bytes([0x55, error | alert]) + data)
    size = len(inside) + 2
    packet = b"\xff\xff\xfd\x00" + bytes([number, size % 256, size // 256]) + inside
    check = checksum(packet)
    return packet + bytes([check % 256, check // 256])


def stuffed(inside: bytes) -> bytes:
    out = bytearray()
    for byte in inside:
        out.append(byte)
        if out[-3:] == b"\xff\xff\xfd":
            out.append(0xFD)
    return bytes(out)


def unstuffed(inside: bytes) -> bytes:
    out = bytearray()
    at = 0
    while at < len(inside):
        out.append(inside[at])
        at += 2 if out[-3:] == b"\xff\xff\xfd" else 1
    return bytes(out)


def checksum(packet: bytes) -> int:
    """CRC-16 with polynomial 8005, bit by bit."""
    value = 0
    for byte in packet:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ (0x8005 if value & 0x8000 else 0)) & 0xFFFF
    return value


def _pair(data: bytes, at: int) -> int:
    return data[at] + 256 * data[at + 1]


@contextmanager
def emulated(*numbers: int) -> Iterator[Emulator]:
    """Run the servos in a thread."""
    emulator = Emulator(numbers)
    with running(emulator):
        yield emulator


def main() -> None:
    serve(argparse.ArgumentParser(description="Emulated Dynamixel servos"), Emulator)


if __name__ == "__main__":
    main()
