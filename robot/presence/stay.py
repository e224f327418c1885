"""PURE. The one stay of a pupil in the robot: its id and key, its attempts, its line. No I/O."""

from enum import Enum

from bridge.protocol.limits import GRACE_S, LOST_AFTER_S
from robot.presence.events import MessagePath

JOIN_S = 15.0
"""Longest time one attempt may take to connect: 10 s for the peer connection, and a margin."""


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
        self.state = PresenceState.JOINING
        self._attempt = attempt
        self._joined_s = now

    def end(self) -> None:
        """Let nobody be in."""
        self.presence_id = None
        self.pupil_key = ""
        self.connected = None
        self.state = PresenceState.ASLEEP
        self._attempt = 0

    def renew(self, attempt: int, now: float) -> bool:
        """Expect another attempt of the same stay; return False if it is not a higher one."""
        if attempt <= self._attempt:
            return False
        self._attempt = attempt
        self._joined_s = self._alive_s = now
        return True

    def connect(self, attempt: int, now: float) -> bool:
        """Use this attempt from now on; return False if it is unknown or a newer one is used."""
        if not (self.connected or 0) < attempt <= self._attempt:
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

    def hear(self, path: MessagePath, now: float) -> None:
        """Take a sign of life; through the bridge it keeps the stay, but not the line."""
        self._alive_s = now
        if path == "channel" and self.connected is not None:
            self._heard_s = now
            self.state = PresenceState.PRESENT

    def tick(self, now: float) -> bool:
        """Let time pass; return True once the pupil is gone."""
        if self.state is PresenceState.PRESENT and now >= self._heard_s + LOST_AFTER_S:
            self.state = PresenceState.RECONNECTING
        joined_late = self.state is PresenceState.JOINING and now >= self._joined_s + JOIN_S
        silent = self.state is PresenceState.RECONNECTING and now >= self._alive_s + GRACE_S
        return joined_late or silent

    def deadlines(self) -> tuple[float, ...]:
        """Return the times at which something changes without an event; may lie in the past."""
        match self.state:
            case PresenceState.JOINING:
                return (self._joined_s + JOIN_S,)
            case PresenceState.PRESENT:
                return (self._heard_s + LOST_AFTER_S,)
            case PresenceState.RECONNECTING:
                return (self._alive_s + GRACE_S,)
            case PresenceState.ASLEEP:
                return ()
