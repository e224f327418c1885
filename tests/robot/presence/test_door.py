from hardware.contract.wire import Fault
from robot.media.types.allowance import ATTEMPT_BURST
from robot.presence.classroom import Classroom
from robot.presence.door import Door
from robot.presence.effects import EndPresence, RefusePupil
from robot.presence.ended import EndedStays
from robot.presence.events import BodyReported, Invited
from robot.presence.stay import PupilStay

P = "P" * 22
ANNA, BEN = "A" * 43, "B" * 43


class House:
    def __init__(self) -> None:
        self.stay, self.classroom, self.ended = PupilStay(), Classroom(), EndedStays()
        self.classroom.body_linked()
        self.door = Door(self.stay, self.classroom, self.ended)

    def told(self, key: str = ANNA, now: float = 10.0) -> EndPresence | RefusePupil | None:
        return self.door.turns_away(Invited(key, P, 1), now)


def test_the_first_pupil_comes_in_and_another_one_is_told_that_it_is_busy() -> None:
    house = House()
    assert house.told() is None
    house.stay.begin(P, ANNA, 1, 10.0)
    assert house.told() is None
    assert house.told(BEN) == RefusePupil(P, "busy")


def test_a_closed_page_keeps_nobody_else_out() -> None:
    house = House()
    house.stay.begin(P, ANNA, 1, 10.0)
    assert house.told(BEN) == RefusePupil(P, "busy")
    house.stay.close(11.0)
    assert house.told(BEN) is None
    house.classroom.close(100.0)
    assert house.told(BEN) == RefusePupil(P, "not_allowed")


def test_a_stay_that_is_over_is_told_why_once_more() -> None:
    house = House()
    house.ended.note(P, "left")
    assert house.told() == EndPresence(P, "left")


def test_a_closed_class_turns_everybody_away() -> None:
    house = House()
    house.classroom.close(100.0)
    assert house.told() == RefusePupil(P, "not_allowed")


def test_a_fault_turns_away_only_who_is_outside() -> None:
    house = House()
    house.classroom.body_reported(BodyReported("fault", faults=(Fault("driver", "pan", ""),)), 1.0)
    assert house.told() == RefusePupil(P, "fault")
    house.stay.begin(P, ANNA, 1, 10.0)
    assert house.told() is None


def test_who_comes_too_often_is_turned_away() -> None:
    house = House()
    told = [house.told() for _ in range(ATTEMPT_BURST + 1)]
    assert told[-1] == RefusePupil(P, "too_fast")
    assert not any(told[:-1])
