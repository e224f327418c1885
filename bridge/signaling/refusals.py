"""Refusals: counted, sent to the peer, and closing the connection after too many."""

from collections.abc import Mapping

from aiohttp import WSCloseCode, web
from msgspec import Struct

from bridge.base.clock import Clock
from bridge.protocol import codec
from bridge.protocol.errors import ProtocolError
from bridge.protocol.sealed import FromPage, ToSession
from bridge.protocol.signaling import RelayUp, TeacherAction, TrickledCandidate
from bridge.signaling import loan_rules
from bridge.signaling.connection import Connection
from bridge.signaling.sessions import Session
from bridge.web.metrics import Metrics

NOT_A_MISTAKE = frozenset({"robot_away", "unknown_presence"})
"""Refusals that an honest peer meets while others come and go."""

STATUS: Mapping[str, int] = {"malformed": 400, "origin": 403, "too_fast": 429, "full": 503}
"""HTTP status of a refusal before the WebSocket is open."""


class Refusals:
    """Sender and counter of refusals."""

    def __init__(self, metrics: Metrics, clock: Clock) -> None:
        self._metrics = metrics
        self._clock = clock

    def at_the_door(self, code: str) -> web.Response:
        """Return the HTTP response to a request that gets no WebSocket."""
        self._metrics.refused(code)
        return web.json_response({"code": code}, status=STATUS[code])

    def opening(self, connection: Connection, error: ProtocolError) -> None:
        """Refuse an opening message."""
        self._tell(connection, error, None)

    def said(self, session: Session, error: ProtocolError, about: Struct | None) -> None:
        """Refuse a message of a session; too many mistakes end the session."""
        self._tell(session.connection, error, about)
        if _is_nobodys_mistake(error, about) or session.mistakes.take(self._clock.monotonic_s()):
            return
        if not session.connection.finished:
            self._metrics.dropped("mistakes")
            session.connection.finish(WSCloseCode.POLICY_VIOLATION)

    def _tell(self, connection: Connection, error: ProtocolError, about: Struct | None) -> None:
        self._metrics.refused(error.code)
        connection.send(codec.refused(error, _re(about)))


def _is_nobodys_mistake(error: ProtocolError, about: Struct | None) -> bool:
    """Return True for a refusal that an honest peer meets.

    Others come and go, rights end in the middle of a sheet, and fast lines exceed the rate.
    """
    if error.code in NOT_A_MISTAKE:
        return True
    return error.code in ("too_fast", "not_allowed") and isinstance(
        about, RelayUp | FromPage | ToSession
    )


def _re(message: Struct | None) -> str | None:
    """Return the subject of a refusal: a presence, an action, or a type of message.

    A refused candidate names its type, so that it is not taken for its offer. A relayed message
    that needs a right names the type of what was relayed.
    """
    if message is None:
        return None
    if isinstance(message, TeacherAction):
        return message.id
    if isinstance(message, RelayUp) and loan_rules.right_of(message.message) is not None:
        return str(message.message.__struct_config__.tag)
    if isinstance(message, TrickledCandidate):
        return "candidate"
    named = getattr(message, "presence", None)
    return named if isinstance(named, str) else str(message.__struct_config__.tag)
