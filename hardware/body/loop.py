"""Loop of the body: takes events and performs effects on the drivers, 50 times a second."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable

from hardware.body.body import Body
from hardware.body.events import (
    Commanded,
    Effect,
    Event,
    Felt,
    KeepPause,
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
from hardware.body.hand import DetachHand, MoveHand
from hardware.body.head import DetachAxes, DetachHead, MoveHead
from hardware.body.latch import Latch
from hardware.contract import wire
from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import DriverReport, Hardware, PartFailed
from hardware.motion.trajectory import TICK_S
from hardware.power import words
from hardware.power.supply import PowerMonitor

log = logging.getLogger(__name__)

Reply = Callable[[wire.AnyReport], None]
MOST_REPORTS = 64
STOP_S = 1.3
"""Longest time going to rest may take at shutdown."""
FEEL_S = 0.5


class BodyLoop:
    """Loop that connects the state machine `Body` with clock and hardware.

    Args:
        body: The state machine.
        clock: Monotonic seconds.
        ticked: Called after each tick of the 50 Hz loop.
        latch: Stores the class's pause for the next start of the process.
    """

    def __init__(
        self,
        body: Body,
        clock: Callable[[], float],
        ticked: Callable[[float], None],
        latch: Latch | None = None,
    ) -> None:
        self.body = body
        self.tell: Reply = _nobody
        self.hardware: Hardware | None = None
        self._clock = clock
        self._ticked = ticked
        self._latch = latch
        self._events: deque[tuple[Event, Reply]] = deque()
        self._reports: deque[DriverReport] = deque(maxlen=MOST_REPORTS)
        self._draining = False
        self._power_monitor = PowerMonitor()
        self._power = wire.PowerReport()
        self._felt_s = -FEEL_S

    def report(self, report: DriverReport) -> None:
        """Take a driver's report; reports that come before the start wait for it."""
        self._reports.append(report)
        if self.hardware is not None and not self._draining:
            self._drain()
            self._tick_if_due()

    def handle(self, event: Event, reply: Reply | None = None) -> None:
        """Take an event, and tick at once if that is due."""
        self._events.append((event, reply or _nobody))
        if not self._draining:
            self._drain()
            self._tick_if_due()

    async def run(self, stop: asyncio.Event) -> None:
        """Tick until `stop` is set, then go to rest within STOP_S."""
        while not stop.is_set():
            await self._next_tick()
        self.handle(ProcessEnds())
        end_s = self._clock() + STOP_S
        while not self.body.at_rest and self._clock() < end_s:
            await self._next_tick()

    def beat(self) -> None:
        """Read the hardware, tick, and report the tick."""
        started_s = self._clock()
        self._sense()
        self._drain()
        self._tick(self._clock())  # later than the events just drained: time never goes back
        self._ticked(started_s)

    async def _next_tick(self) -> None:
        """Beat, then wait for the head's next step, which keeps its grid if timers are late."""
        latest_s = self._clock() + TICK_S
        self.beat()
        await asyncio.sleep(max(min(self.body.deadline, latest_s) - self._clock(), 0.0))

    def _tick_if_due(self) -> None:
        now = self._clock()
        if self.body.deadline <= now:
            self._tick(now)

    def _tick(self, now: float) -> None:
        """Tick, and once more if the effects brought something urgent, such as a fault."""
        for _ in range(2):
            self._perform_all(self.body.tick(now), _nobody)
            self._drain()
            now = self._clock()
            if self.body.deadline > now:
                return

    def _sense(self) -> None:
        hardware = self._opened()
        try:
            pose = hardware.head.measure()
        except HardwareError as error:
            self._fail(error)
        else:
            if pose is not None or hardware.head.senses:
                self._events.append((Sensed(pose, hardware.head.senses), _nobody))
        now = self._clock()
        if abs(now - self._felt_s) >= FEEL_S:
            self._felt_s = now
            self._events.append((Felt(hardware.head.health()), _nobody))
        self._sense_power(hardware)

    def _sense_power(self, hardware: Hardware) -> None:
        now, battery, board = self._clock(), hardware.battery, hardware.board
        if not self._power_monitor.is_due(now):
            return
        power = self._power_monitor.take(
            None if battery is None else battery.read(),
            None if board is None else board.read(),
            now,
        )
        if power is not None:
            for news in words.news(self._power, power):
                log.warning("power: %s", news)
            self._power = power
            self._events.append((Powered(power), _nobody))

    def _drain(self) -> None:
        """Take events until none waits: performing an effect can bring new ones."""
        self._draining = True
        try:
            while self._events or self._reports:
                if self._reports:
                    event: Event = self._reports.popleft()
                    reply: Reply = _nobody
                else:
                    event, reply = self._events.popleft()
                self._perform_all(self.body.handle(event, self._clock()), reply)
        finally:
            self._draining = False

    def _perform_all(self, effects: list[Effect], reply: Reply) -> None:
        for effect in effects:
            try:
                self._perform(effect, reply)
            except HardwareError as error:
                self._fail(error)

    def _perform(self, effect: Effect, reply: Reply) -> None:
        hardware = self._opened()
        match effect:
            case MoveHead():
                self._events.append((Commanded(hardware.head.move(effect.pose)), _nobody))
            case DetachAxes():
                hardware.head.relax(effect.pan, effect.tilt)
            case DetachHead():
                hardware.head.detach()
            case MoveHand() if hardware.hand is not None:
                hardware.hand.move(effect.angle_deg)
            case DetachHand() if hardware.hand is not None:
                hardware.hand.detach()
            case ShowLights() if hardware.lights is not None:
                hardware.lights.show(effect.state)
            case Tell():
                self.tell(effect.report)
            case RefuseIntent():
                reply(effect.report)
            case PressButton() if hardware.buttons is not None:
                hardware.buttons.press(effect.button)
            case PokePart() if hardware.poke is not None:
                hardware.poke(effect.poke)
            case KeepPause() if self._latch is not None:
                self._latch.set(effect.paused)
            case ResetDrivers():
                hardware.head.reset()

    def _fail(self, error: HardwareError) -> None:
        known = {fault.part for fault in self.body.faults}
        if error.part not in known:
            log.warning("body: %s", error)
        self._reports.append(PartFailed(error.code, error.part, error.text))

    def _opened(self) -> Hardware:
        assert self.hardware is not None, "the loop runs inside open_hardware"
        return self.hardware


def _nobody(_: wire.AnyReport) -> None:
    """Discard a report: nobody listens."""
