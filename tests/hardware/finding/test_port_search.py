"""Ports of one machine, each with something else at its far end."""

import os
import pty
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hardware.drivers.ports.serial_port import SLICE_S, SerialPort
from hardware.finding import port_search
from hardware.finding.bus_scan import Patience
from hardware.finding.found import PortKind
from hardware.finding.port_search import QUESTIONS, Question, search
from tests.hardware.drivers.bus import dynamixel_emulator, feetech_emulator
from tests.hardware.drivers.pulse import maestro_emulator

BAUD = 1_000_000
HASTY = Patience(0.01, 0.01, 0.01, 0.0, ids=(1, 2))
PATIENT = Patience(5.0, 5.0, 0.01, 0.0, ids=(1, 2))
FEETECH: tuple[Question, ...] = (("feetech", BAUD),)


@contextmanager
def wire() -> Iterator[tuple[int, str]]:
    """A port with nobody at its far end."""
    near, far = pty.openpty()
    tty.setraw(far)
    try:
        yield near, os.ttyname(far)
    finally:
        os.close(near)
        os.close(far)


def kinds(*names: str, patience: Patience = HASTY) -> list[PortKind]:
    return [port.kind for port in search(names, True, patience, FEETECH)]


def test_every_port_is_asked_at_once_and_told_in_order() -> None:
    patience = Patience(5.0, 5.0, 0.01, 0.0, ids=(1,))
    with feetech_emulator.emulated(1) as one, feetech_emulator.emulated(1) as other:
        found = search((one.path, other.path), True, patience, FEETECH)
    assert [port.name for port in found] == [one.path, other.path]
    assert [port.servos[0].model for port in found] == ["STS3215", "STS3215"]


def test_a_search_goes_on_at_other_rates_of_the_same_make_alone() -> None:
    asked: tuple[Question, ...] = (("dynamixel", BAUD), ("feetech", BAUD), ("dynamixel", 57_600))
    with dynamixel_emulator.emulated(1, 2) as servos:
        [port] = search((servos.path,), True, PATIENT, asked)
    assert (port.kind, [servo.id for servo in port.servos]) == ("dynamixel", [1, 2])
    assert {servo.baud for servo in port.servos} == {BAUD}  # its adapter has a rate of its own


def test_a_maestro_is_found_and_hears_no_servos_question() -> None:
    with maestro_emulator.emulated() as maestro:
        patience = Patience(0.01, 0.01, 5.0, 0.0, ids=(1,))
        [port] = search((maestro.path,), True, patience, QUESTIONS)
        heard = b"".join(maestro.heard)
        moved = [channel.target for channel in maestro.channels if channel.target]
    assert port.kind == "maestro"
    assert b"\xff" not in heard
    assert moved == []


def test_a_maestro_that_wants_checksums_answers_them() -> None:
    with maestro_emulator.emulated(crc=True) as maestro:
        port = SerialPort(maestro.path, 115_200, SLICE_S)
        try:
            assert port_search.is_maestro_at(port, True, 5.0)
        finally:
            port.close()


def test_what_sends_by_itself_is_not_asked() -> None:
    ended = threading.Event()
    with wire() as (near, name):

        def talk() -> None:
            while not ended.wait(0.005):
                os.write(near, b"$GPGGA,123519\r\n")

        talker = threading.Thread(target=talk)
        talker.start()
        try:
            patience = Patience(0.01, 0.01, 0.01, 5.0, ids=(1,))
            assert kinds(name, patience=patience) == ["talks"]
        finally:
            ended.set()
            talker.join()
        os.set_blocking(near, False)
        with pytest.raises(BlockingIOError):
            os.read(near, 1)


def test_a_silent_a_missing_a_taken_and_an_odd_port_are_told_apart(tmp_path: Path) -> None:
    odd = tmp_path / "file"
    odd.write_text("")
    with wire() as (_, silent), wire() as (_, taken):
        other = SerialPort(taken, BAUD, SLICE_S)
        try:
            names = (silent, taken, str(tmp_path / "ttyUSB9"), str(odd))
            assert kinds(*names) == ["silent", "taken", "gone", "unusable"]
        finally:
            other.close()


def test_a_port_that_another_search_has_is_waited_for() -> None:
    with feetech_emulator.emulated(1) as servos:
        other = SerialPort(servos.path, BAUD, SLICE_S)
        letting_go = threading.Timer(0.1, other.close)
        letting_go.start()
        try:
            patience = Patience(5.0, 5.0, 0.01, 0.0, taken_s=20.0, ids=(1,))
            [port] = search((servos.path,), True, patience, FEETECH)
        finally:
            letting_go.join()
    assert port.kind == "feetech"


def test_a_port_that_takes_too_long_is_late_and_keeps_nobody_waiting() -> None:
    with wire() as (_, name):
        [port] = search((name,), True, Patience(0.05, 0.05, 0.05), QUESTIONS, port_s=0.0)
    assert port.kind == "late"


def test_a_modem_is_asked_only_if_somebody_names_it(tmp_path: Path) -> None:
    name = str(tmp_path / "usb-HUAWEI_Mobile-if00")
    assert [port.kind for port in search((name,), patience=HASTY)] == ["modem"]
    assert kinds(name) == ["gone"]


def test_the_console_of_the_system_is_left_alone(tmp_path: Path) -> None:
    told = tmp_path / "cmdline"
    told.write_text("console=serial0,115200 console=tty1 root=/dev/mmcblk0p2\n")
    assert port_search.is_console("/dev/serial0", told)
    assert not port_search.is_console("/dev/ttyUSB0", told)
    assert port_search.is_console("/dev/serial0", tmp_path / "none")
    assert not port_search.is_console("/dev/ttyUSB0", tmp_path / "none")
