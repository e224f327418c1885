"""The presence machine with a body that shows what it is told, and a clock."""

from collections.abc import Iterable

from hardware.contract.wire import Fault, PowerReport
from robot.presence import effects as fx
from robot.presence import events as ev
from robot.presence.classroom import Classroom
from robot.presence.effects import PresenceEffect
from robot.presence.events import PresenceEvent
from robot.presence.machine import PresenceMachine

P, Q = "P" * 22, "Q" * 22
ANNA, BEN = "A" * 43, "B" * 43


class Stage:
    """The machine with a body that shows what it is told, devices that close, and a clock."""

    def __init__(self, *events: PresenceEvent, classroom: Classroom | None = None) -> None:
        self.machine = PresenceMachine(classroom)
        self.now = 100.0
        self.told: list[PresenceEffect] = []
        self.paused = False
        self.away = False
        self.faults: tuple[Fault, ...] = ()
        self.power = PowerReport()
        for event in (ev.BodyLinked(), ev.BodyReported("asleep"), *events):
            self.say(event)

    def say(self, event: PresenceEvent) -> list[PresenceEffect]:
        """Hand in an event, and let the body report what it was then told to show."""
        if isinstance(event, ev.BodyLinked | ev.BodyLost):
            self.away = isinstance(event, ev.BodyLost)
        if isinstance(event, ev.BodyReported):
            self.faults = event.faults
        return self._follow(self.machine.handle(event, self.now))

    def wait(self, seconds: float) -> list[PresenceEffect]:
        """Let time pass, with every tick that falls due."""
        end_s = self.now + seconds
        told: list[PresenceEffect] = []
        while (due_s := self.machine.deadline) is not None and due_s <= end_s:
            self.now = max(self.now, due_s)
            told += self._follow(self.machine.tick(self.now))
        self.now = end_s
        return told

    def _follow(self, effects: list[PresenceEffect]) -> list[PresenceEffect]:
        told = list(effects)
        for effect in effects:
            if isinstance(effect, fx.ShowSignal) and not self.away:
                report = ev.BodyReported(effect.signal, self.paused, self.faults, self.power)
                told += self._follow(self.machine.handle(report, self.now))
            if isinstance(effect, fx.StopMedia):
                closed = ev.MediaClosed(effect.part)
                told += self._follow(self.machine.handle(closed, self.now))
        self.told += told
        return told

    @property
    def signal(self) -> str:
        return self.machine.snapshot().signal


JOIN = (ev.Invited(ANNA, P, 1),)
ENTER = (*JOIN, ev.Connected(P, 1))
PAUSE = ev.TeacherActed("pause-1", "pause")
HOT = Fault(code="servo_hot", part="pan", text="70 degrees")


def only(effects: Iterable[PresenceEffect], *kinds: type[PresenceEffect]) -> list[PresenceEffect]:
    return [effect for effect in effects if isinstance(effect, kinds)]
