"""A Pololu Maestro on a pseudo-terminal, speaking its bytes with code of its own.

    python -m tests.hardware.drivers.pulse.maestro_emulator

prints the port's path, and answers until it is killed.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.hardware.drivers.ports.emulated_port import EmulatedPort

LENGTHS = {0x04: 3, 0x07: 3, 0x09: 3, 0x10: 1, 0x21: 0, 0x22: 0}
"""Data bytes of each command, bit 7 cleared."""
CRC_ERROR, PROTOCOL_ERROR = 1 << 3, 1 << 4


class Channel:
    """One output; targets in quarters of a microsecond."""

    def __init__(self) -> None:
        self.target = 0
        self.speed = self.acceleration = 5
        self.least, self.most = 4 * 400, 4 * 2600

    def set(self, target: int) -> None:
        # "Values outside the range are pulled to its ends", but 0 always ends the pulses.
        self.target = 0 if target == 0 else min(max(target, self.least), self.most)


class Maestro(EmulatedPort):
    """The device, and what happens to it."""

    def __init__(self, device: int = 12, crc: bool = False) -> None:
        self.device = device
        self.crc = crc
        self.channels = [Channel() for _ in range(24)]
        self.errors = 0
        self.silent = False
        self.noise = b""
        """Sent before every answer."""
        self.corrupt = 0
        """Number of answers that will lose their last byte."""
        self.heard: list[bytes] = []
        super().__init__("maestro")
        self.start()

    def brown_out(self) -> None:
        """Its processor starts anew; USB goes on, as it does on a Mini Maestro."""
        for channel in self.channels:
            channel.target = 0

    def pulse_us(self, channel: int) -> float | None:
        target = self.channels[channel].target
        return None if target == 0 else target / 4

    def unplug(self) -> None:
        """Without its supply no pulse leaves, and whoever has the port open sees it die."""
        self.stop()
        for number in (self._near, self._far):
            os.close(number)
        self._near = self._far = -1
        self.brown_out()

    def close(self) -> None:
        self.stop()
        super().close()

    def take(self) -> bool:
        """Take one message off what was heard."""
        if not self._bytes:
            return False
        first = self._bytes[0]
        if first < 0x80:
            return self._nonsense()
        head = 3 if first == 0xAA else 1
        if len(self._bytes) < head:
            return False
        command = self._bytes[2] if first == 0xAA else first & 0x7F
        if command not in LENGTHS:
            return self._nonsense()
        size = head + LENGTHS[command] + (1 if self.crc else 0)
        if any(byte >= 0x80 for byte in self._bytes[1:size]):
            return self._nonsense()  # a command interrupted by another
        if len(self._bytes) < size:
            return False
        message, self._bytes = self._bytes[:size], self._bytes[size:]
        self.heard.append(message)
        if first == 0xAA and message[1] != self.device:
            return True
        if self.crc:
            message, checksum = message[:-1], message[-1]
            if remainder(message) != checksum:
                self.errors |= CRC_ERROR
                return True
        self._obey(command, message[head:])
        return True

    def _nonsense(self) -> bool:
        self.errors |= PROTOCOL_ERROR
        self._bytes = self._bytes[1:]
        return True

    def _obey(self, command: int, data: bytes) -> None:
        value = data[1] + 128 * data[2] if len(data) == 3 else 0
        if command in (0x04, 0x07, 0x09, 0x10) and data[0] >= len(self.channels):
            self.errors |= PROTOCOL_ERROR
        elif command == 0x04:
            self.channels[data[0]].set(value)
        elif command == 0x07:
            self.channels[data[0]].speed = value
        elif command == 0x09:
            self.channels[data[0]].acceleration = value
        elif command == 0x10:
            self._answer(self.channels[data[0]].target)
        elif command == 0x21:
            self._answer(self.errors)
            self.errors = 0
        elif command == 0x22:
            self.brown_out()

    def _answer(self, word: int) -> None:
        if not self.silent:
            answer = bytes([word % 256, word // 256])
            if self.corrupt > 0:
                self.corrupt -= 1
                answer = answer[:-1]
            os.write(self._near, self.noise + answer)


def remainder(message: bytes) -> int:
    """CRC-7 by the long division of the user's guide: bits lowest first, polynomial 10010001."""
    bits = [byte >> bit & 1 for byte in message for bit in range(8)] + [0] * 7
    for at in range(len(bits) - 7):
        if bits[at]:
            for step, coefficient in enumerate((1, 0, 0, 0, 1, 0, 0, 1)):
                bits[at + step] ^= coefficient
    return sum(bit << at for at, bit in enumerate(bits[-7:]))


@contextmanager
def emulated(device: int = 12, crc: bool = False) -> Iterator[Maestro]:
    maestro = Maestro(device, crc)
    try:
        yield maestro
    finally:
        maestro.close()


def main(wait: Callable[[], object] = lambda: threading.Event().wait()) -> None:
    with emulated() as maestro:
        sys.stdout.write(f"{maestro.path}\n")
        sys.stdout.flush()
        wait()


if __name__ == "__main__":
    main()
