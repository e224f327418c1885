"""PURE. Serial protocols of a Pololu Maestro. No I/O.

    compact   command (bit 7 set), data (7 bits each) ..., [CRC]
    pololu    0xAA, device number, command (bit 7 clear), data ..., [CRC]

Source: Pololu Maestro Servo Controller User's Guide, 4.e (errors), 5.c (protocols),
5.d (CRC), 5.e (commands). Targets count quarters of a microsecond; 0 ends the pulses.
"""

from typing import Literal

SET_TARGET, SET_SPEED, SET_ACCELERATION = 0x84, 0x87, 0x89
GET_POSITION, GET_ERRORS, GO_HOME = 0x90, 0xA1, 0xA2

POLOLU = 0xAA
QUARTERS = 4
MOST_TARGET = (1 << 14) - 1
ANSWER_BYTES = 2
"""Length of both answers, position and errors: a word, low byte first."""

CRC_POLYNOMIAL = 0x91

ERRORS = {
    0: "serial signal (a bit was not where it belongs)",
    1: "serial overrun",
    2: "serial buffer full",
    3: "serial CRC",
    4: "serial protocol",
    5: "serial timeout",
    6: "script stack",
    7: "script call stack",
    8: "script program counter",
}
CHECKSUM_BITS = 1 << 3
LINE_BITS = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 4
TIMEOUT_BIT = 1 << 5

Protocol = Literal["compact", "pololu"]
PROTOCOLS: tuple[Protocol, ...] = ("pololu", "compact")
"""The first one also tells its baud rate to a Maestro that detects it."""


def crc7(data: bytes) -> int:
    """Return the CRC-7 of the message, lowest bit first."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc ^ CRC_POLYNOMIAL) >> 1 if crc & 1 else crc >> 1
    return crc


def request(command: int, data: bytes, protocol: Protocol, device: int, crc: bool) -> bytes:
    """Return the bytes of a command.

    Args:
        command: With bit 7 set, for either protocol.
        data: Each byte below 128.
        protocol: Protocol of the message.
        device: Device number; unused by the compact protocol.
        crc: Whether to append a checksum.
    """
    assert all(byte < 0x80 for byte in data), "bit 7 begins a command"
    head = bytes([command]) if protocol == "compact" else bytes([POLOLU, device, command & 0x7F])
    message = head + data
    return message + bytes([crc7(message)]) if crc else message


def target(channel: int, pulse_us: float | None) -> bytes:
    """Return the data of SET_TARGET; None ends the pulses."""
    return word(channel, 0 if pulse_us is None else quarters(pulse_us))


def word(channel: int, value: int) -> bytes:
    """Return the bytes of a channel and a value of 14 bits."""
    assert 0 <= value <= MOST_TARGET
    return bytes([channel, value & 0x7F, value >> 7])


def quarters(pulse_us: float) -> int:
    """Return the pulse in quarters of a microsecond, at least 1: 0 ends the pulses."""
    return min(max(round(pulse_us * QUARTERS), 1), MOST_TARGET)


def nearest(pulse_us: float) -> float:
    """Return the nearest pulse that a Maestro can generate."""
    return quarters(pulse_us) / QUARTERS


def spelled(errors: int) -> str:
    """Return the names of the errors whose bits are set."""
    return ", ".join(name for bit, name in ERRORS.items() if errors & 1 << bit)
