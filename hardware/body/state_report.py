"""PURE. State of the body as it is reported: on a change, while moving, each second. No I/O."""

import msgspec

from bridge.protocol.vocabulary import MarkName, SignalName
from hardware.body.events import Commanded, Felt, Powered, Sensed
from hardware.body.head import HeadMotion, Mode
from hardware.contract import wire
from hardware.contract.interfaces import Pose

STATE_S = 1.0
"""Longest time between two reports."""


class StateReport:
    """Collector of what drivers report; decides when a state is due.

    Args:
        now: Monotonic seconds.
    """

    def __init__(self, now: float) -> None:
        self.newest: wire.BodyState | None = None
        self._reported_s = now
        self._sensed: Pose | None = None
        self._power = wire.PowerReport()
        self._servos: tuple[wire.ServoHealth, ...] = ()
        self.sent: Pose | None = None
        """The last pose that a driver really commanded."""

    def take(self, event: Sensed | Commanded | Felt | Powered) -> None:
        """Take what a driver tells."""
        match event:
            case Sensed():
                self._sensed = event.pose or self._sensed
            case Commanded():
                self.sent = event.pose
            case Felt():
                self._servos = event.servos
            case Powered():
                self._power = event.power

    def due(self, state: wire.BodyState, now: float) -> bool:
        """Return whether to report this state now."""
        last = self.newest
        at_rest = last is not None and not state.moving and now - self._reported_s < STATE_S
        if at_rest and last is not None and msgspec.structs.replace(last, at_s=state.at_s) == state:
            return False
        self.newest = state
        self._reported_s = now
        return True

    def state_of(
        self,
        head: HeadMotion,
        at_s: float,
        *,
        signal: SignalName,
        added: tuple[bool, MarkName | None],
        hand_raised: bool,
        paused: bool,
        faults: tuple[wire.Fault, ...],
        dropped: int,
    ) -> wire.BodyState:
        """Return the state at this moment of the machine's clock."""
        target, commanded = head.target, head.commanded
        if self.sent is not None and head.attached:
            commanded = self.sent
        measured = self._sensed or commanded
        return wire.BodyState(
            at_s=at_s,
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
            signal=signal,
            hand_raised=hand_raised,
            paused=paused,
            faults=faults,
            battery_percent=self._power.percent,
            power=self._power,
            dropped=dropped,
            gesture=head.gesture.name if head.gesture else None,
            servos=self._servos,
            near=added[0],
            mark=added[1],
        )
