"""PURE. State of the child's toggles: hand, feeling, help, microphone and the others. No I/O.

Each message carries the wanted state and a `seq`; for each kind only a higher
`seq` than the last counts. A message that came twice (on the channel and through
the bridge) changes nothing and is acknowledged again.

The microphone follows the app's own table (`pupil_app/js/lesson/wishes.js`), also for
an app that tells only one toggle at a time:

* The end of a whisper leaves the microphone as it was before the whisper.
* `rest` and `listen_only` close it, and their end does not open it again.
* A pause by the class or a fault closes it.

After each of these only a newer `microphone` message opens it. A microphone message that
was sent earlier and arrives later does not.
"""

from bridge.protocol.board import AnswerUnderstood, Follow, SayPhrase, TakeStill
from bridge.protocol.channels import (
    AskForHelp,
    Bye,
    EventUp,
    Gesture,
    Hand,
    LineReport,
    ListenOnly,
    Microphone,
    MicrophoneReport,
    Rest,
    ShowFeeling,
    SoundOnly,
    View,
    WearOutfit,
    Whisper,
)
from bridge.protocol.fields import Feeling, LineLevel, PictureLevel
from bridge.protocol.presence import RaisedHand
from robot.presence.help_request import HelpRequest

FROM_WORST: tuple[LineLevel, ...] = ("lost", "poor", "fair", "good")

HAND_WAITS_S = 60.0
"""Time after which an unseen hand changes the rhythm of the light: the class should look."""

TURN_S = 60.0
"""Longest turn. A child who has not spoken by then will not, and one who has knows it.
A turn without an end would still be shown to the child in the next subject."""

SEEN_S = 2.0
"""Duration of the two blinks of `seen` and of the nod."""


class Standing:
    """Toggles of the child in one presence."""

    def __init__(self) -> None:
        self.dropped = 0
        """Messages older than what was known."""
        self._forget_all_asked()
        self._reset()

    def begin_stay(self, keep_hand: bool) -> None:
        """Begin a presence: nothing is on.

        Args:
            keep_hand: True keeps hand, feeling and request for help: the same child came back
                from a reload.
        """
        if not keep_hand:
            self._forget_all_asked()
        self._reset()

    def _forget_all_asked(self) -> None:
        self._forget_hand()
        self.feeling: Feeling | None = None
        self.feeling_seen = False
        """The teacher has seen the present feeling."""
        self.help = HelpRequest()

    def _reset(self) -> None:
        self.microphone = False
        self._microphone_before = False
        """State before the newest `microphone` message."""
        self.whisper = False
        self._whisper_began = 0
        """`seq` of the message that began the whisper."""
        self._aloud_before = False
        """The microphone was on before the whisper, and was not closed since."""
        self._turn_taken = False
        self.listen_only = False
        self.rest = False
        self.sound_only = False
        self.microphone_works = True
        """The child's app has not reported otherwise."""
        self._reported: LineLevel = "good"
        self.measure("good", "full")
        self._newest: dict[object, int] = {}

    def _forget_hand(self) -> None:
        self.hand_since_s: float | None = None
        self.hand_seen = False
        self._turn_until_s: float | None = None
        self._turn_taken = False
        """The child was called and has spoken aloud since; holds until the microphone goes off."""
        self.seen_until_s = 0.0

    def apply(self, message: EventUp, now: float) -> bool:
        """Take a message; return True if it was new."""
        # A save counts even if the child has gone to another view since.
        kind = (View, message.action) if isinstance(message, View) else type(message)
        if message.seq <= self._newest.get(kind, 0):
            self.dropped += 1
            return False
        self._newest[kind] = message.seq
        self._take(message, now)
        self._note_turn()
        return True

    def _take(self, message: EventUp, now: float) -> None:
        match message:
            case Hand(raised=raised):
                self._hand(raised, now)
            case ShowFeeling(feeling=feeling):
                self.feeling_seen &= feeling == self.feeling
                self.feeling = feeling
            case AskForHelp(wanted=wanted):
                self.help.apply(wanted, now)
            case MicrophoneReport(works=works):
                self.microphone_works = works
            case Microphone():
                self._microphone(message)
            case Whisper():
                self._whisper(message)
            case ListenOnly(on=on):
                self.listen_only = on
                if on:
                    self._close_microphone(message.seq)
            case Rest(on=on):
                self.rest = on
                if on:
                    self._close_microphone(message.seq)
            case SoundOnly(on=on):
                self.sound_only = on
            case LineReport(level=level):
                self._reported = level
            case View() | Gesture() | WearOutfit() | Bye():
                pass  # not states of the stay: the presence machine handles them
            case TakeStill() | SayPhrase() | AnswerUnderstood() | Follow():
                pass  # `Wishes` takes them

    def _microphone(self, message: Microphone) -> None:
        if self.whisper and message.seq < self._whisper_began:
            self._aloud_before = message.on  # sent before the whisper, and arrived late
        elif not message.on:
            self._aloud_before = False
        self._microphone_before = self.microphone
        if message.on:
            self.microphone = True
        else:
            self._microphone_off(message.seq)

    def _whisper(self, message: Whisper) -> None:
        if message.on == self.whisper:
            return
        self.whisper = message.on
        if message.on:
            self._whisper_began = message.seq
            # A whisper from silence opens the microphone, and that message may arrive first.
            overtaken = self._newest.get(Microphone, 0) > message.seq
            self._aloud_before = self._microphone_before if overtaken else self.microphone
            self._turn_taken &= self._aloud_before
        elif not self._aloud_before:
            self._close_microphone(message.seq)

    def _close_microphone(self, seq: int) -> None:
        """Close the microphone for another toggle, unless a newer message opened it since."""
        if self._newest.get(Microphone, 0) < seq:
            self._newest[Microphone] = seq
            self._microphone_before = False
            self._aloud_before = False
            self._microphone_off(seq)

    def _microphone_off(self, seq: int) -> None:
        """Close the microphone; after a spoken turn the turn ends and the hand comes down."""
        spoke = self.microphone and self._turn_taken
        self.microphone = False
        self._turn_taken = False
        if not spoke:
            return
        self._turn_until_s = None
        if self._newest.get(Hand, 0) < seq:  # else the child has raised it again since
            self._newest[Hand] = seq
            self._forget_hand()

    def hush(self) -> None:
        """Close the microphone for the class or a fault; hand and turn stay.

        What is said at home meanwhile must not become loud by itself when the class is back.
        """
        self.microphone = False
        self._microphone_before = False
        self._aloud_before = False
        self._turn_taken = False

    def _note_turn(self) -> None:
        if self.your_turn and self.speaks and not self.whisper:
            self._turn_taken = True

    def _hand(self, raised: bool, now: float) -> None:
        if raised and self.hand_since_s is not None:
            return
        self._forget_hand()
        if raised:
            self.hand_since_s = now

    def measure(self, level: LineLevel, picture: PictureLevel) -> None:
        """Take the line that the robot measured, and the picture that it leaves."""
        self._measured = level
        self.picture = picture

    @property
    def line(self) -> LineLevel:
        """Worse of the line that the child reported and the one that the robot measured."""
        return min(self._reported, self._measured, key=FROM_WORST.index)

    @property
    def speaks(self) -> bool:
        """True while the child wants to be heard."""
        return self.microphone and not self.listen_only and not self.rest

    @property
    def hand_raised(self) -> bool:
        """True while the hand is up."""
        return self.hand_since_s is not None

    def see_hand(self, now: float) -> bool:
        """Take the teacher's "seen"; return False if no hand was up."""
        if not self.hand_raised:
            return False
        self.hand_seen = True
        self.seen_until_s = now + SEEN_S
        return True

    def see_feeling(self) -> bool:
        """Take the teacher's "seen" of the feeling; return False if none is shown."""
        self.feeling_seen = self.feeling is not None
        return self.feeling_seen

    def answer_help(self, now: float) -> bool:
        """Take the teacher's answer to a request for help; return False if there is none.

        The robot nods and blinks, as for a hand that was seen.
        """
        if not self.help.answer():
            return False
        self.seen_until_s = now + SEEN_S
        return True

    def give_turn(self, now: float) -> None:
        """Take the teacher's "your turn": it also answers the hand.

        It ends with the hand, after `TURN_S`, and when the microphone goes off after the child
        has spoken aloud. A whisper is not heard by the class and does not take the turn.
        """
        self._turn_until_s = now + TURN_S
        self.hand_seen = self.hand_raised
        self._note_turn()

    @property
    def your_turn(self) -> bool:
        """True while the teacher's call stands."""
        return self._turn_until_s is not None

    def tick(self, now: float) -> None:
        """End a turn that has lasted for `TURN_S`."""
        if self._turn_until_s is not None and now >= self._turn_until_s:
            self._turn_until_s = None

    def hand_waiting(self, now: float) -> bool:
        """Return True while the hand has been up for long and nobody has seen it."""
        since_s = self.hand_since_s
        return since_s is not None and not self.hand_seen and now >= since_s + HAND_WAITS_S

    def deadlines(self) -> list[float]:
        """Return the times at which something changes without an event; may lie in the past."""
        times = [self.seen_until_s]
        if self.hand_since_s is not None and not self.hand_seen:
            times.append(self.hand_since_s + HAND_WAITS_S)
        if self._turn_until_s is not None:
            times.append(self._turn_until_s)
        return times

    @property
    def arm_up(self) -> bool:
        """True while the robot's arm is up: for the hand, or for help that nobody has answered."""
        return self.hand_raised or self.help.waits

    def hand(self, now: float | None) -> RaisedHand:
        """Return the hand in the form of the wire; without a time it has not waited."""
        since_s = self.hand_since_s
        return RaisedHand(
            raised=since_s is not None,
            seen=self.hand_seen,
            your_turn=self.your_turn,
            waiting_s=0.0 if since_s is None or now is None else max(0.0, now - since_s),
        )
