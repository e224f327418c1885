from hardware.drivers.bus.dynamixel_frames import StatusPacket
from hardware.drivers.bus.exchange import BusAnswers
from hardware.drivers.bus.servo_bus import asked_again

ANSWER = StatusPacket(1, 0)


def test_who_answered_is_not_asked_again() -> None:
    asked: list[int] = []

    def again(servo: int) -> BusAnswers[StatusPacket]:
        asked.append(servo)
        return BusAnswers({servo: ANSWER})

    answers, found = asked_again(BusAnswers({1: ANSWER}), [1, 2, 3], again)
    assert (set(answers), asked, found.noise) == ({1, 2, 3}, [2, 3], False)


def test_why_somebody_is_missing_is_known_of_each() -> None:
    alone: dict[int, BusAnswers[StatusPacket]] = {
        1: BusAnswers(garbled=True),
        2: BusAnswers(strangers={66, 80}),
        3: BusAnswers(),
    }
    answers, found = asked_again(BusAnswers(), [1, 2, 3], lambda servo: alone[servo])
    assert answers == {}
    assert (found.garbled, found.strangers, found.noise) == ({1}, {2: 66}, True)


def test_a_servo_that_is_late_is_no_stranger_in_place_of_another() -> None:
    late: BusAnswers[StatusPacket] = BusAnswers(strangers={1})
    answers, found = asked_again(BusAnswers({1: ANSWER}), [1, 2], lambda _: late)
    assert (set(answers), found.strangers) == ({1}, {})
