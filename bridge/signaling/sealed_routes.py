"""PURE. Routes of sealed messages between teachers' pages and the robot of a room. No I/O.

Each page has a mark that the bridge makes for its connection. The robot answers to the mark, and
learns nothing else about a page. Whoever is not there any more gets nothing.
"""

from bridge.protocol.errors import ProtocolError
from bridge.protocol.sealed import (
    FromPage,
    FromSession,
    Sealed,
    SealedAck,
    SessionSealed,
    SessionSealedAck,
    SessionSealedAsk,
    ToSession,
)


class SealedRoutes:
    """Marks of the teachers' pages in one room."""

    def __init__(self) -> None:
        self._marks: dict[int, str] = {}
        self._pages: dict[str, int] = {}

    def arrived(self, connection: int, mark: str) -> None:
        """Note the mark of a page; an empty mark is that of somebody without sheets."""
        if mark:
            self._marks[connection] = mark
            self._pages[mark] = connection

    def gone(self, connection: int) -> None:
        """Forget the mark of a page."""
        mark = self._marks.pop(connection, None)
        if mark is not None:
            del self._pages[mark]

    def to_robot(self, connection: int, said: FromPage) -> FromSession:
        """Return what the robot gets of a page's message.

        Raises:
            ProtocolError: `not_allowed`: this page has no mark.
        """
        mark = self._marks.get(connection)
        if mark is None:
            raise ProtocolError("not_allowed")
        match said:
            case Sealed(transfer=transfer, part=part, parts=parts, data=data):
                return SessionSealed(mark, transfer, part, parts, data)
            case SealedAck(transfer=transfer, part=part, code=code):
                return SessionSealedAck(mark, transfer, part, code)
            case _:
                return SessionSealedAsk(mark, said.number, said.part)

    def to_page(self, said: ToSession) -> tuple[int, Sealed | SealedAck] | None:
        """Return the connection and what it gets of the robot's message; None if it is gone."""
        connection = self._pages.get(said.session)
        if connection is None:
            return None
        if isinstance(said, SessionSealed):
            return connection, Sealed(said.transfer, said.part, said.parts, said.data)
        return connection, SealedAck(said.transfer, said.part, said.code)
