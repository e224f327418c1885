"""`karlsson-body calibrate`: the dialogue with real servos and a real terminal.

However it ends, every axis is detached afterwards; only the last answer writes a file.
"""

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, assert_never

from bridge.process import file_words
from hardware.config.config import BodyConfig
from hardware.config.open import open_hardware
from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.interfaces import DriverReport, Hardware, PartFailed
from hardware.contract.wire import Poke
from hardware.setup.axes import AxisCalibration, AxisName, AxisReading
from hardware.setup.dialogue import (
    Calibration,
    DialogueOver,
    DialoguePhase,
    Effect,
    Event,
    Failed,
    Key,
    NotSaved,
    Read,
    Save,
    Saved,
    by_hand,
)
from hardware.setup.listening import greeting_of
from hardware.setup.plans import ORDER, plans_of
from hardware.setup.screen import calibration_frame
from hardware.setup.terminal import Terminal
from hardware.setup.walk import STEP_DEG, AxisWalk, Drive, Reset, Torque

READ_S = 0.05
MOST_FAILURES = 16
HAND_STEPS = 5
"""Factor by which a hand turns further than a key drives."""

Saver = Callable[[Mapping[AxisName, AxisCalibration]], None]
"""Writes the file, or raises OSError and leaves the old file intact."""


class Bench:
    """Servos of one robot for the dialogue: takes readings and performs effects."""

    def __init__(self, hardware: Hardware, save: Saver) -> None:
        self.code: int | None = None
        self._hardware = hardware
        self._save = save

    def readings(self) -> dict[AxisName, AxisReading]:
        """Return the readings of every axis."""
        health = {each.axis: each for each in self._hardware.head.health()}
        found: dict[AxisName, AxisReading] = {}
        for name in (name for name in ORDER if name in self._hardware.axes):
            heard = health.get(name)
            raw = self._hardware.axes[name].read_raw()
            if heard is None:
                found[name] = AxisReading(raw)
            else:
                found[name] = AxisReading(raw, heard.load, heard.temperature_c, heard.volts)
        return found

    def perform(self, effects: Sequence[Effect]) -> list[Event]:
        """Perform the effects; return the resulting events."""
        events: list[Event] = []
        for effect in effects:
            try:
                events += self._do(effect)
            except HardwareError as error:
                # A servo that cannot be detached has failed before; that is why it is detached.
                if not (isinstance(effect, Torque) and not effect.on):
                    events.append(Failed(error.part, error.text))
        return events

    def detach(self) -> None:
        """Detach every axis, whatever fails."""
        for axis in self._hardware.axes.values():
            with suppress(HardwareError):
                axis.torque(False)

    def turn(self, walk: AxisWalk, key: str) -> bool:
        """Turn a simulated servo by key, as a hand would; return False for a real one."""
        if self._hardware.poke is None or not by_hand(walk):
            return False
        name = walk.plan.name
        raw = self._hardware.axes[name].read_raw()
        if raw is None or key not in STEP_DEG:
            return False
        turned = raw + STEP_DEG[key] * HAND_STEPS
        low, high = walk.plan.raw_limits
        turned = min(max(turned, low, -180.0), high, 180.0)
        self._hardware.poke(Poke(1, "turn", name, turned))
        return True

    def _do(self, effect: Effect) -> list[Event]:
        match effect:
            case Torque():
                self._hardware.axes[effect.axis].torque(effect.on)
            case Drive():
                self._hardware.axes[effect.axis].drive_raw(effect.raw)
            case Reset():
                self._hardware.head.reset()
            case Save():
                return [self._saved(effect)]
            case DialogueOver():
                self.code = effect.code
            case _:
                assert_never(effect)
        return []

    def _saved(self, effect: Save) -> Event:
        try:
            self._save(effect.found)
        except OSError as error:
            return NotSaved(file_words.words(error))
        except HardwareError as error:
            return NotSaved(str(error))
        return Saved()


async def refuse_beside_a_body(path: Path) -> None:
    """Refuse to work beside a running body: both would drive the same servos.

    Raises:
        NotConnected: The body runs, or its socket cannot be read.
    """
    if await greeting_of(path) is not None:
        raise NotConnected(
            f"socket {path}", "the body runs; first: sudo systemctl stop karlsson-body", "driver"
        )


async def calibrate(
    config: BodyConfig,
    axis: AxisName | None,
    path: Path,
    save: Saver,
    terminal: Terminal,
    language: str,
    pin_factory: Any = None,
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Walk through every axis, or the given one; return the exit code.

    Args:
        config: The body's configuration.
        axis: The only axis to set up, or None for all.
        path: Path of the calibration file, for the summary.
        save: Writes the file.
        terminal: Keys and screen.
        language: Language of the texts.
        pin_factory: gpiozero pins that tests use instead of the configured ones.
        clock: Monotonic seconds, for the slow movement of the servos.

    Raises:
        HardwareError: A device or the axis is missing, or the body runs.
    """
    if config.body.driver == "find":
        raise NotConnected("body", "is not chosen yet; first: sudo karlsson-body find --write")
    await refuse_beside_a_body(Path(config.body.socket))
    reports: deque[DriverReport] = deque(maxlen=MOST_FAILURES)
    with terminal.opened():
        async with open_hardware(config, reports.append, time.monotonic, pin_factory) as hardware:
            plans = plans_of(config, hardware)
            if axis is not None and axis not in plans:
                raise NotConnected(f"axis {axis}", "the configuration has no such axis")
            names = list(plans) if axis is None else [axis]
            if not names:
                raise NotConnected("servos", "this driver has no servos to calibrate")
            bench = Bench(hardware, save)
            try:
                at_a_desk = hardware.poke is not None
                dialogue = Calibration(plans, names, str(path), arrows_turn=at_a_desk)
                await _talk(dialogue, bench, reports, terminal, language, clock)
            finally:
                bench.detach()
    return 1 if bench.code is None else bench.code


async def _talk(
    dialogue: Calibration,
    bench: Bench,
    reports: deque[DriverReport],
    terminal: Terminal,
    language: str,
    clock: Callable[[], float],
) -> None:
    events: deque[Event] = deque(bench.perform(dialogue.begin()))
    while True:
        readings = bench.readings()
        events.append(Read(readings))
        while reports:
            report = reports.popleft()
            if isinstance(report, PartFailed):
                stalled = report.code == "servo_stalled"
                events.append(Failed(report.part, report.text, stalled))
        while events:
            events.extend(bench.perform(dialogue.handle(events.popleft(), clock())))
        frame = calibration_frame(dialogue, readings, terminal.columns, terminal.style, language)
        terminal.show(frame)
        if dialogue.part is DialoguePhase.ENDED:
            return
        pressed = await terminal.key(READ_S)
        if pressed is not None and not bench.turn(dialogue.walk, pressed):
            events.append(Key(pressed))
