"""Dynamixel servos as their maker's library and rustypot know them, beside our driver."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import dynamixel_sdk as sdk
import pytest
import rustypot
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hardware.drivers.bus import dynamixel_frames as frames
from hardware.drivers.bus.dynamixel_bus import DynamixelBus
from hardware.drivers.bus.dynamixel_table import (
    READING_BYTES,
    READING_FROM,
    DynamixelRegister,
    alarm,
)
from hardware.drivers.bus.reading import Reading
from tests.hardware.drivers.bus.dynamixel_emulator import Emulator, Servo, emulated
from tests.hardware.drivers.bus.sections import HAND, PAN, TILT, dynamixel

ALL = [PAN, TILT, HAND]
BAUD, ANSWER_S, MISSING_S = 1_000_000, 2.0, 0.5
"""Patience on a busy machine; less of it where nobody shall answer."""
MODELS = pytest.mark.parametrize(
    "model", [rustypot.Xl330PyController, rustypot.Xl430PyController], ids=["XL330", "XL430"]
)
SOME = settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


PIECES = [b"\xff", b"\xfd", b"\x00", b"\xff\xff\xfd", b"\xff\xff\xfd\xfd", b"\xff\xff\xfd\x00"]


class Still(Servo):
    """A servo whose memory holds what the test wrote there."""

    def __init__(self, number: int) -> None:
        self.stores: list[tuple[int, int]] = []
        super().__init__(number)

    def show(self, off: float, blocked: bool) -> None:
        pass

    def store(self, at: int, data: bytes) -> int:
        self.stores.append((at, len(data)))
        return super().store(at, data)


class Maker:
    """The maker's library on one port.

    Its own deadline of 34 ms is for a quiet computer; here each answer gets more.
    """

    def __init__(self, port: str) -> None:
        self.port = _Patient(port)
        assert self.port.openPort()
        self.packets = sdk.PacketHandler(2.0)

    def value(self, servo: int, register: int, size: int) -> tuple[int, int]:
        """A register without its sign, and the error of the answer."""
        read = {1: "read1ByteTxRx", 2: "read2ByteTxRx", 4: "read4ByteTxRx"}[size]
        value, result, error = getattr(self.packets, read)(self.port, servo, register)
        assert result == sdk.COMM_SUCCESS
        return int(value), int(error)

    def signed(self, servo: int, register: int, size: int) -> int:
        value, _ = self.value(servo, register, size)
        return value - (1 << 8 * size) if value >> 8 * size - 1 else value

    def put(self, servo: int, register: int, size: int, value: int) -> int:
        """Write; return the error of the answer."""
        write = {1: "write1ByteTxRx", 2: "write2ByteTxRx", 4: "write4ByteTxRx"}[size]
        mask = (1 << 8 * size) - 1
        result, error = getattr(self.packets, write)(self.port, servo, register, value & mask)
        assert result == sdk.COMM_SUCCESS
        return int(error)


class _Patient(sdk.PortHandler):  # type: ignore[misc]
    def setPacketTimeout(self, packet_length: int) -> None:
        self.setPacketTimeoutMillis(1000.0 * ANSWER_S)


@contextmanager
def still_servos() -> Iterator[Emulator]:
    with emulated(*ALL) as servos:
        servos.servos = {n: Still(n) for n in servos.servos}
        yield servos


@contextmanager
def maker(servos: Emulator) -> Iterator[Maker]:
    theirs = Maker(servos.path)
    try:
        yield theirs
    finally:
        theirs.port.closePort()


@contextmanager
def rusty(
    servos: Emulator, model: Any = rustypot.Xl430PyController, answer_s: float = ANSWER_S
) -> Iterator[Any]:
    theirs = model(servos.path, BAUD, answer_s)
    try:
        yield theirs
    finally:
        theirs.close()


@contextmanager
def ours(servos: Emulator) -> Iterator[DynamixelBus]:
    bus = DynamixelBus(dynamixel(servos.path))
    try:
        yield bus
    finally:
        bus.close()


def their_reading(theirs: Maker, servo: int) -> Reading:
    bits, _ = theirs.value(servo, DynamixelRegister.HARDWARE_ERROR, 1)
    pwm = theirs.signed(servo, DynamixelRegister.PRESENT_PWM, 2)
    return Reading(
        position=theirs.signed(servo, DynamixelRegister.PRESENT_POSITION, 4),
        load=min(max(pwm / 885, -1.0), 1.0),
        voltage_v=theirs.value(servo, DynamixelRegister.PRESENT_VOLTAGE, 2)[0] / 10.0,
        temperature_c=theirs.value(servo, DynamixelRegister.PRESENT_TEMPERATURE, 1)[0],
        moving=bool(theirs.value(servo, DynamixelRegister.MOVING, 1)[0]),
        torque=bool(theirs.value(servo, DynamixelRegister.TORQUE_ENABLE, 1)[0]),
        tripped=theirs.value(servo, DynamixelRegister.BUS_WATCHDOG, 1)[0] == 0xFF,
        alarm=alarm(bits),
    )


NAMES = {
    "hardware_error": "hardware_error_status",
    "present_voltage": "present_input_voltage",
}
"""Ours, and theirs where it differs."""


@MODELS
def test_the_registers_that_we_use_are_in_their_table(model: Any) -> None:
    found = {(each.name, each.addr) for each in model.registers()}
    wanted = {(NAMES.get(r.name.lower(), r.name.lower()), int(r)) for r in DynamixelRegister}
    assert wanted <= found


@SOME
@example((b"\xff\xff\xfd\xfd\x00" * 5)[:READING_BYTES], 0x20, 1, 25)
@given(
    memory=st.binary(min_size=READING_BYTES, max_size=READING_BYTES),
    bits=st.sampled_from([0, 0x01, 0x04, 0x08, 0x10, 0x20, 0x24]),
    torque=st.integers(0, 1),
    watchdog=st.sampled_from([0, 25, 0xFF]),
)
def test_both_read_the_same_from_the_same_bytes(
    memory: bytes, bits: int, torque: int, watchdog: int
) -> None:
    """All positions and drives with their signs, and bytes that look like a header inside."""
    with still_servos() as servos:
        tilt = servos.servos[TILT]
        tilt.memory[READING_FROM : READING_FROM + READING_BYTES] = memory
        # A supply has no sign, and 3276.7 V will do.
        tilt.memory[DynamixelRegister.PRESENT_VOLTAGE + 1] &= 0x7F
        (
            tilt.memory[DynamixelRegister.TORQUE_ENABLE],
            tilt.memory[DynamixelRegister.HARDWARE_ERROR],
        ) = torque, bits
        tilt.memory[DynamixelRegister.BUS_WATCHDOG] = watchdog
        with maker(servos) as theirs:
            wanted = their_reading(theirs, TILT)
        with ours(servos) as bus:
            found = bus.read(ALL).readings[TILT]
    assert found == wanted


@MODELS
@pytest.mark.parametrize("position", [-1_048_575, -1, 0, 4095, 0x00FDFFFF])
def test_positions_below_zero_are_a_complement_of_two(model: Any, position: int) -> None:
    with emulated(*ALL) as servos:
        servos.servos[PAN].position = float(position)
        with rusty(servos, model) as theirs:
            assert theirs.read_register(PAN, "present_position") == position
        with ours(servos) as bus:
            assert bus.read([PAN]).readings[PAN].position == position


def test_goals_speeds_and_torque_of_both_leave_the_same_memory() -> None:
    """Ours drives one servo and theirs its neighbour, through the same orders."""
    with still_servos() as servos:
        with ours(servos) as bus:
            bus.attach({PAN: 2500}, 512.0)
            bus.limit_torque({PAN: 0.4})
            bus.send({PAN: 1100, HAND: 12})
            servos.wait(lambda those: those.servos[HAND].goal == 12)
        with maker(servos) as theirs:
            speed = servos.servos[PAN].number_at(DynamixelRegister.PROFILE_VELOCITY, 4)
            theirs.put(TILT, DynamixelRegister.PROFILE_VELOCITY, 4, speed)
            theirs.put(TILT, DynamixelRegister.GOAL_PWM, 2, 354)
            theirs.put(TILT, DynamixelRegister.TORQUE_ENABLE, 1, 1)
            theirs.put(TILT, DynamixelRegister.BUS_WATCHDOG, 1, 25)
            goals = sdk.GroupSyncWrite(
                theirs.port, theirs.packets, DynamixelRegister.GOAL_POSITION, 4
            )
            for servo, goal in ((TILT, 1100), (HAND, 13)):
                assert goals.addParam(servo, list(goal.to_bytes(4, "little")))
            assert goals.txPacket() == sdk.COMM_SUCCESS
            servos.wait(lambda those: those.servos[HAND].goal == 13)
        pan, tilt = servos.servos[PAN], servos.servos[TILT]
        assert pan.memory[64:120] == tilt.memory[64:120]
        assert (tilt.goal, tilt.torque) == (1100, True)


def stuffed(packet: bytes) -> bytes:
    """Stuff by their own `addStuffing`, whose answer their `txPacket` throws away (4.1.0)."""
    packets = sdk.PacketHandler(2.0)
    found = packets.addStuffing(list(packet))
    check = packets.updateCRC(0, found, len(found) - 2)
    return bytes(found[:-2]) + int(check).to_bytes(2, "little")


@SOME
@given(st.dictionaries(st.integers(0, 252), st.integers(-(2**20), 2**20), min_size=1, max_size=20))
@example({0: -131073})  # FF FF FD FF: like the header of a packet
def test_a_sync_write_is_the_same_bytes(goals: dict[int, int]) -> None:
    ours_bytes = frames.sync_write(
        DynamixelRegister.GOAL_POSITION,
        {n: at.to_bytes(4, "little", signed=True) for n, at in goals.items()},
    )
    port = _Recorder()
    group = sdk.GroupSyncWrite(port, sdk.PacketHandler(2.0), DynamixelRegister.GOAL_POSITION, 4)
    for servo, goal in goals.items():
        assert group.addParam(servo, list(goal.to_bytes(4, "little", signed=True)))
    assert group.txPacket() == sdk.COMM_SUCCESS
    assert stuffed(port.written) == ours_bytes


@SOME
@given(servo=st.integers(0, 252), address=st.integers(0, 600), count=st.integers(1, 250))
def test_a_question_is_the_same_bytes(servo: int, address: int, count: int) -> None:
    port = _Recorder()
    packets = sdk.PacketHandler(2.0)
    packets.readTx(port, servo, address, count)
    assert port.written == frames.read(servo, address, count)
    port = _Recorder()
    packets.syncReadTx(port, address, count, [servo, 17], 2, False)
    assert port.written == frames.sync_read([servo, 17], address, count)


@SOME
@given(servo=st.integers(0, 252), pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=20))
def test_bytes_that_look_like_a_header_are_stuffed_alike(servo: int, pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    packets, port = sdk.PacketHandler(2.0), _Recorder()
    packets.writeTxOnly(port, servo, 300, len(data), list(data))
    assert stuffed(port.written) == frames.write(servo, 300, data)


@MODELS
def test_a_header_inside_a_written_value_arrives(model: Any) -> None:
    value = 0x00FDFFFF
    with emulated(*ALL) as servos:
        with rusty(servos, model) as theirs:
            theirs.write_register(PAN, "homing_offset", value)
            assert theirs.read_register(PAN, "homing_offset") == value
        assert servos.servos[PAN].memory[20:24] == value.to_bytes(4, "little")


class _Recorder:
    """A port of the maker's library that keeps what is written."""

    def __init__(self) -> None:
        self.written = b""
        self.is_using = False

    def clearPort(self) -> None:
        pass

    def writePort(self, packet: Sequence[int]) -> int:
        self.written = bytes(packet)
        return len(packet)

    def setPacketTimeout(self, packet_length: int) -> None:
        pass


@MODELS
def test_ours_writes_whole_registers_that_may_be_written(model: Any) -> None:
    writable = {
        (each.addr, each.size)
        for each in model.registers()
        if each.access != rustypot.RegisterAccess.Read
    }
    with still_servos() as servos, ours(servos) as bus:
        servos.servos[PAN].memory[10:12] = bytes([0x04, 1])
        bus.find(PAN)
        bus.prepare(ALL)
        bus.attach({PAN: 700, TILT: 600}, 341.0)
        bus.limit_torque({PAN: 0.4})
        bus.limit_speed([PAN], 200.0)
        bus.lift_speed_limit([PAN])
        bus.send({PAN: 500})
        bus.detach([PAN])
        servos.wait(lambda those: not those.servos[PAN].torque and those.servos[PAN].goal == 500)
        stores = {s for servo in servos.servos.values() for s in servo.stores}  # type: ignore[attr-defined]
    assert stores <= writable
    assert {(DynamixelRegister.GOAL_POSITION, 4), (DynamixelRegister.OPERATING_MODE, 1)} <= stores


@pytest.mark.long
def test_the_same_servos_are_found_by_all_three() -> None:
    with still_servos() as servos:
        with maker(servos) as theirs:
            found = {n for n in range(1, 5) if theirs.packets.ping(theirs.port, n)[1] == 0}
            everybody, result = theirs.packets.broadcastPing(theirs.port)
            assert (set(everybody), result) == (found, sdk.COMM_SUCCESS)
        with rusty(servos, answer_s=MISSING_S) as other:
            assert {n for n in range(1, 5) if other.ping(n)} == found
        with ours(servos) as bus:
            assert {n for n in range(1, 5) if bus.find(n).clean} == found == set(ALL)


def test_several_servos_answer_one_question_in_its_order() -> None:
    places = {PAN: 100, TILT: -2000, HAND: 3000}
    with emulated(*ALL) as servos:
        for number, position in places.items():
            servos.servos[number].position = float(position)
        with maker(servos) as theirs:
            group = sdk.GroupSyncRead(
                theirs.port, theirs.packets, DynamixelRegister.PRESENT_POSITION, 4
            )
            for number in (HAND, PAN, TILT):
                assert group.addParam(number)
            assert group.txRxPacket() == sdk.COMM_SUCCESS
            found = {n: group.getData(n, DynamixelRegister.PRESENT_POSITION, 4) for n in places}
            assert found == {n: at & 0xFFFFFFFF for n, at in places.items()}
        with rusty(servos) as other:
            asked = [HAND, PAN, TILT]
            told = other.sync_read_register(asked, "present_position")
            assert dict(zip(asked, told, strict=True)) == places
        with ours(servos) as bus:
            readings = bus.read(ALL).readings
            assert {n: reading.position for n, reading in readings.items()} == places


def test_refusals_and_alerts_carry_the_same_numbers() -> None:
    with emulated(*ALL) as servos:
        with maker(servos) as theirs:
            assert theirs.put(PAN, DynamixelRegister.GOAL_POSITION, 4, 5000) == 4
            assert theirs.put(PAN, DynamixelRegister.PRESENT_PWM, 2, 1) == 7
            servos.servos[TILT].fail(0x20)
            bits, error = theirs.value(TILT, DynamixelRegister.HARDWARE_ERROR, 1)
            assert (bits, error) == (0x20, frames.ALERT)
            assert "hardware" in theirs.packets.getRxPacketError(error).lower()
            assert theirs.packets.reboot(theirs.port, TILT) == (sdk.COMM_SUCCESS, frames.ALERT)
            assert theirs.value(TILT, DynamixelRegister.HARDWARE_ERROR, 1) == (0, 0)
        with ours(servos) as bus:
            servos.servos[TILT].fail(0x20)
            told = bus.read(ALL).readings[TILT].alarm
            assert told is not None
            assert told.code == "servo_stalled"
