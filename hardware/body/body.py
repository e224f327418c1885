"""PURE. What the body does with intents, buttons and failures. No I/O.

    what it shows        paused (the class's button)  >  fault  >  what the agent asked;
                         identify instead, where nobody is inside
    who may move it      only the agent, only fed, never while paused or failed

The pause latch belongs to the class: nothing but the button changes it, and it
works with no agent connected. Pressed twice in a hurry it is closed. Times that
come in are the machine's monotonic clock; inside, time never goes back.
"""

import math
from typing import assert_never

import msgspec

from bridge.protocol.vocabulary import SignalName
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
from hardware.body.forward import ForwardClock
from hardware.body.hand import HandMotion
from hardware.body.head import HeadMotion, Mode
from hardware.body.lighting import Lighting
from hardware.body.presses import LongPress
from hardware.config.config import BodyConfig
from hardware.contract import wire
from hardware.contract.interfaces import (
    ButtonPressed,
    ButtonReleased,
    LightMeasured,
    PartFailed,
    Pose,
)
from hardware.motion.gestures import GestureRun
from hardware.motion.trajectory import TICK_S
from hardware.signals import SIGNAL_TABLE

STATE_S = 1.0
MOST_FAULTS = 16
IDENTIFY_S = 5.0
HURRY_S = 1.0
"""A press this soon after the last one does not open: a hurried finger presses twice."""
AHEAD_S = 0.05
"""An intent may seem so much from the future: clocks are read at two ends."""
HARMLESS: frozenset[wire.FaultCode] = frozenset({"battery"})
"""Faults that are told, but stop nothing: the head is as safe as before."""


class Body:
    """One robot's body.

    Args:
        config: Limits, speeds and driver.
        now: Monotonic seconds.
        has_hand: Whether an arm is built in.
        paused: Whether the class had paused the body before this one.
    """

    def __init__(
        self, config: BodyConfig, now: float, has_hand: bool, paused: bool = False
    ) -> None:
        self.paused = paused
        self.faults: tuple[wire.Fault, ...] = ()
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
        self._seq = 0
        self._park_at_s: float | None = None
        self._refused_fault = False
        self._stopping = False
        self._sensed: Pose | None = None
        self._sent: Pose | None = None
        self._power = wire.PowerReport()
        self._servos: tuple[wire.ServoHealth, ...] = ()
        self._hand_raised = False
        """Where there is no arm, the light alone says it."""
        self._presses = LongPress()
        self._identify_until_s: float | None = None
        self.state: wire.BodyState | None = None
        self._urgent = False
        self._pressed_s = -math.inf
        self._ticked_s = self._told_s = now
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
        """What is shown."""
        if self.paused:
            return "paused"
        if self._broken:
            return "identify" if self._identifying else "fault"
        # Whoever is inside stays plain to see, and so need not lose the picture either.
        if self._identifying and not SIGNAL_TABLE[self._asked].watched:
            return "identify"
        return self._asked

    @property
    def _identifying(self) -> bool:
        return self._identify_until_s is not None

    @property
    def head(self) -> HeadMotion:
        """For those who watch, such as tests."""
        return self._head

    @property
    def deadline(self) -> float:
        """When `tick` is due: in time for the head, and at least at 50 Hz."""
        due_s = self._ticked_s if self._urgent else self._ticked_s + TICK_S
        head_s = self._head.deadline
        return self._clock.outside(due_s if head_s is None else min(due_s, head_s))

    @property
    def at_rest(self) -> bool:
        """True if nothing is driven."""
        return self._head.mode is Mode.DETACHED and not self._hand.attached

    @property
    def parking(self) -> bool:
        """True if the head goes to rest by itself, which needs no feeding."""
        return self._head.mode is Mode.PARKING

    @property
    def _broken(self) -> bool:
        return any(fault.code not in HARMLESS for fault in self.faults)

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
            case AgentConnected():
                self._seq = 0
                self._park_at_s = None
            case AgentGone():
                self._head.hold(now)
                self._park_at_s = now + self._config.body.park_after_s
            case Sensed():
                self._sensed = event.pose or self._sensed
                if event.by_servo:
                    self._head.sense(event.pose)
            case Commanded():
                self._sent = event.pose
            case Felt():
                self._servos = event.servos
            case Powered():
                self._power = event.power
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
        goal, here = self._head.target, self._head.commanded
        self._lighting.look(goal.pan_deg - here.pan_deg, goal.tilt_deg - here.tilt_deg)
        light = self._lighting.tick(now)
        if light is not None:
            effects.append(ShowLights(light))
        return effects + self._tell(now, machine_s)

    def _forward(self, machine_s: float) -> float:
        """Return the time inside; a clock that jumped back is a reason to hold still."""
        if self._clock.jumps(machine_s):
            self._head.freeze()
        return self._clock.at(machine_s)

    def _intent(self, intent: wire.Intent, now: float, machine_s: float) -> list[Effect]:
        assert isinstance(intent, wire.AnyIntent)
        if intent.seq <= self._seq:
            self.dropped += 1
            return []
        self._seq = intent.seq
        match intent:
            case wire.Target() | wire.Keep() | wire.MakeGesture():
                return self._move(intent, now, machine_s)
            case wire.Park():
                self._head.park(now)
            case wire.Show():
                self._asked, self._level = intent.signal, intent.level
                self._present(now)
            case wire.RaiseHand():
                if self._broken and intent.raised:
                    return self._refuse_fault()
                self._hand_raised = intent.raised
                self._hand.lift(intent.raised and self._has_hand)
            case wire.Release():
                return self._release(now)
        return []

    def _move(
        self, intent: wire.Target | wire.Keep | wire.MakeGesture, now: float, machine_s: float
    ) -> list[Effect]:
        age_s = 0.0 if intent.at_s is None else machine_s - intent.at_s
        if not -AHEAD_S <= age_s <= wire.STALE_S:
            self.dropped += 1
            return []
        if self.paused or self._broken or self._stopping:
            return self._refuse_fault() if self._broken else []
        match intent:
            case wire.Target():
                self._head.set_target(intent.pan_deg, intent.tilt_deg, now, max(age_s, 0.0))
            case wire.Keep():
                self._head.keep(now, max(age_s, 0.0))
            case wire.MakeGesture():
                self._head.perform(GestureRun(intent.name, self._has_hand, now), now)
        return []

    def _simulate(self, intent: wire.Press | wire.Poke) -> list[Effect]:
        """Do it for whoever asks: what happens in a room has no `seq`."""
        if self._config.body.driver != "simulated":
            text = f"the {self._config.body.driver} driver has parts for fingers"
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
        fault = wire.Fault(failure.code, failure.part, failure.text)
        known = any(f.code == fault.code and f.part == fault.part for f in self.faults)
        if known or len(self.faults) >= MOST_FAULTS:
            return []
        self.faults = (*self.faults, fault)
        self._urgent = True
        self._present(now)
        if failure.code in HARMLESS:
            return []
        self._hand_raised = False
        return [*self._head.fail(self._sent), *self._hand.fail()]

    def _release(self, now: float) -> list[Effect]:
        self.faults = ()
        self._refused_fault = False
        self._urgent = True
        self._present(now)
        self._lighting.forget()
        return [ResetDrivers()]

    def _refuse_fault(self) -> list[Effect]:
        """Say it once for each fault: targets come many times a second."""
        if self._refused_fault:
            return []
        self._refused_fault = True
        return [
            RefuseIntent(wire.RefusedIntent("fault", "a part failed; look at it, then release"))
        ]

    def _sleep(self, now: float) -> None:
        self._asked, self._level = "asleep", 0.0
        self._hand_raised = False
        self._hand.lift(False)
        self._present(now)
        self._head.park(now)

    def _present(self, now: float) -> None:
        """Bring light and posture to what is to be shown."""
        if not self._lighting.show(self.signal, self._level, now):
            return
        posture = SIGNAL_TABLE[self.signal].posture
        if posture == "down":
            self._head.park(now)
        elif posture == "follow":
            self._head.rise()

    def _tell(self, now: float, machine_s: float) -> list[Effect]:
        self._urgent = False
        state, last = self._snapshot(machine_s), self.state
        quiet = last is not None and not state.moving and now - self._told_s < STATE_S
        if quiet and last is not None and msgspec.structs.replace(last, at_s=machine_s) == state:
            return []
        self.state = state
        self._told_s = now
        return [Tell(state)]

    def _snapshot(self, machine_s: float) -> wire.BodyState:
        head = self._head
        target, commanded = head.target, head.commanded
        if self._sent is not None and head.attached:
            commanded = self._sent
        measured = self._sensed or commanded
        return wire.BodyState(
            at_s=machine_s,
            target_pan_deg=round(target.pan_deg, 3),
            target_tilt_deg=round(target.tilt_deg, 3),
            commanded_pan_deg=round(commanded.pan_deg, 3),
            commanded_tilt_deg=round(commanded.tilt_deg, 3),
            measured_pan_deg=round(measured.pan_deg, 2),
            measured_tilt_deg=round(measured.tilt_deg, 2),
            moving=head.moving,
            at_limit=head.at_limit,
            held=head.mode is Mode.HELD,
            attached=head.attached,
            signal=self.signal,
            hand_raised=self._hand_raised,
            paused=self.paused,
            faults=self.faults,
            battery_percent=self._power.percent,
            power=self._power,
            dropped=self.dropped,
            gesture=head.gesture.name if head.gesture else None,
            servos=self._servos,
        )
