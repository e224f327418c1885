"""Conformance tests of every servo bus. The test module of each bus subclasses `BusConformance`.

The subclass brings `servos`, three emulated ones, and `bus`, opened on them.
"""

from collections.abc import Mapping
from contextlib import closing
from typing import Any

import pytest

from hardware.contract.errors import BusError, HardwareError
from hardware.drivers.bus.probe import ENOUGH, MOST_SILENT, verdict
from hardware.drivers.bus.servo_bus import PositionRange, ServoBus
from tests.hardware.drivers.bus.emulation import Motor, Terminal
from tests.hardware.drivers.bus.sections import HAND, PAN, TILT

ALL = [PAN, TILT, HAND]
Servos = Terminal[Any]


class BusConformance:
    """The suite.

    Args:
        softens: Whether these servos know a limit of their torque.
        mends_wheels: Whether one left turning like a wheel is set to go to positions.
    """

    softens = True
    mends_wheels = True

    def opened(self, servos: Servos, ranges: Mapping[int, PositionRange]) -> ServoBus:
        """Open a bus whose servos will be sent between these positions."""
        raise NotImplementedError

    def twin(self, servo: Motor) -> Motor:
        """Return a second servo with the same id, which stands elsewhere."""
        raise NotImplementedError

    def test_a_sound_servo_is_found(self, bus: ServoBus) -> None:
        probe = bus.find(PAN)
        # On a busy machine an answer may come late, which the verdict tolerates.
        assert probe.clean == ENOUGH
        assert verdict({PAN: probe}, {}, 1_000_000) is None

    @pytest.mark.long
    def test_a_servo_that_is_not_there_is_silent(self, bus: ServoBus) -> None:
        assert bus.find(9).silent == MOST_SILENT

    def test_a_few_garbled_answers_do_not_hide_a_sound_servo(
        self, bus: ServoBus, servos: Servos
    ) -> None:
        servos.corrupt = 2
        probe = bus.find(PAN)
        assert servos.corrupt == 0
        assert probe.clean == ENOUGH
        assert verdict({PAN: probe}, {}, 1_000_000) is None

    @pytest.mark.parametrize("overlap", ["collide", "follow"])
    def test_two_servos_with_one_id_are_heard(
        self, bus: ServoBus, servos: Servos, overlap: str
    ) -> None:
        servos.twins[PAN] = self.twin(servos.servos[PAN])
        servos.overlap = "collide" if overlap == "collide" else "follow"
        probe = bus.find(PAN)
        assert probe.clean == 0
        assert (probe.garbled if overlap == "collide" else probe.doubled) >= 3

    def test_everybody_is_read(self, bus: ServoBus, servos: Servos) -> None:
        places = {PAN: 512, TILT: 700, HAND: 0}
        for number, position in places.items():
            servos.servos[number].position = float(position)
        found = bus.read(ALL)
        assert {n: r.position for n, r in found.readings.items()} == places
        assert {n: r.torque for n, r in found.readings.items()} == dict.fromkeys(ALL, False)
        assert not found.noise

    def test_a_silent_servo_is_missing_alone(self, bus: ServoBus, servos: Servos) -> None:
        servos.servos[PAN].silent = True
        found = bus.read(ALL)
        assert set(found.readings) == {TILT, HAND}
        assert (found.garbled, found.strangers) == (set(), {})

    def test_one_garbled_answer_is_asked_for_again(self, bus: ServoBus, servos: Servos) -> None:
        servos.corrupt = 1
        found = bus.read(ALL)
        assert len(found.readings) == 3
        assert found.noise

    def test_an_answer_under_another_id_is_told(self, bus: ServoBus, servos: Servos) -> None:
        servos.servos[TILT].wrong = True
        assert bus.read(ALL).strangers == {TILT: TILT + 64}

    def test_torque_comes_with_slow_speed_at_the_given_place(
        self, bus: ServoBus, servos: Servos
    ) -> None:
        seen: list[tuple[int, object]] = []
        pan = servos.servos[PAN]
        store = pan.store

        def watched(at: int, data: bytes) -> object:
            had = pan.torque
            error = store(at, data)
            if pan.torque and not had:
                seen.append((pan.goal, round(pan.most_per_s, -1)))
            return error

        pan.store = watched
        bus.attach({PAN: 900}, 512.0)
        servos.wait(lambda _: pan.torque)
        assert seen in ([(900, 510.0)], [(900, 520.0)])
        bus.lift_speed_limit([PAN])
        bus.send({PAN: 800})
        servos.wait(lambda _: pan.goal == 800 and pan.most_per_s == float("inf"))
        bus.limit_speed([PAN], 512.0)
        servos.wait(lambda _: pan.most_per_s == pytest.approx(512.0, rel=0.02))

    def test_torque_is_taken_away(self, bus: ServoBus, servos: Servos) -> None:
        bus.attach({PAN: 700, TILT: 700}, 512.0)
        servos.wait(lambda those: those.servos[PAN].torque and those.servos[TILT].torque)
        bus.detach([PAN, TILT])
        servos.wait(lambda those: not any(s.torque for s in those.servos.values()))

    def test_force_is_a_share_of_what_the_builder_allows(
        self, bus: ServoBus, servos: Servos
    ) -> None:
        if not self.softens:
            pytest.skip("these servos know no limit of their torque")
        pan, tilt = servos.servos[PAN], servos.servos[TILT]

        def forced(share: float) -> tuple[float, float]:
            goal = round(1000 * share)
            bus.limit_torque({PAN: share, TILT: share})
            bus.send({HAND: goal})
            servos.wait(lambda those: those.servos[HAND].goal == goal)
            return round(pan.force_share, 2), round(tilt.force_share, 2)

        pan.set_by_builder(most_share=0.5)
        bus.prepare(ALL)
        assert forced(0.4) == (0.2, 0.4)
        assert forced(1.0) == (0.5, 1.0)

    def test_preparing_ends_torque(self, bus: ServoBus, servos: Servos) -> None:
        bus.attach({PAN: 700}, 512.0)
        servos.wait(lambda those: those.servos[PAN].torque)
        bus.prepare(ALL)
        assert not servos.servos[PAN].torque
        assert all(servo.goes_to_positions for servo in servos.servos.values())

    def test_a_servo_left_turning_like_a_wheel_goes_to_positions_or_is_refused(
        self, bus: ServoBus, servos: Servos
    ) -> None:
        tilt = servos.servos[TILT]
        tilt.set_by_builder(wheel=True)
        if self.mends_wheels:
            bus.prepare(ALL)
            assert tilt.goes_to_positions
        else:
            with pytest.raises(BusError, match=r"tilt servo \(id 2\): turns like a wheel"):
                bus.prepare(ALL)
        assert not tilt.torque

    def test_limits_narrower_than_its_way_are_named(self, bus: ServoBus, servos: Servos) -> None:
        bus.close()
        with closing(self.opened(servos, {PAN: (400, 600), TILT: (400, 600)})) as other:
            servos.servos[PAN].limit(400, 600)
            servos.servos[TILT].limit(401, 1000)
            told = r"tilt servo \(id 2\): its own limits allow 401 to 1000, .* from 400 to 600"
            with pytest.raises(HardwareError, match=told) as e:
                other.prepare(ALL)
            assert e.value.code == "calibration"
            servos.servos[TILT].limit(0, 1000)
            other.prepare(ALL)

    def test_a_servo_that_stops_to_answer_while_it_is_set_up_is_named(
        self, bus: ServoBus, servos: Servos
    ) -> None:
        servos.servos[TILT].silent = True
        with pytest.raises(BusError, match=r"tilt servo \(id 2\): stopped answering"):
            bus.prepare(ALL)
