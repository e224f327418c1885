"""Performance of the presence machine's effects on head, body, sources, sound and disk.

Nothing here waits: devices and disk follow by themselves and report when they are done.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from robot.links.body_link import BodyLink
from robot.links.bridge_time import BridgeTime
from robot.media.voice.ringing import Ringing
from robot.media.voice.saying import Saying
from robot.media.voice.voice import VoiceIn
from robot.messenger import Messenger
from robot.presence import effects, loudness
from robot.presence.effects import PresenceEffect
from robot.presence.machine import PresenceMachine
from robot.presence.parts import (
    BoardPart,
    NoBoard,
    NoSheets,
    NoSpeech,
    SheetsPart,
    SpeechPart,
)
from robot.settings.texts import Both
from robot.sources import Sources
from robot.speech.troubles import name_aloud
from robot.steering import views
from robot.steering.steering import Steering
from robot.storage import note, outfits
from robot.storage.keeper import Keeper

AFTER_SOUND_S = 1.7
"""Length of the sound of `identify`."""


@dataclass(frozen=True)
class Outputs:
    """Devices, sound and disk, which follow by themselves."""

    sources: Sources
    voice: VoiceIn
    saying: Saying
    """The voice with spoken phrases on it."""
    ringing: Ringing
    """The same with the robot's own short sounds on it."""
    keeper: Keeper
    """Keeps the class's state and the child's views."""
    board: BoardPart = field(default_factory=NoBoard)
    speech: SpeechPart = field(default_factory=NoSpeech)
    sheets: SheetsPart = field(default_factory=NoSheets)


class Stage:
    """Performs effects. Each method is called from the agent's one loop.

    Args:
        machine: Machine whose effects are performed, and which makes snapshots.
        messenger: Performs effects on calls, and sends messages.
        steering: Moves the head, and knows its pose.
        outputs: Devices, sound and disk, which follow by themselves.
        kept: State of the class's side as the disk has it.
    """

    def __init__(
        self,
        machine: PresenceMachine,
        messenger: Messenger,
        steering: Steering,
        body: BodyLink,
        outputs: Outputs,
        kept: note.ClassNote,
    ) -> None:
        self.machine = machine
        self.messenger = messenger
        self.steering = steering
        self.body = body
        self._sources = outputs.sources
        self._voice = outputs.voice
        self._saying = outputs.saying
        self._ringing = outputs.ringing
        self._keeper = outputs.keeper
        self._board = outputs.board
        self._speech = outputs.speech
        self.sheets = outputs.sheets
        self._note = kept
        self.time = BridgeTime()

    @property
    def may_talk(self) -> bool:
        """True while the robot may speak of itself: never to a child, nor in a pause."""
        return self.machine.presence_id is None and not self.machine.classroom.paused_by

    def say_of_itself(self, words: str) -> None:
        """Say a sentence of the robot's own."""
        self._speech.speak("text", words, "de")

    def say(self, words: Both) -> None:
        """Say something to whoever sets the robot up; never to a child, nor in a pause."""
        if self.may_talk:
            self._speech.speak("text", words.de, "de")

    def say_name(self, name: str) -> None:
        """Say which robot this is, after the sound that says so; never to a child, nor in a pause.

        Args:
            name: As the bridge told it; empty while it has not.
        """
        if name and self.may_talk:
            self._speech.speak("text", name_aloud(name), "de", AFTER_SOUND_S)

    def perform(self, todo: Sequence[PresenceEffect], now: float) -> None:
        """Perform effects, in order."""
        for effect in todo:
            if isinstance(effect, effects.CallEffect):
                self.messenger.perform_call(effect)
            elif isinstance(effect, effects.MessageEffect):
                self.messenger.tell(effect, now)
            elif isinstance(effect, effects.SteeringEffect):
                self._steer(effect, now)
            elif isinstance(effect, effects.BodyEffect):
                self._show(effect)
            elif isinstance(effect, effects.DeviceEffect):
                self._switch(effect)
            elif isinstance(effect, effects.SoundEffect):
                self._play(effect)
            elif isinstance(effect, effects.WishEffect):
                self._fulfil(effect)
            else:
                self._keep(effect, now)

    def _steer(self, effect: effects.SteeringEffect, now: float) -> None:
        match effect:
            case effects.Rise():
                self.steering.rise(now)
            case effects.Hold():
                self.steering.hold()
            case effects.ParkHead(forget=forget):
                self.steering.park(forget)
            case effects.GoToView(slot=slot):
                self.steering.go_to(slot)
            case effects.SaveView(slot=slot):
                data = self.steering.save(slot, now)
                if data is not None:
                    self._keeper.keep(views.FILE, data)
            case effects.MakeGesture(name=name):
                self.steering.make_gesture(name)

    def _show(self, effect: effects.BodyEffect) -> None:
        match effect:
            case effects.ShowSignal(signal=signal, level=level, near=near, mark=mark):
                self.body.show(signal, level, near, mark)
            case effects.ShowHand(raised=raised):
                self.body.raise_hand(raised)
            case effects.ReleaseBody():
                self.body.release()

    def _switch(self, effect: effects.DeviceEffect) -> None:
        match effect:
            case effects.StartMedia(part=part):
                self._sources.start(part)
            case effects.StopMedia(part=part):
                self._sources.stop(part)

    def _play(self, effect: effects.SoundEffect) -> None:
        match effect:
            case effects.MuteVoice():
                self._voice.muted = True
            case effects.UnmuteVoice():
                self._voice.muted = False
            case effects.SetLoudness(volume=volume, whisper=whisper):
                self._voice.gain = loudness.gain(volume, whisper)
                self._ringing.gain = loudness.gain(volume, whisper=False)
                self._saying.gain = self._ringing.gain
            case effects.PlayEarcon(name=name):
                self._ringing.ring(name)

    def _fulfil(self, effect: effects.WishEffect) -> None:
        match effect:
            case effects.SetCrop(zoom=zoom, x=x, y=y):
                self._board.set_crop(zoom, x, y)
            case effects.AskStill(presence_id=presence_id):
                self._board.take_still(presence_id)
            case effects.FollowTeacher(on=on):
                self._board.follow(on)
            case effects.Speak(kind=kind, text=text, language=language):
                self._speech.speak(kind, text, language)
            case effects.StopSpeaking():
                self._speech.stop()
            case effects.AllowTransfers():
                self.sheets.allow(effect)
            case effects.ForgetPictures():
                self.sheets.forget()

    def _keep(self, effect: effects.DiskEffect, now: float) -> None:
        match effect:
            case effects.Remember():
                self._note = note.renewed(self._note, effect, self.time.unix_s(now))
                self.messenger.note_version = self._keeper.keep(note.FILE, note.encode(self._note))
            case effects.KeepOutfit():
                self._keeper.keep(outfits.FILE, outfits.encode(effect))
