import threading
from collections.abc import Iterator

import pytest

from hardware.bus.config import BusServo, Feetech
from hardware.bus.feetech_frames import Register
from hardware.bus.feetech_line import BusThread, FeetechBus
from hardware.errors import BusError, HardwareError, NotConnected
from tests.hardware.bus.feetech_emulator import Emulator, emulated


def section(port: str) -> Feetech:
    servos = (BusServo(id=1), BusServo(id=2))
    return Feetech(port=port, pan=servos[0], tilt=servos[1], lights="none", buttons="none")


@pytest.fixture
def servos() -> Iterator[Emulator]:
    with emulated(1, 2) as running:
        yield running


@pytest.fixture
def bus(servos: Emulator) -> Iterator[FeetechBus]:
    bus = FeetechBus(section(servos.path))
    yield bus
    bus.close()


def test_a_servo_answers_a_ping(bus: FeetechBus) -> None:
    assert bus.ping(1) == 0


def test_what_is_written_can_be_read(bus: FeetechBus) -> None:
    bus.write(1, Register.ACCELERATION, b"\x32")
    assert bus.read(1, Register.ACCELERATION, 1).parameters == b"\x32"


def test_several_servos_are_written_and_read_at_one_time(bus: FeetechBus) -> None:
    bus.sync_write(Register.ACCELERATION, {1: b"\x07", 2: b"\x08"})
    found = bus.sync_read([1, 2], Register.ACCELERATION, 1)
    assert {number: frame.parameters for number, frame in found.items()} == {1: b"\x07", 2: b"\x08"}


def test_a_sync_read_gives_who_answered(bus: FeetechBus, servos: Emulator) -> None:
    servos.servos[1].silent = True
    assert set(bus.sync_read([1, 2], Register.ACCELERATION, 1)) == {2}


def test_silence_is_named(bus: FeetechBus) -> None:
    with pytest.raises(NotConnected, match="servo 9: does not answer"):
        bus.ping(9)


def test_an_answer_of_somebody_else_is_not_taken(bus: FeetechBus, servos: Emulator) -> None:
    servos.servos[1].wrong = True
    with pytest.raises(BusError, match=r"pan servo \(id 1\)"):
        bus.ping(1)


def test_a_garbled_answer_is_asked_for_again(bus: FeetechBus, servos: Emulator) -> None:
    servos.corrupt = 2
    assert bus.ping(1) == 0
    assert bus.decoder.bad_checksums == 2


def test_too_many_garbled_answers_are_an_error(bus: FeetechBus, servos: Emulator) -> None:
    servos.corrupt = 3
    with pytest.raises(BusError):
        bus.ping(1)


def test_a_port_that_is_taken_is_refused(bus: FeetechBus, servos: Emulator) -> None:
    with pytest.raises(NotConnected, match=servos.path):
        FeetechBus(section(servos.path))


class Rounds:
    """A cycle that counts, and fails when told to."""

    def __init__(self, missing: HardwareError | None = None) -> None:
        self.missing = missing
        self.error: Exception | None = None
        self.went = threading.Semaphore(0)
        self.failures: list[HardwareError] = []
        self.closed = False

    def open(self) -> None:
        if self.missing is not None:
            raise self.missing

    def once(self) -> None:
        self.went.release()
        error, self.error = self.error, None
        if error is not None:
            raise error

    def failed(self, error: HardwareError) -> None:
        self.failures.append(error)

    def close(self) -> None:
        self.closed = True


def test_the_thread_goes_round_until_it_is_stopped() -> None:
    rounds = Rounds()
    told: list[HardwareError] = []
    thread = BusThread(rounds, told.append)
    thread.start()
    for _ in range(3):
        assert rounds.went.acquire(timeout=5)
    thread.stop()
    assert rounds.closed
    assert told == []


def test_the_thread_reports_a_failure_and_goes_on() -> None:
    rounds = Rounds()
    told: list[HardwareError] = []
    rounds.error = BusError("servo 1", "noise")
    thread = BusThread(rounds, told.append)
    thread.start()
    for _ in range(3):
        assert rounds.went.acquire(timeout=5)
    thread.stop()
    assert [str(error) for error in told] == ["servo 1: noise"]
    assert rounds.failures == told


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_dies_of_something_unforeseen_says_so() -> None:
    rounds = Rounds()
    rounds.error = ZeroDivisionError("unforeseen")
    died = threading.Event()
    thread = BusThread(rounds, lambda _: died.set())
    thread.start()
    assert died.wait(5)
    assert rounds.closed
    thread.stop()


def test_what_is_missing_at_the_start_reaches_the_caller() -> None:
    rounds = Rounds(NotConnected("port x", "not there"))
    thread = BusThread(rounds, print)
    with pytest.raises(NotConnected, match="port x"):
        thread.start()
    assert rounds.closed
