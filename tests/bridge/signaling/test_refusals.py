import json
import logging
from typing import Any

from aiohttp import WSCloseCode
from msgspec import Struct

from bridge.base.allowances import ERROR_BURST
from bridge.base.counts import Counts
from bridge.base.records import Robot
from bridge.protocol.board import Crop
from bridge.protocol.channels import Refused
from bridge.protocol.errors import ProtocolError
from bridge.protocol.sealed import Sealed
from bridge.protocol.signaling import Leave, RelayUp, TeacherAction
from bridge.signaling.connection import Connection
from bridge.signaling.reception import Guest
from bridge.signaling.refusals import Refusals
from bridge.signaling.sessions import Session
from bridge.web.metrics import Metrics
from tests.bridge.people import TurnedClock

STAY = "S" * 22


class Listed(Connection):
    """A connection whose other end is a list."""

    def __init__(self) -> None:
        self.number = 1
        self.sent: list[Any] = []
        self.code = 0

    @property
    def finished(self) -> bool:
        return self.code != 0

    def send(self, message: Struct) -> None:
        self.sent.append(message)

    def finish(self, code: int) -> None:
        self.code = code


class Desk:
    """Refusals, and one session to refuse."""

    def __init__(self) -> None:
        self.metrics = Metrics(Counts)
        self.refusals = Refusals(self.metrics, TurnedClock())
        self.connection = Listed()
        robot = Robot("karlsson-1", "Karlsson", "K" * 43, 1)
        self.session = Session(Guest("teacher", robot), self.connection, 1000.0)


def test_at_the_door_a_refusal_is_an_answer_of_http() -> None:
    desk = Desk()
    answer = desk.refusals.at_the_door("too_fast")
    assert answer.status == 429
    assert json.loads(answer.text or "") == {"code": "too_fast"}
    assert b'karlsson_bridge_refusals_total{code="too_fast"} 1.0' in desk.metrics.text()


def test_a_refusal_names_what_it_is_about() -> None:
    desk = Desk()
    error = ProtocolError("robot_away")
    for about in (Leave(STAY), TeacherAction("A" * 22, "pause"), None):
        desk.refusals.said(desk.session, error, about)
    assert [refused.re for refused in desk.connection.sent] == [STAY, "A" * 22, None]


def test_too_many_mistakes_end_a_session_once(caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    desk = Desk()
    for _ in range(2 * ERROR_BURST):
        desk.refusals.said(desk.session, ProtocolError("malformed"), None)
    assert desk.connection.code == WSCloseCode.POLICY_VIOLATION
    assert b'karlsson_bridge_dropped_total{reason="mistakes"} 1.0' in desk.metrics.text()
    assert caplog.records == []


def test_what_happens_to_the_honest_is_no_mistake() -> None:
    desk = Desk()
    for _ in range(10 * ERROR_BURST):
        desk.refusals.said(desk.session, ProtocolError("robot_away"), None)
    assert not desk.connection.finished


def test_a_refused_opening_is_told_and_counted() -> None:
    desk = Desk()
    desk.refusals.opening(desk.connection, ProtocolError("locked"))
    [refused] = desk.connection.sent
    assert isinstance(refused, Refused)
    assert refused.code == "locked"


def test_what_an_honest_peer_meets_with_sheets_and_rights_is_no_mistake() -> None:
    desk = Desk()
    part = Sealed("A" * 22, 0, 1, "A" * 39)
    crop = RelayUp(STAY, Crop(1, 1.0, 2.0, 0.5, 0.5))
    for _ in range(ERROR_BURST + 1):
        desk.refusals.said(desk.session, ProtocolError("too_fast"), part)
        desk.refusals.said(desk.session, ProtocolError("not_allowed"), crop)
    assert desk.connection.code == 0
    assert [one.re for one in desk.connection.sent[:2]] == ["sealed", "crop"]
