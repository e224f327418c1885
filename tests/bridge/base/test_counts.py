from collections import Counter

from bridge.base.counts import Counts, total
from bridge.protocol.presence import Power
from bridge.signaling.room_events import Arrived, Said
from bridge.signaling.rooms import Room
from tests.bridge.people import snapshot


def room_of(power: Power) -> Room:
    room = Room()
    room.handle(Arrived(1, "robot"))
    room.handle(Said(1, snapshot("S" * 22, power=power)))
    return room


def test_a_robot_counts_by_what_it_told() -> None:
    weak = Power(level="very_low", gauge="known", weak_supply=True, picture="reduced")
    assert room_of(weak).counts() == Counts(
        Counter({"robot": 1}), 1, Counter({"very_low": 1}), weak_supplies=1, too_warm=1
    )


def test_a_robot_without_a_gauge_has_no_battery_to_count() -> None:
    assert room_of(Power()).counts().batteries == Counter()


def test_rooms_add_up() -> None:
    rooms = [room_of(Power(gauge="known")), room_of(Power()), Room()]
    sum_of_all = total(room.counts() for room in rooms)
    assert sum_of_all.connections == Counter({"robot": 2})
    assert (sum_of_all.presences, sum_of_all.batteries["ok"]) == (2, 1)
