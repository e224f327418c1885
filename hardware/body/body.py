"""PURE. The body's response to intents, buttons and failures. No I/O.

    shown                paused (the class's button)  >  fault  >  what the agent asked for;
                         identify instead, while nobody is inside
    who may move it      only the agent, only while it feeds, never while paused or failed

The pause latch belongs to the class: only the button changes it, and it works
without an agent. Pressed twice in a hurry it stays closed. Times that come in are
the machine's monotonic clock; inside, time never goes back.
"""

import math
from typing import assert_never

from bridge.protocol.vocabulary import MarkName, SignalName
from hardware.body.events import (
    AgentConnected,
    AgentGone,
    Commanded,
    Effect,
    Event,
    Felt,
    KeepPause,
    Malformed,
    PokePart,
    Powered,
    PressButton,
    ProcessEnds,
    RefuseIntent,
    ResetDrivers,
    Sensed,
    ShowLights,
    Tell,
)
from hardware.body.faults import HARMLESS, Faults
from hardware.body.forward import ForwardClock
from hardware.body.hand import HandMotion
from hardware.body.head import HeadMotion, Mode
from hardware.body.lighting import Lighting
from hardware.body.presses import LongPress
from hardware.body.state_report import StateReport
from hardware.config.config import BodyConfig
from hardware.contract import wire
from hardware.contract.interfaces import (
    ButtonPressed,
    ButtonReleased,
    LightMeasured,
    PartFailed,
)
from hardware.motion.gestures import GestureRun
from hardware.motion.trajectory import TICK_S
from hardware.signals import SIGNAL_TABLE

IDENTIFY_S = 5.0
HURRY_S = 1.0
"""A press this soon after the last one does not lift the pause: a hurried finger presses twice."""
AHEAD_S = 0.05
"""An intent may seem to come this far from the future: clocks are read at two ends."""


class Body:
    """Body of one robot.

    Args:
        config: Limits, speeds and driver.
        now: Monotonic seconds.
        has_hand: Whether a hand is built in.
        paused: Whether the class had paused when the last process ended.
    """

    def __init__(
        self, config: BodyConfig, now: float, has_hand: bool, paused: bool = False
    ) -> None:
        self.paused = paused
        self.dropped = 0
        self._config = config
        self._has_hand = has_hand
        self._clock = ForwardClock(now)
        self._head = HeadMotion(config.motion, config.body.driver)
        self._hand = HandMotion(config.motion)
        brightness = config.lights.brightness if config.lights else 1.0
        self._lighting = Lighting(now, has_hand, brightness)
        self._asked: SignalName = "asleep"
        self._level = 0.0
        self._added: tuple[bool, MarkName | None] = (False, None)
        """Narrow eyes, and the answer in one eye."""
        self._seq = 0
        self._park_at_s: float | None = None
        self._faults = Faults()
        self._report = StateReport(now)
        self._stopping = False
        self._hand_raised = False
        """Raised for the child; a robot without a hand shows it with its light alone."""
        self._presses = LongPress()
        self._identify_until_s: float | None = None
        self._urgent = False
        self._pressed_s = -math.inf
        self._ticked_s = now
        self._present(now)

    @property
    def greeting(self) -> wire.Greeting:
        """First line of every connection."""
        motion = self._config.motion
        return wire.Greeting(
            version=wire.WIRE_VERSION,
            driver=self._config.body.driver,
            pan_min_deg=motion.pan_min_deg,
            pan_max_deg=motion.pan_max_deg,
            tilt_min_deg=motion.tilt_min_deg,
            tilt_max_deg=motion.tilt_max_deg,
            has_hand=self._has_hand,
        )

    @property
    def signal(self) -> SignalName:
        """The signal that is shown."""
        if self.paused:
            return "paused"
        if self._faults.stopping:
            return "identify" if self._identifying else "fault"
        # A child who is inside stays visible, so identify need not cost the picture either.
        if self._identifying and not SIGNAL_TABLE[self._asked].watched:
            return "identify"
        return self._asked

    @property
    def faults(self) -> tuple[wire.Fault, ...]:
        """Faults since the last release."""
        return self._faults.current

    @property
    def state(self) -> wire.BodyState | None:
        """The state that was reported last."""
        return self._report.newest

    @property
    def head(self) -> HeadMotion:
        """The head, for tests that watch it."""
        return self._head

    @property
    def deadline(self) -> float:
        """Time at which `tick` is due: in time for the head, and at least at 50 Hz."""
        due_s = self._ticked_s if self._urgent else self._ticked_s + TICK_S
        head_s = self._head.deadline
        return self._clock.outside(due_s if head_s is None else min(due_s, head_s))

    @property
    def at_rest(self) -> bool:
        """True while no servo is driven."""
        return self._head.mode is Mode.DETACHED and not self._hand.attached

    @property
    def parking(self) -> bool:
        """True while the head goes to rest by itself, which needs no feeding."""
        return self._head.mode is Mode.PARKING

    @property
    def _identifying(self) -> bool:
        return self._identify_until_s is not None

    def handle(self, event: Event, now: float) -> list[Effect]:
        """Take one event."""
        machine_s, now = now, self._forward(now)
        match event:
            case wire.Press() | wire.Poke():
                return self._simulate(event)
            case wire.Intent():
                return self._intent(event, now, machine_s)
            case ButtonPressed():
                return self._pressed(event.button, now)
            case ButtonReleased():
                self._presses.released(event.button)
            case LightMeasured():
                self._lighting.measure(event.lux)
            case PartFailed():
                return self._failed(event, now)
            case Malformed():
                self.dropped += 1
            case AgentConnected() | AgentGone():
                self._agent_changed(isinstance(event, AgentConnected), now)
            case Sensed() | Commanded() | Felt() | Powered():
                self._report.take(event)
                if isinstance(event, Sensed) and event.by_servo:
                    self._head.sense(event.pose)
            case ProcessEnds():
                self._stopping = True
                self._sleep(now)
                self._head.park(now, fast=True)
            case _:
                assert_never(event)
        return []

    def tick(self, now: float) -> list[Effect]:
        """Advance to now."""
        machine_s, now = now, self._forward(now)
        self._ticked_s = now
        effects: list[Effect] = []
        if self._presses.due(now):
            effects += self._identify(now)
        if self._identify_until_s is not None and now >= self._identify_until_s:
            self._identify_until_s = None
            self._present(now)
        if self._park_at_s is not None and now >= self._park_at_s:
            self._park_at_s = None
            self._sleep(now)
        if SIGNAL_TABLE[self.signal].posture == "follow":
            self._head.tilt_offset_deg = self._lighting.tilt_offset_at(now)
        gesture = self._head.gesture
        stroke = gesture.at(now) if gesture and self._has_hand else None
        self._hand.wave(stroke.hand if stroke else None)
        effects += [*self._head.tick(now), *self._hand.tick(now)]
        target, here = self._head.target, self._head.commanded
        self._lighting.look(target.pan_deg - here.pan_deg, target.tilt_deg - here.tilt_deg)
        light = self._lighting.tick(now)
        if light is not None:
            effects.append(ShowLights(light))
        return effects + self._tell(now, machine_s)

    def _forward(self, machine_s: float) -> float:
        """Return the time inside; hold the head if the machine's clock jumped back."""
        if self._clock.jumps(machine_s):
            self._head.freeze()
        return self._clock.at(machine_s)

    def _agent_changed(self, connected: bool, now: float) -> None:
        if connected:
            self._seq = 0
            self._park_at_s = None
        else:
            self._head.hold(now)
            self._park_at_s = now + self._config.body.park_after_s

    def _intent(self, intent: wire.Intent, now: float, machine_s: float) -> list[Effect]:
        assert isinstance(intent, wire.AnyIntent)
        if intent.seq <= self._seq:
            self.dropped += 1
            return []
        self._seq = intent.seq
        match intent:
            case wire.Target() | wire.Keep() | wire.PerformGesture():
                return self._move(intent, now, machine_s)
            case wire.Park():
                self._head.park(now)
            case wire.Show():
                self._asked, self._level = intent.signal, intent.level
                self._added = (intent.near, intent.mark)
                self._present(now)
            case wire.RaiseHand():
                if self._faults.stopping and intent.raised:
                    return [*self._faults.refuse()]
                self._hand_raised = intent.raised
                self._hand.lift(intent.raised and self._has_hand)
            case wire.Release():
                return self._release(now)
            case wire.Identify() if not SIGNAL_TABLE[self._asked].watched:
                return self._identify(now)
        return []

    def _move(
        self, intent: wire.Target | wire.Keep | wire.PerformGesture, now: float, machine_s: float
    ) -> list[Effect]:
        age_s = 0.0 if intent.at_s is None else machine_s - intent.at_s
        if not -AHEAD_S <= age_s <= wire.STALE_S:
            self.dropped += 1
            return []
        if self._faults.stopping:
            return [*self._faults.refuse()]
        if self.paused or self._stopping:
            return []
        match intent:
            case wire.Target():
                self._head.set_target(intent.pan_deg, intent.tilt_deg, now, max(age_s, 0.0))
            case wire.Keep():
                self._head.keep(now, max(age_s, 0.0))
            case wire.PerformGesture():
                self._head.perform(GestureRun(intent.name, self._has_hand, now), now)
        return []

    def _simulate(self, intent: wire.Press | wire.Poke) -> list[Effect]:
        """Let it happen to a simulated body, whoever asks; these intents need no `seq`."""
        if self._config.body.driver != "simulated":
            text = f"the {self._config.body.driver} driver has real parts"
            return [RefuseIntent(wire.RefusedIntent("not_simulated", text))]
        if isinstance(intent, wire.Poke):
            return [PokePart(intent)]
        return [PressButton(intent.button)]

    def _pressed(self, button: wire.ButtonName, now: float) -> list[Effect]:
        if button == "identify":
            return self._identify(now)
        if button != "pause":
            self._presses.pressed(button, now)
            return [Tell(wire.Pressed(button))]
        hurried = now - self._pressed_s < HURRY_S
        self._pressed_s = now
        if self.paused and hurried:
            return []
        self.paused = not self.paused
        self._urgent = True
        self._present(now)
        if self.paused:
            self._head.park(now)  # also where the agent had shown the same signal before
        return [KeepPause(self.paused)]

    def _identify(self, now: float) -> list[Effect]:
        self._identify_until_s = now + IDENTIFY_S
        self._urgent = True
        self._present(now)
        return [Tell(wire.Pressed("identify"))]

    def _failed(self, failure: PartFailed, now: float) -> list[Effect]:
        if not self._faults.add(failure):
            return []
        self._urgent = True
        self._present(now)
        if failure.code in HARMLESS:
            return []
        self._hand_raised = False
        return [*self._head.fail(self._report.sent), *self._hand.fail()]

    def _release(self, now: float) -> list[Effect]:
        self._faults.release()
        self._urgent = True
        self._present(now)
        self._lighting.forget()
        return [ResetDrivers()]

    def _sleep(self, now: float) -> None:
        self._asked, self._level = "asleep", 0.0
        self._added = (False, None)
        self._hand_raised = False
        self._hand.lift(False)
        self._present(now)
        self._head.park(now)

    def _present(self, now: float) -> None:
        """Bring lights and posture to the signal that is to be shown."""
        self._lighting.near, self._lighting.mark = self._added
        if not self._lighting.show(self.signal, self._level, now):
            return
        posture = SIGNAL_TABLE[self.signal].posture
        if posture == "down":
            self._head.park(now)
        elif posture == "follow":
            self._head.rise()

    def _tell(self, now: float, machine_s: float) -> list[Effect]:
        self._urgent = False
        state = self._report.state_of(
            self._head,
            machine_s,
            signal=self._lighting.told,
            added=self._added,
            hand_raised=self._hand_raised,
            paused=self.paused,
            faults=self.faults,
            dropped=self.dropped,
        )
        return [Tell(state)] if self._report.due(state, now) else []
