from collections.abc import Iterator

import pytest

from hardware.drivers.bus.dynamixel_frames import DynamixelDecoder, StatusPacket, encode, ping
from hardware.drivers.bus.exchange import MOST_ANSWERS, Exchange
from hardware.drivers.ports.serial_port import SerialPort
from tests.hardware.drivers.bus.dynamixel_emulator import Emulator, Servo, emulated


@pytest.fixture
def servos() -> Iterator[Emulator]:
    with emulated(1, 2) as running:
        yield running


@pytest.fixture
def exchange(servos: Emulator) -> Iterator[Exchange[StatusPacket]]:
    exchange = Exchange(SerialPort(servos.path, 1_000_000, 0.002), DynamixelDecoder(), answer_s=0.2)
    yield exchange
    exchange.close()


def fits(answer: StatusPacket) -> bool:
    return len(answer.data) == 3


def test_the_one_who_was_asked_answers(exchange: Exchange[StatusPacket]) -> None:
    heard = exchange.ask(ping(1), [1], fits)
    assert set(heard.answers) == {1}
    assert (heard.doubled, heard.strangers, heard.garbled) == (set(), set(), False)


def test_silence_is_nothing_heard(exchange: Exchange[StatusPacket]) -> None:
    heard = exchange.ask(ping(9), [9], fits)
    assert (heard.answers, heard.garbled) == ({}, False)


def test_an_answer_of_somebody_else_is_a_stranger(
    exchange: Exchange[StatusPacket], servos: Emulator
) -> None:
    servos.servos[1].wrong = True
    heard = exchange.ask(ping(1), [1], fits)
    assert (heard.answers, heard.strangers) == ({}, {65})


def test_a_broken_answer_is_garbled(exchange: Exchange[StatusPacket], servos: Emulator) -> None:
    servos.corrupt = 1
    heard = exchange.ask(ping(1), [1], fits)
    assert (heard.answers, heard.garbled) == ({}, True)
    assert exchange.errors > 0
    assert not exchange.ask(ping(1), [1], fits).garbled


def test_an_answer_of_another_shape_is_garbled(exchange: Exchange[StatusPacket]) -> None:
    heard = exchange.ask(ping(1), [1], lambda answer: len(answer.data) == 99)
    assert (heard.answers, heard.garbled) == ({}, True)


def test_who_lingers_hears_a_second_servo_with_the_same_id(
    exchange: Exchange[StatusPacket], servos: Emulator
) -> None:
    servos.twins[1] = Servo(1)
    servos.overlap = "follow"
    assert exchange.ask(ping(1), [1], fits, linger_s=0.02).doubled == {1}


def test_a_line_that_never_falls_quiet_is_left(
    exchange: Exchange[StatusPacket], servos: Emulator
) -> None:
    requests = b"".join(ping(2) for _ in range(2 * MOST_ANSWERS))
    heard = exchange.ask(requests, [1], fits)
    assert (heard.answers, heard.strangers) == ({}, {2})


def test_what_nobody_answers_is_only_told(
    exchange: Exchange[StatusPacket], servos: Emulator
) -> None:
    exchange.send(encode(254, 0x83, b"\x40\x00\x01\x00\x01\x01"))
    servos.wait(lambda those: those.servos[1].torque)
