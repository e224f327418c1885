"""PURE. Sources, signal and voice, and the order in which they change. No I/O.

    off:  mute, stop sources, hand, head ► (their devices are closed) ► show
    on:   show ► (the body reports it) ► start sources ► unmute

The class never loses the light while a device is open, and no source starts before the body
itself has reported a signal in `signals.LIT`. A stop holds from the same moment on. Closing the
device takes longer, and only the light waits for it.
"""

from bridge.protocol.vocabulary import SignalName
from robot.presence import effects
from robot.presence.effects import PresenceEffect
from robot.presence.events import MediaPart
from robot.presence.signals import LIT, Facts, derive

LEVEL_STEPS = 10
"""Number of steps in which the light follows the voice: more are not visible, and cost messages."""


class Outlet:
    """Memory of what body and media were told, so that only changes are sent."""

    def __init__(self) -> None:
        self.shown: SignalName | None = None
        """Signal that the body reported last; None while it is away."""
        self.running: frozenset[MediaPart] = frozenset()
        """Parts that may leave the robot."""
        self.closing: frozenset[MediaPart] = frozenset()
        """Parts that were stopped and whose device is not known to be closed."""
        self._asked: effects.ShowSignal | None = None
        self._hand: bool | None = None
        self._head: PresenceEffect | None = None
        self._voice: bool | None = None
        self._loudness: tuple[int, bool] | None = None

    @property
    def asked(self) -> effects.ShowSignal | None:
        """Signal that the body was told to show last; None if it knows of none."""
        return self._asked

    def body_knows_nothing(self) -> None:
        """Forget what the body was told, because its process came or went."""
        self.shown = None
        self._asked = None
        self._hand = None
        self._head = None

    def closed(self, part: MediaPart) -> None:
        """Take note that the device of a part is closed."""
        self.closing -= {part}

    def close_all(self) -> list[PresenceEffect]:
        """Mute, and stop every source."""
        return [*self._mute(), *self._stop(self.running)]

    def settle(
        self,
        facts: Facts,
        parts: frozenset[MediaPart],
        voice: bool,
        hand: bool,
        level: float,
        loudness: tuple[int, bool],
        near: bool = False,
    ) -> list[PresenceEffect]:
        """Return the changes.

        Args:
            facts: Facts on which the signal depends.
            parts: Sources that are allowed now.
            voice: True while the child may be heard.
            hand: True to raise the robot's hand.
            level: Loudness of the child's voice, 0 to 1.
            loudness: Step of volume, and True for a whisper.
            near: True while an enlarged picture leaves the robot.
        """
        signal = derive(facts)
        lit = self.shown in LIT and signal in LIT
        allowed = parts if lit else frozenset[MediaPart]()
        todo: list[PresenceEffect] = [] if voice else self._mute()
        todo += self._stop(self.running - allowed)
        todo += self._posture(facts, hand)
        if signal in LIT or not self.closing:
            todo += self._show(signal, level, near, facts)
        todo += self._start(allowed - self.running)
        if loudness != self._loudness:
            self._loudness = loudness
            todo.append(effects.SetLoudness(*loudness))
        if voice and self._voice is not True:
            self._voice = True
            todo.append(effects.UnmuteVoice())
        return todo

    def _mute(self) -> list[PresenceEffect]:
        if self._voice is False:
            return []
        self._voice = False
        return [effects.MuteVoice()]

    def _stop(self, parts: frozenset[MediaPart]) -> list[PresenceEffect]:
        self.running -= parts
        self.closing |= parts
        return [effects.StopMedia(part) for part in MediaPart if part in parts]

    def _start(self, parts: frozenset[MediaPart]) -> list[PresenceEffect]:
        self.running |= parts
        return [effects.StartMedia(part) for part in MediaPart if part in parts]

    def _posture(self, facts: Facts, hand: bool) -> list[PresenceEffect]:
        todo: list[PresenceEffect] = []
        if hand != self._hand:
            self._hand = hand
            todo.append(effects.ShowHand(hand))
        head: PresenceEffect = effects.Rise()
        if not (facts.somebody or facts.previewed) or facts.closed:
            head = effects.ParkHead(forget=True)
        elif facts.paused or facts.fault:
            head = effects.ParkHead()
        elif facts.on_break:
            head = effects.Hold()
        if head != self._head:
            self._head = head
            todo.append(head)
        return todo

    def _show(
        self, signal: SignalName, level: float, near: bool, facts: Facts
    ) -> list[PresenceEffect]:
        lit = signal in LIT
        show = effects.ShowSignal(
            signal,
            level=round(level * LEVEL_STEPS) / LEVEL_STEPS if signal == "speaking" else 0.0,
            near=near and lit,
            mark=facts.mark if lit else None,
        )
        if show == self._asked:
            return []
        self._asked = show
        return [show]
