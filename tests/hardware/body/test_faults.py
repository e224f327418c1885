from hardware.body.events import RefuseIntent
from hardware.body.faults import MOST_FAULTS, Faults
from hardware.contract.interfaces import PartFailed

STALLED = PartFailed("servo_stalled", "pan servo", "does not follow")


def test_a_known_fault_is_taken_once() -> None:
    faults = Faults()
    assert faults.add(STALLED)
    assert not faults.add(STALLED)
    assert [fault.part for fault in faults.current] == ["pan servo"]


def test_a_battery_stops_nothing() -> None:
    faults = Faults()
    faults.add(PartFailed("battery", "gauge", "silent"))
    assert not faults.stopping
    faults.add(STALLED)
    assert faults.stopping


def test_faults_are_bounded() -> None:
    faults = Faults()
    taken = [faults.add(PartFailed("driver", str(n), "")) for n in range(2 * MOST_FAULTS)]
    assert sum(taken) == len(faults.current) == MOST_FAULTS


def test_an_intent_is_refused_once_for_each_release() -> None:
    faults = Faults()
    faults.add(STALLED)
    [refused] = faults.refuse()
    assert isinstance(refused, RefuseIntent)
    assert faults.refuse() == []
    faults.release()
    assert faults.current == ()
    assert len(faults.refuse()) == 1
