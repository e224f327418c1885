import pytest

from bridge.protocol.board import Rights
from bridge.protocol.fields import RightName
from bridge.protocol.openings import LoanRights
from robot.presence.classroom import Classroom
from robot.presence.rights import ALL_RIGHTS, ChildRights


def able() -> tuple[ChildRights, Classroom]:
    classroom = Classroom()
    rights = ChildRights(classroom)
    for right in ALL_RIGHTS:
        rights.able(right, able=True)
    return rights, classroom


def test_the_names_are_those_of_the_wire() -> None:
    assert ALL_RIGHTS == Rights.__struct_fields__ == LoanRights.__struct_fields__


def test_a_robot_whose_parts_have_told_nothing_shows_phrases_and_no_more() -> None:
    assert ChildRights(Classroom()).told == Rights("unable", "unable", "unable", "on")


@pytest.mark.parametrize("right", ALL_RIGHTS)
def test_the_loan_goes_before_the_class_and_the_class_before_the_robot(right: RightName) -> None:
    rights, classroom = able()
    assert rights.allow(right)
    rights.able(right, able=False)
    assert rights.state(right) == "unable"
    classroom.forbid(right, 60.0)
    assert rights.state(right) == "class"
    rights.lent(LoanRights(**{right: False}))
    assert rights.state(right) == "loan"
    rights.lent(LoanRights())
    assert rights.state(right) == "class"


def test_one_right_leaves_the_others_alone() -> None:
    rights, classroom = able()
    rights.lent(LoanRights(still=False))
    classroom.forbid("speech", 60.0)
    assert rights.told == Rights("on", "loan", "on", "class")
