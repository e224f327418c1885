import pytest

from bridge.protocol.channels import Beat, Refused
from bridge.protocol.fleet import Errand
from bridge.protocol.keys import to_text
from bridge.protocol.sealed import SessionSealedAck
from bridge.protocol.signaling import (
    Leave,
    LoanStatus,
    RelayUp,
    Revoke,
    TeacherAction,
    TrickledCandidate,
)
from robot.links.bridge_link import (
    LinkDenied,
    LinkDown,
    LinkNews,
    LinkSaid,
    LinkTroubled,
)
from robot.links.inbox import Priority
from robot.links.urgency import urgency_of

ID = to_text(bytes(16))


@pytest.mark.parametrize(
    ("news", "line"),
    [
        (LinkDown(), Priority.CLASS),
        (LinkSaid(TeacherAction(ID, "pause")), Priority.CLASS),
        (LinkSaid(LoanStatus()), Priority.CLASS),
        (LinkSaid(RelayUp(ID, Beat(1, 1.0))), None),
        (LinkSaid(TrickledCandidate(ID, 1, "candidate", "0")), None),
        (LinkSaid(SessionSealedAck(ID, ID, 1)), None),
        (LinkSaid(Refused("malformed", "")), None),
        (LinkSaid(Errand(ID, "identify")), None),
        (LinkSaid(Leave(ID)), Priority.DOOR),
        (LinkSaid(Revoke("A" * 43, "unknown_device")), Priority.DOOR),
        (LinkDenied(), Priority.DOOR),
        (LinkTroubled("silent"), Priority.DOOR),
    ],
)
def test_a_teacher_goes_before_the_door_and_a_child_waits_for_nobody(
    news: LinkNews, line: Priority | None
) -> None:
    assert urgency_of(news) == line
