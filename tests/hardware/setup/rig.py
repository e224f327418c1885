"""A robot on a bench for the PURE dialogue: servos of numbers, a technician's hands and keys."""

from dataclasses import dataclass, field

from hardware.setup.axes import AxisCalibration, AxisName, AxisPlan, AxisReading
from hardware.setup.dialogue import Calibration, DialogueOver, Effect, Event, Key, Read, Save
from hardware.setup.walk import Drive, Reset, Step, Torque
from hardware.setup.words import say

TICK_S = 0.05


def bus_plan(name: AxisName, number: int, by_hand: bool = True) -> AxisPlan:
    before = AxisCalibration(2048.0, 4096 / 360, 1, 0.0, 0.0, 4095.0)
    part = f"{name} servo (id {number})"
    return AxisPlan(name, part, "steps", by_hand, (0.0, 4095.0), True, before)


def pulse_plan(name: AxisName, pin: int) -> AxisPlan:
    before = AxisCalibration(1500.0, 10.0, 1, 0.0, 500.0, 2500.0)
    return AxisPlan(name, f"{name} servo (pin {pin})", "us", False, (500.0, 2500.0), False, before)


BUS: dict[AxisName, AxisPlan] = {"pan": bus_plan("pan", 1), "tilt": bus_plan("tilt", 2)}
PULSE: dict[AxisName, AxisPlan] = {
    "pan": pulse_plan("pan", 12),
    "tilt": pulse_plan("tilt", 13),
    "hand": pulse_plan("hand", 19),
}


@dataclass
class Servo:
    """One servo: it goes at once where it is sent, up to its walls."""

    plan: AxisPlan
    position: float
    tells: bool = True
    torque: bool = False
    goal: float | None = None
    walls: tuple[float, float] = (-1e9, 1e9)
    torques: list[bool] = field(default_factory=list)

    def follow(self) -> None:
        if self.torque and self.goal is not None:
            self.position = min(max(self.goal, self.walls[0]), self.walls[1])

    def reading(self) -> AxisReading:
        blocked = self.torque and self.goal is not None and abs(self.goal - self.position) > 1
        if not self.tells:
            return AxisReading()
        return AxisReading(self.position, 0.9 if blocked else 0.05, 31.0, 7.4)


class Rig:
    """The dialogue, its servos, and the clock."""

    def __init__(
        self,
        plans: dict[AxisName, AxisPlan],
        names: list[AxisName] | None = None,
        tells: bool = True,
    ) -> None:
        self.plans = plans
        self.servos = {
            name: Servo(plan, plan.before.centre + 40, tells) for name, plan in plans.items()
        }
        self.dialogue = Calibration(plans, names or list(plans), "/state/calibration-7.toml")
        self.saved: list[Save] = []
        self.ended: int | None = None
        self.resets = 0
        self.now = 100.0
        self.perform(self.dialogue.begin())
        self.run(0.1)

    def give(self, event: Event) -> None:
        self.perform(self.dialogue.handle(event, self.now))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.give(Key(key))
            self.run(TICK_S)

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds / TICK_S)):
            self.now += TICK_S
            for servo in self.servos.values():
                servo.follow()
            self.give(Read({name: servo.reading() for name, servo in self.servos.items()}))

    def turn(self, name: AxisName, position: float) -> None:
        """Turn it by hand, as far as a hand does between two readings."""
        servo = self.servos[name]
        assert not servo.torque, "nobody turns a servo that holds"
        while servo.position != position:
            way = position - servo.position
            servo.position += max(-300.0, min(300.0, way))
            self.run(TICK_S)

    def nudge(self, key: str, times: int) -> None:
        for _ in range(times):
            self.press(key)

    def perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            match effect:
                case Torque():
                    servo = self.servos[effect.axis]
                    servo.torque = effect.on
                    servo.torques.append(effect.on)
                    servo.goal = servo.goal if effect.on else None
                case Drive():
                    self.servos[effect.axis].goal = effect.raw
                case Save():
                    self.saved.append(effect)
                case DialogueOver():
                    self.ended = effect.code
                case Reset():
                    self.resets += 1

    @property
    def step(self) -> Step:
        return self.dialogue.walk.step

    @property
    def limp(self) -> bool:
        return not any(servo.torque for servo in self.servos.values())

    def text(self, language: str = "en") -> str:
        return "\n".join(say(each, language) for each in self.dialogue.prompt())
