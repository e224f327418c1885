"""Urgency of what comes over the link to the bridge."""

from bridge.protocol.channels import Refused
from bridge.protocol.fleet import Errand
from bridge.protocol.sealed import SessionSealed, SessionSealedAck, SessionSealedAsk
from bridge.protocol.signaling import LoanStatus, RelayUp, TeacherAction, TrickledCandidate
from robot.links.bridge_link import LinkDown, LinkNews, LinkSaid, LinkUp
from robot.links.inbox import Priority


def urgency_of(news: LinkNews) -> Priority | None:
    """Return the queue in which news of the link waits for room.

    None is for what is dropped where a child's queue is full: a teacher's next word must not wait
    until there is room for what a child says, or for parts of a sheet.
    """
    match news:
        case LinkUp() | LinkDown() | LinkSaid(message=TeacherAction() | LoanStatus()):
            return Priority.CLASS
        case LinkSaid(
            message=RelayUp()
            | TrickledCandidate()
            | SessionSealed()
            | SessionSealedAck()
            | SessionSealedAsk()
            | Errand()
            | Refused()
        ):
            return None
        case _:
            return Priority.DOOR
