"""PURE. The one stay of a pupil in the robot: its id and key, its attempts, its line. No I/O."""

from enum import Enum

from bridge.protocol.limits import GRACE_S, LOST_AFTER_S
from robot.presence.events import MessagePath

JOIN_S = 15.0
"""Longest time one attempt may take to connect: 10 s for the peer connection, and a margin."""

CLOSED_S = 8.0
"""Time that a stay waits for a page that is loaded anew. Most closed pages do not come back."""


class PresenceState(Enum):
    """Progress of the child from outside into the class."""

    ASLEEP = "asleep"
    JOINING = "joining"
    PRESENT = "present"
    RECONNECTING = "reconnecting"


class PupilStay:
    """State and timers of the stay; begins empty."""

    def __init__(self) -> None:
        self.state = PresenceState.ASLEEP
        self.presence_id: str | None = None
        self.pupil_key = ""
        self.connected: int | None = None
        """Attempt that carries the media; None while no attempt does."""
        self.closed = False
        """The child's page was closed: the stay waits for it, but keeps nobody else out."""
        self._attempt = 0
        self._heard_s = 0.0
        self._alive_s = 0.0
        self._joined_s = 0.0

    @property
    def somebody(self) -> bool:
        """True while a pupil is in the robot."""
        return self.presence_id is not None

    def begin(self, presence_id: str, pupil_key: str, attempt: int, now: float) -> None:
        """Let a pupil in, in the place of whoever was in."""
        self.presence_id = presence_id
        self.pupil_key = pupil_key
        self.connected = None
        self.closed = False
        self.state = PresenceState.JOINING
        self._attempt = attempt
        self._joined_s = now

    def end(self) -> None:
        """Let nobody be in."""
        self.presence_id = None
        self.pupil_key = ""
        self.connected = None
        self.closed = False
        self.state = PresenceState.ASLEEP
        self._attempt = 0

    def renew(self, attempt: int, now: float) -> bool:
        """Expect another attempt of the same stay; return False if it is not a higher one."""
        if attempt <= self._attempt:
            return False
        self._attempt = attempt
        self.closed = False
        self._joined_s = self._alive_s = now
        return True

    def connect(self, attempt: int, now: float) -> bool:
        """Use this attempt from now on; return False if it is unknown or a newer one is used."""
        if self.closed or not (self.connected or 0) < attempt <= self._attempt:
            return False
        self.connected = attempt
        self.state = PresenceState.PRESENT
        self._heard_s = self._alive_s = now
        return True

    def lose(self, attempt: int) -> bool:
        """Note that this attempt is gone; return False if it was not the one in use."""
        if attempt != self.connected:
            return False
        self.connected = None
        if self.state is PresenceState.PRESENT:
            self.state = PresenceState.RECONNECTING
        return True

    def close(self, now: float) -> None:
        """Wait for a page that was closed, for a short time."""
        self.connected = None
        self.closed = True
        self.state = PresenceState.RECONNECTING
        self._alive_s = now

    def hear(self, path: MessagePath, now: float) -> None:
        """Take a sign of life; through the bridge it keeps the stay, but not the line."""
        if self.closed:
            return  # it was on its way before
        self._alive_s = now
        if path == "channel" and self.connected is not None:
            self._heard_s = now
            self.state = PresenceState.PRESENT

    def tick(self, now: float) -> bool:
        """Let time pass; return True once the pupil is gone."""
        if self.state is PresenceState.PRESENT and now >= self._heard_s + LOST_AFTER_S:
            self.state = PresenceState.RECONNECTING
        joined_late = self.state is PresenceState.JOINING and now >= self._joined_s + JOIN_S
        silent = self.state is PresenceState.RECONNECTING and now >= self._alive_s + self._grace_s
        return joined_late or silent

    def deadlines(self) -> tuple[float, ...]:
        """Return the times at which something changes without an event; may lie in the past."""
        match self.state:
            case PresenceState.JOINING:
                return (self._joined_s + JOIN_S,)
            case PresenceState.PRESENT:
                return (self._heard_s + LOST_AFTER_S,)
            case PresenceState.RECONNECTING:
                return (self._alive_s + self._grace_s,)
            case PresenceState.ASLEEP:
                return ()

    @property
    def _grace_s(self) -> float:
        return CLOSED_S if self.closed else GRACE_S
