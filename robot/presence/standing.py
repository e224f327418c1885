"""PURE. What the child has switched on: hand, feeling, microphone and the rest. No I/O.

Each message carries the wanted state and a `seq`; for each kind only a higher
`seq` than the last counts. A message that came twice (straight and through the
bridge) changes nothing and is acknowledged again.
"""

from bridge.protocol.channels import (
    Bye,
    EventUp,
    Gesture,
    Hand,
    LineReport,
    ListenOnly,
    Microphone,
    RaisedHand,
    Rest,
    ShowFeeling,
    SoundOnly,
    View,
    Whisper,
)
from bridge.protocol.fields import Feeling, LineLevel, PictureLevel

FROM_WORST: tuple[LineLevel, ...] = ("lost", "poor", "fair", "good")

HAND_WAITS_S = 60.0
"""So long up and unseen, and the light changes its rhythm: the class should look."""

TURN_S = 60.0
"""So long at most is it the child's turn. Who has not spoken by then will not, and who has
knows it; a call that stands for good would greet the child in the next subject."""

SEEN_S = 2.0
"""How long the two blinks of `seen` and the nod take."""


class Standing:
    """The child's toggles in one presence."""

    def __init__(self) -> None:
        self.dropped = 0
        """Messages that were older than what was known."""
        self._forget_hand()
        self.feeling: Feeling | None = None
        self._reset()

    def begin_stay(self, keep_hand: bool) -> None:
        """Begin a presence: nothing is on.

        Args:
            keep_hand: Hand and feeling stay: the same child came back from a reload.
        """
        if not keep_hand:
            self._forget_hand()
            self.feeling = None
        self._reset()

    def _reset(self) -> None:
        self.microphone = False
        self.whisper = False
        self.listen_only = False
        self.rest = False
        self.sound_only = False
        self._reported: LineLevel = "good"
        self.measure("good", "full")
        self._newest: dict[object, int] = {}

    def _forget_hand(self) -> None:
        self.hand_since_s: float | None = None
        self.hand_seen = False
        self._turn_until_s: float | None = None
        self.seen_until_s = 0.0

    def apply(self, message: EventUp, now: float) -> bool:
        """Take a message; return whether it was new."""
        # A place that was saved is saved, also when the child has since gone to another.
        kind = (View, message.action) if isinstance(message, View) else type(message)
        if message.seq <= self._newest.get(kind, 0):
            self.dropped += 1
            return False
        self._newest[kind] = message.seq
        match message:
            case Hand(raised=raised):
                self._hand(raised, now)
            case ShowFeeling(feeling=feeling):
                self.feeling = feeling
            case Microphone(on=on):
                if self.microphone and not on:
                    self._turn_until_s = None  # it has spoken
                self.microphone = on
            case Whisper(on=on):
                self.whisper = on
            case ListenOnly(on=on):
                self.listen_only = on
            case Rest(on=on):
                self.rest = on
            case SoundOnly(on=on):
                self.sound_only = on
            case LineReport(level=level):
                self._reported = level
            case View() | Gesture() | Bye():
                pass  # deeds, not states: the presence machine does them
        return True

    def _hand(self, raised: bool, now: float) -> None:
        if raised and self.hand_since_s is not None:
            return
        self._forget_hand()
        if raised:
            self.hand_since_s = now

    def measure(self, level: LineLevel, picture: PictureLevel) -> None:
        """Take what the robot itself measured of the line, and what picture that leaves."""
        self._measured = level
        self.picture = picture

    @property
    def line(self) -> LineLevel:
        """The worse of what the child reported and what the robot measured."""
        return min(self._reported, self._measured, key=FROM_WORST.index)

    @property
    def speaks(self) -> bool:
        """Whether the child wants to be heard."""
        return self.microphone and not self.listen_only and not self.rest

    @property
    def hand_raised(self) -> bool:
        """Whether the hand is up."""
        return self.hand_since_s is not None

    def see_hand(self, now: float) -> bool:
        """Take the teacher's "seen"; return whether there was a hand to see."""
        if not self.hand_raised:
            return False
        self.hand_seen = True
        self.seen_until_s = now + SEEN_S
        return True

    def give_turn(self, now: float) -> None:
        """Take the teacher's "your turn": it also answers the hand.

        It ends when the microphone goes off, with the hand, and after `TURN_S`.
        """
        self._turn_until_s = now + TURN_S
        self.hand_seen = self.hand_raised

    @property
    def your_turn(self) -> bool:
        """Whether the teacher has called the child."""
        return self._turn_until_s is not None

    def tick(self, now: float) -> None:
        """End a turn that was not taken."""
        if self._turn_until_s is not None and now >= self._turn_until_s:
            self._turn_until_s = None

    def hand_waiting(self, now: float) -> bool:
        """Whether the hand is up for long and nobody has seen it."""
        since_s = self.hand_since_s
        return since_s is not None and not self.hand_seen and now >= since_s + HAND_WAITS_S

    def deadlines(self) -> list[float]:
        """Return when something changes by time alone; may lie in the past."""
        times = [self.seen_until_s]
        if self.hand_since_s is not None and not self.hand_seen:
            times.append(self.hand_since_s + HAND_WAITS_S)
        if self._turn_until_s is not None:
            times.append(self._turn_until_s)
        return times

    def hand(self, now: float) -> RaisedHand:
        """Return the hand as the wire says it."""
        since_s = self.hand_since_s
        return RaisedHand(
            raised=since_s is not None,
            seen=self.hand_seen,
            your_turn=self.your_turn,
            waiting_s=0.0 if since_s is None else max(0.0, now - since_s),
        )
