"""PURE. Wishes of the child for board, phrases and sheets, as far as its rights go. No I/O.

Nothing is taken, shown or spoken beyond the rights. A right that ends takes back at once what it
allowed: the zoom, the following, a voice that speaks, whatever crosses to the child.
"""

from bridge.protocol.board import AnswerUnderstood, Follow, HeldSheets, SayPhrase, TakeStill
from bridge.protocol.channels import EventUp
from bridge.protocol.fields import Transferring
from robot.media.types.framing import Framing
from robot.presence import effects, events, wish_events
from robot.presence.effects import PresenceEffect
from robot.presence.events import MediaPart
from robot.presence.phrases import Phrases
from robot.presence.rights import ChildRights
from robot.presence.understanding import Understood
from robot.presence.viewing import WHOLE, Viewing

NOTHING_CROSSES = effects.AllowTransfers(still=False, sheets=False, to_child=False)


class Wishes:
    """Crop, still, following, phrase and answer of one child, and the sheets of its stay.

    Args:
        rights: What the child may do.
    """

    def __init__(self, rights: ChildRights) -> None:
        self.rights = rights
        self.viewing = Viewing()
        self.phrases = Phrases()
        self.understood = Understood()
        self.can_speak = False
        """A voice is installed."""
        self.sheets = HeldSheets()
        self.transferring: Transferring | None = None
        self._crop: Framing = WHOLE
        """Crop that the camera was told."""
        self._follows = False
        self._speaking = False
        """A phrase was given to the voice since it was last told to be silent."""
        self._crossing = NOTHING_CROSSES

    # ---- the child

    def takes(self, message: EventUp, now: float) -> bool:
        """Return False for a phrase or a still that comes too fast."""
        if isinstance(message, SayPhrase):
            return self.phrases.takes(now)
        return not isinstance(message, TakeStill) or self.viewing.takes_still(now)

    def crop(self, event: events.CropAsked) -> None:
        """Take the crop that the child asks for, if it may zoom."""
        if self.rights.allow("zoom"):
            self.viewing.crop(event.zoom, event.x, event.y)
            self.viewing.following = False

    def of(
        self, said: events.PupilSaid, now: float, *, seeing: bool, audible: bool
    ) -> list[PresenceEffect]:
        """Carry out a new message of the child.

        Args:
            said: The message.
            now: Monotonic seconds.
            seeing: True while the child gets a picture.
            audible: True while the robot may speak for the child.
        """
        match said.message:
            case TakeStill():
                if not self.rights.allow("still"):
                    return [_refused(said)]
                if not seeing:
                    self.viewing.still_is("failed")
                elif self.viewing.ask_still(now):
                    return [effects.AskStill(said.presence_id)]
            case Follow(on=on):
                if on and not self.rights.allow("zoom"):
                    return [_refused(said)]
                self.viewing.following = on
            case SayPhrase(aloud=aloud) if aloud and not self.rights.allow("speech"):
                return [_refused(said)]
            case SayPhrase() as phrase:
                aloud = phrase.aloud and audible and self.can_speak
                self.phrases.say(phrase, aloud)
                if aloud:
                    self._speaking = True
                    return [effects.Speak(phrase.kind, phrase.text.strip(), phrase.language)]
            case AnswerUnderstood(answer=answer):
                self.understood.say(answer, now)
        return []

    # ---- the robot's own parts

    def told(self, event: wish_events.OfWishes) -> None:
        """Take what camera, voice and sheets say of themselves."""
        match event:
            case wish_events.CameraAble(zoom_most=most, still=still):
                self.viewing.limit(most)
                self.rights.able("zoom", self.viewing.most > 1.0)
                self.rights.able("still", still)
            case wish_events.CropShown(zoom=zoom):
                self.viewing.shown_zoom = zoom
            case wish_events.StillChanged(state=state):
                self.viewing.still_is(state)
            case wish_events.FollowingEnded():
                self.viewing.following = False
            case wish_events.VoiceInstalled(can_speak=can_speak):
                self.can_speak = can_speak
            case wish_events.ClassKeyOpened(opened=opened):
                self.rights.able("sheets", opened)
            case wish_events.SheetsHeld(for_child, numbers, passing):
                self.sheets = HeldSheets(for_child, len(numbers), numbers, passing)
            case wish_events.TransferChanged(what=what):
                self.transferring = what

    # ---- time

    def tick(self, now: float) -> None:
        """Let an answer fall, and give up a late still."""
        self.understood.tick(now)
        self.viewing.tick(now)

    def deadlines(self) -> tuple[float, ...]:
        """Return the times at which something changes without an event; may lie in the past."""
        return (*self.understood.deadlines(), *self.viewing.deadlines())

    # ---- the stay

    def forget(self) -> list[PresenceEffect]:
        """Forget what the child asked for, because the stay is over; sheets and stills go, too."""
        self.viewing.forget()
        self.phrases.forget()
        self.understood.forget()
        self.sheets = HeldSheets()
        self.transferring = None
        return [effects.ForgetPictures()]

    def settle(
        self, running: frozenset[MediaPart], *, somebody: bool, audible: bool
    ) -> list[PresenceEffect]:
        """Bring camera, voice and transfers in line with rights and state.

        Args:
            running: Parts of the media that may leave the robot.
            somebody: True while a child is in the robot.
            audible: True while the robot may speak for the child.
        """
        may_zoom, may_still = (self.rights.allow(right) for right in ("zoom", "still"))
        if not may_zoom:
            self.viewing.whole()
        if not may_still and self.viewing.still != "none":
            self.viewing.still_is("none")
        todo: list[PresenceEffect] = []
        if self._speaking and not (audible and self.rights.allow("speech")):
            self._speaking = False
            todo.append(effects.StopSpeaking())
        if self.viewing.asked != self._crop:
            self._crop = self.viewing.asked
            todo.append(effects.SetCrop(self._crop.zoom, self._crop.x, self._crop.y))
        follows = self.viewing.following and MediaPart.PICTURE in running
        if follows != self._follows:
            self._follows = follows
            todo.append(effects.FollowTeacher(follows))
        crossing = effects.AllowTransfers(
            still=somebody and may_still,
            sheets=somebody and self.rights.allow("sheets"),
            to_child=bool(running),
        )
        if crossing != self._crossing:
            self._crossing = crossing
            todo.append(crossing)
        return todo

    def is_near(self, running: frozenset[MediaPart]) -> bool:
        """Return True while an enlarged picture leaves the robot."""
        return self.viewing.shown_zoom > 1.0 and MediaPart.PICTURE in running


def _refused(said: events.PupilSaid) -> effects.RefuseWish:
    """Return the refusal of a message for which the child has no right."""
    tag = said.message.__struct_config__.tag
    return effects.RefuseWish(said.presence_id, str(tag), "not_allowed", said.path)
