"""Sessions of this process, and the limits of each."""

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from bridge.base import allowances
from bridge.protocol.presence import Snapshot
from bridge.protocol.sealed import FromPage, Sealed, SessionSealed, ToSession
from bridge.protocol.signaling import TeacherAction
from bridge.signaling.connection import Connection
from bridge.signaling.part_in_flight import PartInFlight
from bridge.signaling.power import PowerNews
from bridge.signaling.reception import Guest
from bridge.signaling.safe_mode import SafeModeNews
from bridge.signaling.trouble_news import TroubleNews

MOST_OF_ONE = {"robot": 8, "pupil": 8, "teacher": 32, "buddy": 8}
"""Most sessions with the same key or token. A room drops the older link of its robot."""


class Session:
    """One connection with an identity, and its limits for messages and mistakes."""

    def __init__(self, guest: Guest, connection: Connection, now: float) -> None:
        self.guest = guest
        self.connection = connection
        self.messages = allowances.messages(now)
        self.mistakes = allowances.mistakes(now)
        self._closing = allowances.closing(now)
        self._identifies = False
        """True while the robot shows itself after a long press of its button."""
        self._power = PowerNews()
        self._safe_mode = SafeModeNews()
        self._troubles = TroubleNews()
        self.sealed = allowances.sealed(now)
        self._part = PartInFlight()
        self.loan_told = guest.loan_status
        """State of the loan as the robot knows it."""

    @property
    def robot_id(self) -> str:
        """Robot whose room this session is in."""
        return self.guest.robot.id

    def may_say(self, message: Struct, now: float) -> bool:
        """Count a message; return False if there were too many of its kind.

        Sealed parts have a rate of their own, so that they use up none of the others'.
        """
        if isinstance(message, FromPage | ToSession):
            return self.sealed.take(now) and self._may_send_part(message, now)
        return self.messages.take(now) or self.may_close(message, now)

    def _may_send_part(self, message: FromPage | ToSession, now: float) -> bool:
        return not isinstance(message, Sealed | SessionSealed) or self._part.take(message, now)

    def send(self, message: Struct, repeats: bool = False) -> None:
        """Queue a message for the guest; one that repeats what it hears anyway waits its turn."""
        self._part.hear(message)
        if repeats:
            self.connection.repeat(message)
        else:
            self.connection.send(message)

    def may_close(self, message: Struct, now: float) -> bool:
        """Tell whether this closes the robot, which is carried behind too many messages as well."""
        closes = isinstance(message, TeacherAction) and message.action in ("pause", "end")
        return closes and self._closing.take(now)

    def news(self, snapshot: Snapshot) -> list[str]:
        """Return the news of a snapshot for an operator of many robots."""
        news = [
            *self._power.take(snapshot),
            *self._safe_mode.take(snapshot),
            *self._troubles.take(snapshot),
        ]
        identifies = snapshot.signal == "identify"
        if identifies and not self._identifies:
            news.append("here I am, its identify button was pressed")
        self._identifies = identifies
        return news


class Sessions:
    """All sessions of this process, by connection number."""

    def __init__(self) -> None:
        self._sessions: dict[int, Session] = {}
        self._same: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._sessions.values()))

    def get(self, connection: int) -> Session | None:
        """Return the session of a connection."""
        return self._sessions.get(connection)

    def add(self, session: Session) -> bool:
        """Keep a session; return False if the same guest has too many."""
        identity = session.guest.identity
        if self._same[identity] >= MOST_OF_ONE[session.guest.role]:
            return False
        self._same[identity] += 1
        self._sessions[session.connection.number] = session
        return True

    def remove(self, session: Session) -> None:
        """Forget a session that `add` kept."""
        del self._sessions[session.connection.number]
        identity = session.guest.identity
        self._same[identity] -= 1
        if self._same[identity] <= 0:
            del self._same[identity]
