from bridge.protocol.signaling import Leave, RobotStatus, TeacherAction
from bridge.signaling.bus import Bus, Insider, RoomsHere
from bridge.signaling.room_events import Arrived, Effect, Gone, Joined, Refuse, Revoked, Said, Send
from tests.bridge.people import offer, snapshot

STAY = "S" * 22
LENA_KEY = "L" * 43


def opened() -> tuple[RoomsHere, list[Effect]]:
    bus, delivered = RoomsHere(), list[Effect]()
    bus.listen(delivered.append)
    return bus, delivered


def test_rooms_of_this_process_are_a_bus() -> None:
    bus: Bus = RoomsHere()
    assert bus.insiders() == []


def test_what_follows_is_delivered_and_not_returned() -> None:
    bus, delivered = opened()
    bus.post("karlsson-1", Arrived(1, "teacher"))
    bus.post("karlsson-1", Arrived(2, "robot"))
    online = RobotStatus(online=True)
    assert delivered == [Joined(1, False), Joined(2, False), Send(1, online)]


def test_a_refusal_is_delivered_like_everything_else() -> None:
    bus, delivered = opened()
    bus.post("karlsson-1", Arrived(1, "pupil", LENA_KEY))
    delivered.clear()
    message = Leave(presence=STAY)
    bus.post("karlsson-1", Said(1, message))
    [refuse] = delivered
    assert isinstance(refuse, Refuse)
    assert (refuse.connection, refuse.error.code, refuse.about) == (1, "robot_away", message)


def test_rooms_do_not_hear_each_other() -> None:
    bus, delivered = opened()
    bus.post("karlsson-1", Arrived(1, "robot"))
    bus.post("karlsson-2", Arrived(2, "robot"))
    bus.post("karlsson-2", Arrived(3, "teacher"))
    delivered.clear()
    act = TeacherAction(id="A" * 22, action="pause")
    bus.post("karlsson-2", Said(3, act))
    assert delivered == [Send(2, act)]


def test_insiders_are_named_with_their_robot() -> None:
    bus, _ = opened()
    bus.post("karlsson-1", Arrived(1, "robot"))
    bus.post("karlsson-1", Arrived(2, "pupil", LENA_KEY))
    bus.post("karlsson-1", Said(2, offer(STAY)))
    bus.post("karlsson-1", Said(1, snapshot(STAY)))
    assert bus.insiders() == [Insider("karlsson-1", LENA_KEY)]
    assert bus.counts().presences == 1


def test_an_empty_room_leaves_nothing_behind() -> None:
    bus, delivered = opened()
    bus.post("karlsson-1", Arrived(1, "robot"))
    bus.post("karlsson-1", Gone(1))
    assert len(bus) == 0
    delivered.clear()
    bus.post("karlsson-1", Revoked(LENA_KEY, "no_loan"))
    bus.post("karlsson-1", Gone(1))
    assert (len(bus), delivered) == (0, [])
