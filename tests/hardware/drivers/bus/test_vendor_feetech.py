"""Feetech servos as rustypot knows them: its table, and what it reads and writes beside ours.

rustypot takes its port for itself, as ours does, so that the two take turns.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest
import rustypot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hardware.drivers.bus.feetech_bus import FeetechBus
from hardware.drivers.bus.feetech_table import READING_BYTES, READING_FROM, FeetechRegister, alarm
from hardware.drivers.bus.reading import Reading
from tests.hardware.drivers.bus.feetech_emulator import Emulator, Servo, emulated
from tests.hardware.drivers.bus.sections import HAND, PAN, TILT, feetech

Series = Literal["sts", "scs"]
BAUD, ANSWER_S, MISSING_S = 1_000_000, 2.0, 0.5
"""Patience on a busy machine; less of it where nobody shall answer."""
VENDOR: dict[Series, Any] = {
    "sts": rustypot.Sts3215PyController,
    "scs": rustypot.Scs0009PyController,
}
SERIES = pytest.mark.parametrize("series", ["sts", "scs"])
SLOW_FIXTURE = settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


class Still(Servo):
    """A servo whose memory holds what the test wrote there."""

    def __init__(self, number: int, little: bool = True) -> None:
        self.stores: list[tuple[int, int]] = []
        super().__init__(number, little)

    def show(self, off: float, blocked: bool) -> None:
        pass

    def store(self, at: int, data: bytes) -> None:
        self.stores.append((at, len(data)))
        super().store(at, data)


@contextmanager
def still_servos(series: Series) -> Iterator[Emulator]:
    with emulated(PAN, TILT, HAND, little=series == "sts") as servos:
        servos.servos = {n: Still(n, series == "sts") for n in servos.servos}
        yield servos


@contextmanager
def vendor(servos: Emulator, series: Series, answer_s: float = ANSWER_S) -> Iterator[Any]:
    theirs = VENDOR[series](servos.path, BAUD, answer_s)
    try:
        yield theirs
    finally:
        theirs.close()


@contextmanager
def ours(servos: Emulator, series: Series) -> Iterator[FeetechBus]:
    bus = FeetechBus(feetech(servos.path, series))
    try:
        yield bus
    finally:
        bus.close()


def their_reading(theirs: Any, number: int) -> Reading:
    def value(name: str) -> int:
        found: int = theirs.read_register(number, name)
        return found

    bits, error = theirs.read_register_with_error(number, "status")
    return Reading(
        position=value("present_position"),
        load=min(max(value("present_load") / 1000.0, -1.0), 1.0),
        voltage_v=value("present_voltage") / 10.0,
        temperature_c=value("present_temperature"),
        moving=bool(value("moving")),
        torque=bool(value("torque_enable")),
        alarm=alarm(bits | error),
    )


@SERIES
def test_the_registers_that_we_use_are_in_their_table(series: Series) -> None:
    found = {(each.name, each.addr) for each in VENDOR[series].registers()}
    absent = {"torque_limit", "operating_mode"} if series == "scs" else set()
    wanted = {(r.name.lower(), int(r)) for r in FeetechRegister if r.name.lower() not in absent}
    if series == "scs":
        wanted -= {("lock", 55)}  # theirs is at 48, and ours leaves it alone
        assert ("lock", 48) in found
    assert wanted <= found


@SERIES
@SLOW_FIXTURE
@given(data=st.data())
def test_both_read_the_same_from_the_same_bytes(series: Series, data: st.DataObject) -> None:
    memory = bytearray(data.draw(st.binary(min_size=READING_BYTES, max_size=READING_BYTES)))
    if series == "scs":
        # Big endian, without a sign: such a servo counts from 0 to 1023.
        memory[FeetechRegister.PRESENT_POSITION - READING_FROM] &= 0x03
    with still_servos(series) as servos:
        servos.servos[TILT].memory[READING_FROM : READING_FROM + READING_BYTES] = memory
        with vendor(servos, series) as theirs:
            wanted = their_reading(theirs, TILT)
        with ours(servos, series) as bus:
            found = bus.read([PAN, TILT, HAND]).readings[TILT]
    assert found == wanted


@pytest.mark.parametrize("position", [-4095, -1, 0, 1, 2047, 4095, 30_000])
def test_positions_below_zero_are_a_sign_and_an_amount(position: int) -> None:
    """Their table says so too; their older calls `read_raw_...` take it for a complement of two."""
    with emulated(PAN, TILT, HAND) as servos:
        servos.servos[PAN].position = float(position)
        with vendor(servos, "sts") as theirs:
            assert theirs.read_register(PAN, "present_position") == position
        with ours(servos, "sts") as bus:
            assert bus.read([PAN]).readings[PAN].position == position
    register = VENDOR["sts"].register("present_position")
    assert (register.encoding, register.sign_bit) == ("sign_magnitude", 15)


@SERIES
def test_goals_speeds_and_torque_of_both_leave_the_same_memory(series: Series) -> None:
    """Ours drives one servo and theirs its neighbour, through the same orders."""
    with still_servos(series) as servos:
        with ours(servos, series) as bus:
            bus.attach({PAN: 700}, 341.0)
            bus.send({PAN: 803, HAND: 12})
            servos.wait(lambda those: those.servos[HAND].goal == 12)
        with vendor(servos, series) as theirs:
            theirs.sync_write_register([TILT], "goal_speed", [341])
            theirs.sync_write_register([TILT], "torque_enable", [1])
            theirs.sync_write_register([TILT, HAND], "goal_position", [803, 13])
            servos.wait(lambda those: those.servos[HAND].goal == 13)
        pan, tilt = servos.servos[PAN], servos.servos[TILT]
        assert pan.memory[40:56] == tilt.memory[40:56]
        assert (tilt.goal, tilt.torque, tilt.most_per_s) == (803, True, 341.0)


def test_a_limit_of_the_torque_is_the_same_word_for_both() -> None:
    with still_servos("sts") as servos:
        with ours(servos, "sts") as bus:
            bus.limit_torque({PAN: 0.4})
            servos.wait(lambda those: those.servos[PAN].word(48) == 400)
        with vendor(servos, "sts") as theirs:
            assert theirs.read_register(PAN, "torque_limit") == 400


@SERIES
def test_ours_writes_whole_registers_that_may_be_written(series: Series) -> None:
    """By their table of this series: what is next to a register means something else."""
    writable = {
        (each.addr, each.size)
        for each in VENDOR[series].registers()
        if each.access != rustypot.RegisterAccess.Read
    }
    with still_servos(series) as servos, ours(servos, series) as bus:
        bus.prepare([PAN, TILT, HAND])
        bus.attach({PAN: 700, TILT: 600}, 341.0)
        bus.limit_torque({PAN: 0.4})
        bus.limit_speed([PAN], 200.0)
        bus.lift_speed_limit([PAN])
        bus.send({PAN: 500})
        bus.detach([PAN])
        servos.wait(lambda those: not those.servos[PAN].torque and those.servos[PAN].goal == 500)
        stores = {s for servo in servos.servos.values() for s in servo.stores}  # type: ignore[attr-defined]
    assert stores <= writable
    assert (FeetechRegister.GOAL_POSITION, 2) in stores


@pytest.mark.long
@SERIES
def test_the_same_servos_are_found(series: Series) -> None:
    with still_servos(series) as servos:
        with vendor(servos, series, MISSING_S) as theirs:
            found = {n for n in range(1, 5) if theirs.ping(n)}
        with ours(servos, series) as bus:
            assert {n for n in range(1, 5) if bus.find(n).clean} == found == {PAN, TILT, HAND}


def test_several_servos_answer_one_question_in_its_order() -> None:
    places = {PAN: 100.0, TILT: 2000.0, HAND: -300.0}
    with emulated(PAN, TILT, HAND) as servos:
        for number, position in places.items():
            servos.servos[number].position = position
        with vendor(servos, "sts") as theirs:
            asked = [HAND, PAN, TILT]
            found = theirs.sync_read_register(asked, "present_position")
            assert dict(zip(asked, found, strict=True)) == places
        with ours(servos, "sts") as bus:
            readings = bus.read([PAN, TILT, HAND]).readings
            assert {n: reading.position for n, reading in readings.items()} == places
