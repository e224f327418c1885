"""Real pyserial over ptys; the emulated servos understand one baud rate alone."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from hardware.drivers.ports.serial_port import SLICE_S, SerialPort
from hardware.finding.bus_scan import BusScan, HeardServos, Patience, TooLate
from hardware.finding.found import FoundServo
from tests.hardware.drivers.bus import dynamixel_emulator, feetech_emulator
from tests.hardware.drivers.ports.emulated_port import EmulatedPort

BAUD = 1_000_000
PATIENT = Patience(broadcast_s=5.0, answer_s=5.0, ids=(1, 2))
"""Answers end the wait; only silence would take this long."""

HASTY = Patience(broadcast_s=0.01, answer_s=0.01, ids=(1, 2))


@contextmanager
def scanning(servos: EmulatedPort, patience: Patience = PATIENT) -> Iterator[BusScan]:
    port = SerialPort(servos.path, 115_200, SLICE_S)
    try:
        yield BusScan(port, patience, lambda: None)
    finally:
        port.close()


def test_feetech_servos_tell_model_and_volts_and_nothing_is_written_to_them() -> None:
    with feetech_emulator.emulated(1, 2) as servos:
        servos.baud = BAUD
        before = {n: bytes(s.memory[:40]) for n, s in servos.servos.items()}
        with scanning(servos, PATIENT) as scan:
            heard = scan.feetech(BAUD)
        assert {n: bytes(s.memory[:40]) for n, s in servos.servos.items()} == before
        assert [s.torque_writes for s in servos.servos.values()] == [[], []]
    assert [servo.id for servo in heard.servos] == [1, 2]
    assert {servo.model for servo in heard.servos} == {"STS3215"}
    assert not heard.doubled


def test_scs_servos_are_told_from_sts() -> None:
    patience = Patience(5.0, 5.0, ids=(2,))
    with feetech_emulator.emulated(2, little=False) as one, scanning(one, patience) as scan:
        heard = scan.feetech(BAUD)
    assert [(servo.series, servo.model) for servo in heard.servos] == [("scs", "SCS0009")]


def test_a_servo_of_the_same_protocol_with_another_memory_is_foreign() -> None:
    with feetech_emulator.emulated(1) as servos:
        servos.servos[1].memory[5] = 77  # the id stands elsewhere in an AX-12
        with scanning(servos, Patience(5.0, 5.0, ids=(1,))) as scan:
            assert scan.feetech(BAUD) == HeardServos(foreign=True)


def test_dynamixel_servos_are_found_at_their_rate_alone() -> None:
    with dynamixel_emulator.emulated(1, 2) as servos:
        servos.baud = 57_600
        with scanning(servos, HASTY) as scan:
            assert scan.dynamixel(BAUD) == HeardServos()
        with scanning(servos, PATIENT) as scan:
            heard = scan.dynamixel(57_600)
    assert heard.servos == (
        FoundServo(1, 57_600, "XL430-W250", volts=heard.servos[0].volts),
        FoundServo(2, 57_600, "XL430-W250", volts=heard.servos[1].volts),
    )


@pytest.mark.parametrize("make", ["feetech", "dynamixel"])
def test_two_servos_with_one_id_are_named(make: str) -> None:
    module = feetech_emulator if make == "feetech" else dynamixel_emulator
    with module.emulated(1) as servos:
        servos.twins[1] = type(servos.servos[1])(1)
        servos.overlap = "follow"
        with scanning(servos, Patience(5.0, 5.0, ids=(1,))) as scan:
            heard = scan.feetech(BAUD) if make == "feetech" else scan.dynamixel(BAUD)
    assert heard.doubled == (1,)
    assert heard.servos == ()


def test_an_adapter_that_has_a_rate_of_its_own_is_noticed() -> None:
    with feetech_emulator.emulated(1) as servos, scanning(servos) as scan:
        assert scan.feetech(500_000, known=1).at_any_rate


def test_it_ends_when_its_time_is_over() -> None:
    def over() -> None:
        raise TooLate

    with feetech_emulator.emulated(1) as servos:
        port = SerialPort(servos.path, 115_200, SLICE_S)
        try:
            with pytest.raises(TooLate):
                BusScan(port, PATIENT, over).feetech(BAUD)
        finally:
            port.close()
