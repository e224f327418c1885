"""The cycle on a bus of numbers, with a clock that tests move."""

import pytest

from hardware.contract.errors import BusError, NotConnected
from hardware.contract.interfaces import PartFailed
from hardware.drivers.bus.cycle import IDLE_S, MOVING_S, ServoCycle
from hardware.drivers.bus.probe import Probe
from hardware.drivers.bus.reading import Alarm
from tests.hardware.drivers.bus.numbers import ALL, Bench, BusOfNumbers
from tests.hardware.drivers.bus.sections import PAN, TILT, feetech


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_nothing_is_driven_before_anybody_asks(bench: Bench) -> None:
    assert bench.once() == IDLE_S
    assert bench.bus.take() == []


def test_a_servo_that_was_never_heard_gets_no_torque(bench: Bench) -> None:
    bench.now += 1.0
    bench.bus.silent = {PAN}
    bench.cycle.send("pan", 2100)
    bench.once()
    assert bench.bus.take() == []
    bench.bus.silent = set()
    bench.once()
    assert bench.bus.take() == [("attach", {PAN: 2048}), ("send", {PAN: 2100})]


def test_moving_takes_one_writing_and_one_reading_for_each_goal(bench: Bench) -> None:
    bench.driven()
    bench.bus.done.clear()
    for i in range(50):
        bench.cycle.send("pan", 2101 + i)
        bench.cycle.send("tilt", 2049 + i)
        assert bench.once() == MOVING_S
    assert [what for what, _ in bench.bus.done] == ["send", "read"] * 50
    assert bench.bus.done[0] == ("send", {PAN: 2101, TILT: 2049})


def test_a_wake_up_soon_after_a_reading_writes_and_does_not_read(bench: Bench) -> None:
    bench.driven()
    bench.bus.done.clear()
    bench.cycle.send("pan", 2200)
    bench.cycle.once()
    bench.now += 0.001
    bench.cycle.send("hand", 2100)
    bench.cycle.once()
    assert [what for what, _ in bench.bus.done].count("read") == 1


def test_letting_go_ends_the_torque_and_slows_the_looks(bench: Bench) -> None:
    bench.driven()
    bench.cycle.detach("pan", "tilt")
    bench.once()
    assert bench.bus.take() == [("detach", [PAN, TILT])]
    bench.run(1.0)
    assert bench.once() == IDLE_S


def test_an_order_to_let_go_that_got_lost_is_given_again(bench: Bench) -> None:
    bench.driven()
    bench.cycle.detach("pan", "tilt")
    bench.once()
    bench.bus.take()
    bench.bus.set(TILT, torque=True)
    bench.once()
    assert bench.bus.take() == [("detach", [TILT])]
    bench.run(1.0)
    assert bench.bus.take() == []


def test_a_servo_that_tripped_and_is_let_go_of_has_no_torque(bench: Bench) -> None:
    bench.driven()
    bench.bus.set(PAN, tripped=True)
    bench.cycle.detach("tilt")
    bench.once()
    bench.cycle.detach("pan")
    bench.once()
    assert not bench.bus.readings[PAN].torque


def failing(bench: Bench) -> PartFailed:
    started_s = bench.now + bench.bus.waited_s
    while not bench.failures:
        bench.once()
    last_s = bench.now + bench.bus.waited_s - IDLE_S
    assert last_s - started_s <= 0.2
    assert bench.bus.take()[-2:] == [("detach", ALL)] * 2
    return bench.failures[0]


def test_a_silent_servo_takes_every_torque_its_own_too(bench: Bench) -> None:
    bench.driven()
    bench.run(2.0)
    bench.bus.silent = {TILT}
    assert failing(bench) == PartFailed("servo_silent", "tilt servo (id 2)", "does not answer")


def test_heat_takes_every_torque(bench: Bench) -> None:
    bench.driven()
    bench.bus.set(PAN, temperature_c=75)
    assert failing(bench).code == "servo_hot"


def test_a_blocked_servo_takes_every_torque() -> None:
    bench = Bench(stall_s=0.15)
    bench.driven()
    bench.bus.blocked = {PAN}
    bench.bus.set(PAN, load=0.95)
    bench.cycle.send("pan", 3000)
    assert failing(bench).code == "servo_stalled"


def test_torque_that_went_by_itself_is_a_brownout(bench: Bench) -> None:
    bench.driven()
    bench.bus.set(TILT, torque=False)
    assert failing(bench).code == "servo_brownout"


def test_an_alarm_of_a_servo_is_told_in_its_own_words(bench: Bench) -> None:
    bench.driven()
    bench.bus.set(TILT, alarm=Alarm("servo_stalled", "is overloaded"))
    assert failing(bench) == PartFailed("servo_stalled", "tilt servo (id 2)", "is overloaded")


def test_many_garbled_readings_are_a_fault_and_few_are_counted(bench: Bench) -> None:
    bench.driven()
    bench.bus.noise = True
    bench.once()
    bench.bus.noise = False
    bench.run(5.0)
    assert (bench.failures, bench.cycle.noise.count) == ([], 1)
    bench.bus.noise = True
    bench.run(10.0)
    assert bench.failures[0].code == "servo_checksum"


def test_a_lost_order_for_torque_is_given_again_from_where_it_stands(bench: Bench) -> None:
    bench.bus.takes_torque = False
    bench.cycle.send("pan", 2100)
    bench.once()
    bench.bus.takes_torque = True
    bench.bus.set(PAN, position=2060)
    bench.bus.take()
    bench.once()
    bench.once()
    assert ("attach", {PAN: 2060}) in bench.bus.take()
    bench.run(1.0)
    assert bench.failures == []


def test_a_servo_that_stopped_by_its_watchdog_returns_slowly(bench: Bench) -> None:
    bench.driven()
    bench.bus.set(PAN, tripped=True, position=2080)
    bench.once()
    bench.bus.set(PAN, tripped=False)
    bench.once()
    assert ("attach", {PAN: 2080}) in bench.bus.take()
    assert bench.failures == []


def test_while_it_is_broken_torque_is_taken_away_again_and_again(bench: Bench) -> None:
    bench.driven()
    bench.bus.silent = {TILT}
    failing(bench)
    bench.cycle.send("pan", 2200)
    bench.bus.set(TILT, position=2300, temperature_c=44)
    bench.bus.silent = set()
    assert bench.once() == IDLE_S
    assert bench.bus.take() == [("detach", ALL)]
    found = bench.cycle.found("tilt")
    assert found is not None
    assert (found.position, found.temperature_c) == (2300, 44)
    assert len(bench.failures) == 1


def test_a_reset_opens_the_port_anew_and_returns_from_where_it_stands(bench: Bench) -> None:
    bench.driven()
    bench.bus.silent = {TILT}
    failing(bench)
    bench.bus.silent = set()
    bench.bus.set(PAN, position=2400)
    bench.cycle.reset()
    bench.cycle.send("pan", 2100)
    bench.once()
    assert (bench.opened, bench.bus.closed) == (2, True)
    assert bench.bus.take() == [
        ("prepare", ALL),
        ("attach", {PAN: 2400}),
        ("send", {PAN: 2100}),
    ]


def test_a_port_that_is_gone_leaves_quietly_after_it_was_told(bench: Bench) -> None:
    bench.driven()
    bench.bus.gone = True
    with pytest.raises(NotConnected) as caught:
        bench.once()
    bench.cycle.failed(caught.value)
    assert bench.once() == IDLE_S
    assert bench.bus.closed
    assert bench.once() == IDLE_S


def test_a_reset_with_the_servo_still_gone_says_so_again(bench: Bench) -> None:
    bench.driven()
    bench.bus.silent = {TILT}
    failing(bench)
    bench.bus.probes = {TILT: Probe(silent=3)}
    bench.cycle.reset()
    with pytest.raises(NotConnected, match=r"tilt servo \(id 2\): does not answer") as caught:
        bench.once()
    bench.cycle.failed(caught.value)
    bench.bus.probes, bench.bus.silent = {}, set()
    bench.cycle.reset()
    bench.cycle.send("tilt", 2048)
    bench.once()
    assert bench.bus.readings[TILT].torque


def test_ids_that_collide_are_an_error_at_the_start() -> None:
    bench = Bench()
    bench.bus.probes = {PAN: Probe(garbled=8)}
    bench.cycle.reset()
    with pytest.raises(Exception, match="two servos with the id 1"):
        bench.once()


def test_holding_needs_to_know_where(bench: Bench) -> None:
    assert bench.cycle.hold("pan")
    bench.once()
    assert bench.bus.take()[0] == ("attach", {PAN: 2048})
    empty = ServoCycle(feetech("x"), BusOfNumbers, bench.failures.append)
    assert not empty.hold("pan")


def test_closing_takes_every_torque(bench: Bench) -> None:
    bench.driven()
    bench.cycle.close()
    assert bench.bus.take() == [("detach", ALL)] * 2
    assert bench.bus.closed


def test_a_servo_at_another_baud_rate_is_asked_for_and_named() -> None:
    bus = BusOfNumbers()
    bus.probes[TILT] = Probe(silent=5)
    bus.rates[TILT] = 57_600
    cycle = ServoCycle(feetech("x"), lambda: bus, lambda _: None)
    with pytest.raises(BusError, match=r"tilt servo \(id 2\): answers at 57600 baud") as caught:
        cycle.open()
    assert "with the maker's tool" in caught.value.text


def test_servos_with_one_id_are_not_looked_for_at_other_rates() -> None:
    bus = BusOfNumbers()
    bus.probes[TILT] = Probe(garbled=8)
    bus.rates[TILT] = 57_600
    with pytest.raises(BusError, match="answers collide"):
        ServoCycle(feetech("x"), lambda: bus, lambda _: None).open()
