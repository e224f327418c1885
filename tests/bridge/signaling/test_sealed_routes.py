import pytest

from bridge.protocol.errors import ProtocolError
from bridge.protocol.sealed import (
    Sealed,
    SealedAck,
    SealedAsk,
    SessionSealed,
    SessionSealedAck,
    SessionSealedAsk,
)
from bridge.signaling.sealed_routes import SealedRoutes

MARK, ID = "M" * 22, "A" * 22
DATA = "A" * 39


def routes() -> SealedRoutes:
    made = SealedRoutes()
    made.arrived(4, MARK)
    made.arrived(5, "")
    return made


def test_the_robot_learns_the_mark_of_a_page_and_a_page_learns_none() -> None:
    made = routes()
    assert made.to_robot(4, Sealed(ID, 1, 2, DATA)) == SessionSealed(MARK, ID, 1, 2, DATA)
    assert made.to_robot(4, SealedAck(ID, 1, "picture")) == SessionSealedAck(MARK, ID, 1, "picture")
    assert made.to_robot(4, SealedAsk(2, 9)) == SessionSealedAsk(MARK, 2, 9)
    assert made.to_page(SessionSealed(MARK, ID, 1, 2, DATA)) == (4, Sealed(ID, 1, 2, DATA))
    assert made.to_page(SessionSealedAck(MARK, ID, 1, "")) == (4, SealedAck(ID, 1, ""))


def test_who_has_no_mark_sends_no_sheets() -> None:
    with pytest.raises(ProtocolError, match="not_allowed"):
        routes().to_robot(5, SealedAsk(1))


def test_a_page_that_is_gone_gets_nothing() -> None:
    made = routes()
    made.gone(4)
    made.gone(5)
    assert made.to_page(SessionSealedAck(MARK, ID, 1)) is None
