import itertools
import logging
import os
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from hardware.contract.errors import HardwareError, NotConnected
from hardware.drivers.ports.serial_port import SerialPort

BAUD = 1_000_000


@pytest.fixture
def ends() -> Iterator[tuple[int, str]]:
    near, far = os.openpty()
    yield near, os.ttyname(far)
    os.close(far)


def test_bytes_go_both_ways(ends: tuple[int, str]) -> None:
    near, path = ends
    port = SerialPort(path, BAUD, slice_s=5.0)
    port.write(b"\x01\x02\x03")
    assert os.read(near, 3) == b"\x01\x02\x03"
    os.write(near, b"\xff\xfe\xfd")
    found = b""
    while len(found) < 3:
        found += port.read()
    assert found == b"\xff\xfe\xfd"
    port.close()
    os.close(near)


def test_silence_ends_in_time(ends: tuple[int, str]) -> None:
    port = SerialPort(ends[1], BAUD, slice_s=0.001)
    assert port.read() == b""
    port.close()
    os.close(ends[0])


def test_a_port_that_is_taken_is_refused(ends: tuple[int, str]) -> None:
    port = SerialPort(ends[1], BAUD, slice_s=0.001)
    with pytest.raises(NotConnected, match=ends[1]):
        SerialPort(ends[1], BAUD, slice_s=0.001)
    port.close()
    os.close(ends[0])


def test_a_missing_port_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotConnected, match="ttyUSB7") as caught:
        SerialPort(str(tmp_path / "ttyUSB7"), BAUD, slice_s=0.001)
    assert caught.value.code == "servo_unplugged"


def test_a_port_that_was_pulled_out_is_named(ends: tuple[int, str]) -> None:
    port = SerialPort(ends[1], BAUD, slice_s=0.001)
    os.close(ends[0])
    for _ in range(2):
        with pytest.raises(NotConnected, match="is gone, was it pulled out") as caught:
            port.read()
        assert caught.value.code == "servo_unplugged"
    with pytest.raises(NotConnected):
        port.write(b"\x00")
    port.close()


def test_the_baud_rate_can_be_changed_and_an_impossible_one_is_named(
    ends: tuple[int, str],
) -> None:
    near, path = ends
    port = SerialPort(path, BAUD, slice_s=0.01)
    for baud in (57_600, 76_800, 1_000_000):
        port.set_baud(baud)
        port.write(b"\x01")
        assert os.read(near, 1) == b"\x01"
    assert termios.tcgetattr(near)[5] == termios.B1000000
    with pytest.raises(HardwareError, match="does not support -1 baud"):
        port.set_baud(-1)
    port.close()
    os.close(near)


def test_own_bytes_that_come_back_are_left_out(ends: tuple[int, str]) -> None:
    near, path = ends
    port = SerialPort(path, BAUD, slice_s=5.0)
    order, question, answer = b"\xff\xff\xfe\x04\x83", b"\xff\xff\x01\x02\x01\xfb", b"\xff\xff\x02"
    port.write(order)
    os.write(near, order)
    port.write(question)
    os.write(near, question + answer)
    found = b""
    while len(found) < len(answer):
        found += port.read()
    assert found == answer
    assert port.echoes
    port.close()
    os.close(near)


def test_a_busy_machine_is_not_taken_for_a_port_that_is_gone(
    ends: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    near, path = ends
    port = SerialPort(path, BAUD, slice_s=5.0)
    leaps = itertools.count(step=60)
    monkeypatch.setattr(serial.serialutil.Timeout, "TIME", lambda _: float(next(leaps)))
    port.write(b"\x01\x02\x03")
    monkeypatch.undo()
    assert os.read(near, 3) == b"\x01\x02\x03"
    port.write(b"\x04")
    assert os.read(near, 1) == b"\x04"
    port.close()
    os.close(near)


def test_a_port_that_takes_nothing_more_answers_nothing(
    ends: tuple[int, str], caplog: pytest.LogCaptureFixture
) -> None:
    near, path = ends
    caplog.set_level(logging.INFO)
    port = SerialPort(path, BAUD, slice_s=0.001)
    port.write(bytes(1 << 20))  # more than the kernel keeps for a reader who never comes
    assert "took longer than 0.2 s to send" in caplog.text
    assert port.read() == b""
    port.close()
    os.close(near)


def test_what_is_no_serial_port_is_named(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(NotConnected, match="cannot be used as a serial port") as caught:
        SerialPort(str(path), BAUD, slice_s=0.01)
    assert caught.value.code == "driver"
