from collections.abc import Iterator

import pytest

from hardware.bus.feetech_line import FeetechLine
from hardware.bus.probe import MOST_SILENT
from tests.hardware.bus.feetech_emulator import Emulator, Servo, emulated
from tests.hardware.bus.sections import HAND, PAN, TILT, feetech


@pytest.fixture
def servos() -> Iterator[Emulator]:
    with emulated(PAN, TILT, HAND) as running:
        yield running


@pytest.fixture
def line(servos: Emulator) -> Iterator[FeetechLine]:
    line = FeetechLine(feetech(servos.path))
    yield line
    line.close()


def test_a_sound_servo_is_found(line: FeetechLine) -> None:
    probe = line.find(PAN)
    assert (probe.clean, probe.doubled, probe.garbled, probe.silent) == (3, 0, 0, 0)


def test_a_servo_that_is_not_there_is_silent(line: FeetechLine) -> None:
    assert line.find(9).silent == MOST_SILENT


def test_a_few_garbled_answers_do_not_hide_a_sound_servo(
    line: FeetechLine, servos: Emulator
) -> None:
    servos.corrupt = 2
    probe = line.find(PAN)
    assert (probe.clean, probe.garbled) == (3, 2)


@pytest.mark.parametrize("overlap", ["collide", "follow"])
def test_two_servos_with_one_id_are_heard(
    line: FeetechLine, servos: Emulator, overlap: str
) -> None:
    twin = Servo(PAN)
    twin.position = 1234.0
    servos.twins[PAN] = twin
    servos.overlap = "collide" if overlap == "collide" else "follow"
    probe = line.find(PAN)
    assert probe.clean == 0
    assert (probe.garbled if overlap == "collide" else probe.doubled) >= 3


def test_everybody_is_read_at_one_time(line: FeetechLine, servos: Emulator) -> None:
    servos.servos[TILT].position = 2500.0
    found = line.read([PAN, TILT, HAND])
    assert {n: r.position for n, r in found.readings.items()} == {PAN: 2048, TILT: 2500, HAND: 2048}
    assert servos.frames == 1
    assert not found.noise


def test_scs_servos_are_read_one_by_one() -> None:
    with emulated(PAN, TILT, little=False) as servos:
        line = FeetechLine(feetech(servos.path, "scs"))
        servos.servos[TILT].position = 700.0
        found = line.read([PAN, TILT])
        assert {n: r.position for n, r in found.readings.items()} == {PAN: 2048, TILT: 700}
        line.close()


def test_the_lock_of_scs_servos_is_no_limit_of_their_torque() -> None:
    with emulated(PAN, TILT, little=False) as servos:
        line = FeetechLine(feetech(servos.path, "scs"))
        pan = servos.servos[PAN]
        before = bytes(pan.memory[48:50])
        line.prepare([PAN, TILT])
        line.force({PAN: 0.4})
        line.goals({PAN: 700})
        servos.wait(lambda _: pan.goal == 700)
        assert bytes(pan.memory[48:50]) == before
        line.close()


def test_a_silent_servo_is_missing_alone(line: FeetechLine, servos: Emulator) -> None:
    servos.servos[PAN].silent = True
    found = line.read([PAN, TILT, HAND])
    assert set(found.readings) == {TILT, HAND}
    assert (found.garbled, found.strangers) == (set(), {})


def test_one_garbled_answer_is_asked_for_again(line: FeetechLine, servos: Emulator) -> None:
    servos.corrupt = 1
    found = line.read([PAN, TILT, HAND])
    assert len(found.readings) == 3
    assert found.noise


def test_an_answer_under_another_id_is_told(line: FeetechLine, servos: Emulator) -> None:
    servos.servos[TILT].wrong = True
    found = line.read([PAN, TILT, HAND])
    assert found.strangers == {TILT: TILT + 64}


def test_torque_comes_with_slow_speed_at_the_given_place(
    line: FeetechLine, servos: Emulator
) -> None:
    seen: list[tuple[int, int]] = []
    pan = servos.servos[PAN]
    store = pan.store

    def watched(at: int, data: bytes) -> None:
        store(at, data)
        if at == 40 and data == b"\x01":
            seen.append((pan.goal, pan.word(46)))

    pan.store = watched  # type: ignore[method-assign]
    line.attach({PAN: 2500}, 512.0)
    servos.wait(lambda _: pan.torque)
    assert seen == [(2500, 512)]
    line.hurry([PAN])
    line.goals({PAN: 2100})
    servos.wait(lambda _: pan.goal == 2100 and pan.word(46) == 0)


def test_force_and_torque_are_taken_away(line: FeetechLine, servos: Emulator) -> None:
    line.attach({PAN: 2048, TILT: 2048}, 512.0)
    line.force({PAN: 0.4})
    servos.wait(lambda those: those.servos[PAN].word(48) == 400)
    assert servos.servos[PAN].torque
    line.release([PAN, TILT])
    servos.wait(lambda those: not any(s.torque for s in those.servos.values()))


def test_preparing_ends_torque_and_ramps(line: FeetechLine, servos: Emulator) -> None:
    pan = servos.servos[PAN]
    pan.memory[40], pan.memory[41], pan.memory[48] = 1, 50, 0
    line.prepare([PAN, TILT, HAND])
    servos.wait(lambda _: pan.word(48) == 1000)
    assert (pan.torque, pan.memory[41]) == (False, 0)
