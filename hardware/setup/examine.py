"""`karlsson-body test`: one trial of every part that is built in, one line per check.

Beside a running body no part is tried; the body is asked over its socket instead.
"""

import asyncio
import contextlib
import tempfile
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bridge.process import file_words
from hardware.config.calibration_file import path_of
from hardware.config.config import BodyConfig
from hardware.config.open import open_hardware
from hardware.contract import wire
from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.interfaces import (
    DARK,
    BatteryReading,
    BoardReading,
    ButtonPressed,
    DriverReport,
    Hardware,
    LightState,
    PartFailed,
    Pose,
)
from hardware.setup.axes import Sentence, sentence
from hardware.setup.checks import (
    Check,
    Reached,
    answered_check,
    battery_check,
    board_check,
    fault_check,
    good,
    health_check,
    move_check,
)
from hardware.setup.listening import connected
from hardware.setup.plans import part_name

MOVE_DEG = 8.0
MOVE_DEG_S = 60.0
TICK_S = 0.02
NEAR_DEG = 2.0
SETTLE_S = 1.5
SHOW_S = 0.7
HEAR_S = 1.0
BUTTON_S = 10.0
MOST_REPORTS = 64
UNITS = (Path("/etc/systemd/system"), Path("/usr/lib/systemd/system"))

Teller = Callable[[Check], None]
Asker = Callable[[Sentence], Awaitable[bool | None]]
"""Asks a person at the robot; the answer is None if nobody is there."""


@dataclass(frozen=True, slots=True)
class ExamineOptions:
    """Options of a test.

    Args:
        tell: Gets each check once it is done.
        ask: Asks about what only a person can see.
        announce: Asks a person to do something.
        buttons: True to ask for presses.
        show_s: Time for which a light is shown.
        button_s: Longest wait for a press.
        speed_deg_s: Speed of the head.
    """

    tell: Teller
    ask: Asker
    announce: Callable[[Sentence], None]
    buttons: bool = True
    show_s: float = SHOW_S
    button_s: float = BUTTON_S
    speed_deg_s: float = MOVE_DEG_S


async def examine(config: BodyConfig, options: ExamineOptions, pin_factory: Any = None) -> None:
    """Try every part; failures become checks and are never raised."""
    path = Path(config.body.socket)
    name = sentence("check_socket")
    try:
        if await _ask_the_body(path, options):
            return
    except NotConnected as error:
        options.tell(fault_check(name, error.code, str(error)))
        return
    options.tell(good(name, sentence("socket_free")))
    options.tell(latch_check(path.with_suffix(".paused")))
    options.tell(watchdog_check(UNITS))
    reports: deque[DriverReport] = deque(maxlen=MOST_REPORTS)
    try:
        async with open_hardware(config, reports.append, time.monotonic, pin_factory) as hardware:
            await _Bench(config, hardware, reports, options).try_all()
    except HardwareError as error:
        devices = sentence("check_devices")
        options.tell(fault_check(devices, error.code, str(error)))


async def _ask_the_body(path: Path, options: ExamineOptions) -> bool:
    """Report the state of a running body; return False if none runs."""
    if not path.is_socket():
        return False
    try:
        async with connected(path) as (line, greeting):
            detail = sentence("socket_used", driver=greeting.driver)
            options.tell(Check(sentence("check_socket"), "ok", detail, sentence("do_stop")))
            while not isinstance(state := await line.report(), wire.BodyState):
                pass
    except NotConnected as error:
        if isinstance(error.__cause__, ConnectionRefusedError | FileNotFoundError):
            return False
        raise
    for fault in state.faults:
        options.tell(fault_check(sentence("check_servo", part=fault.part), fault.code, fault.text))
    for health in state.servos:
        options.tell(health_check(f"{health.axis} servo", health))
    power = state.power
    reading = None if power.percent is None else BatteryReading(power.percent)
    options.tell(battery_check(reading))
    options.tell(board_check(BoardReading(power.soc_c, power.undervoltage, power.throttled)))
    return True


def calibration_check(config: BodyConfig, serial: str | None) -> Check:
    """Check whether this robot was calibrated."""
    if serial is None and config.body.driver == "simulated":
        return Check(sentence("check_serial"), "skipped", sentence("simulated_needs_none"))
    if serial is None:
        return Check(
            sentence("check_serial"), "failed", sentence("not_told"), sentence("do_serial")
        )
    path = path_of(config)
    name = sentence("check_calibration")
    if not path.exists():
        return Check(name, "skipped", sentence("not_calibrated"), sentence("do_calibrate"))
    return good(name, sentence("found", text=str(path)))


def latch_check(path: Path) -> Check:
    """Check whether a pause can be stored beside the socket."""
    name, folder = sentence("check_latch"), path.parent
    if not folder.exists():
        text = sentence("found", text=str(folder))
        return Check(name, "skipped", text, sentence("do_latch_later", folder=folder))
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".latch-"):
            return good(name, sentence("found", text=str(path)))
    except OSError as error:
        text = sentence("found", text=f"{folder}: {file_words.words(error)}")
        return Check(name, "failed", text, sentence("do_latch", folder=folder))


def watchdog_check(folders: tuple[Path, ...]) -> Check:
    """Check whether systemd would notice a body that hangs."""
    name = sentence("check_watchdog")
    for folder in folders:
        try:
            unit = (folder / "karlsson-body.service").read_text(encoding="utf-8")
        except OSError:
            continue
        for line in unit.splitlines():
            if line.startswith("WatchdogSec="):
                return good(name, sentence("found", text=line))
        return Check(name, "failed", sentence("found", text=str(folder)), sentence("do_watchdog"))
    return Check(name, "skipped", sentence("not_built_in"), sentence("do_watchdog"))


class _Bench:
    """Trial of one opened body, part after part."""

    def __init__(
        self,
        config: BodyConfig,
        hardware: Hardware,
        reports: deque[DriverReport],
        options: ExamineOptions,
    ) -> None:
        self._config = config
        self._hardware = hardware
        self._reports = reports
        self._options = options

    async def try_all(self) -> None:
        """Try every part; a driver that fails does not end the other trials."""
        options, hardware = self._options, self._hardware
        await asyncio.sleep(min(HEAR_S, options.show_s))
        for health in hardware.head.health():
            options.tell(health_check(part_name(self._config, health.axis), health))
        await self._guarded(sentence("check_move", part="head"), self._head)
        if hardware.hand is not None:
            await self._guarded(sentence("check_move", part="hand"), self._hand)
        if hardware.lights is not None:
            await self._guarded(sentence("check_ring"), self._lights)
        else:
            for name in (sentence("check_ring"), sentence("check_eyes")):
                options.tell(Check(name, "skipped", sentence("not_built_in")))
        await self._buttons()
        battery = None if hardware.battery is None else hardware.battery.read()
        options.tell(battery_check(battery))
        options.tell(board_check(None if hardware.board is None else hardware.board.read()))

    async def _guarded(self, name: Sentence, trial: Callable[[], Awaitable[None]]) -> None:
        try:
            await trial()
        except HardwareError as error:
            self._options.tell(fault_check(name, error.code, str(error)))
        for report in tuple(self._reports):
            if isinstance(report, PartFailed):
                part = sentence("check_servo", part=report.part)
                self._options.tell(fault_check(part, report.code, report.text))
                self._reports.remove(report)

    async def _head(self) -> None:
        head, motion = self._hardware.head, self._config.motion
        start = head.measure() or Pose(motion.rest_pan_deg, motion.rest_tilt_deg)
        pan_deg = min(max(start.pan_deg, motion.pan_min_deg), motion.pan_max_deg)
        tilt_deg = min(max(start.tilt_deg, motion.tilt_min_deg), motion.tilt_max_deg)
        self._at = Pose(pan_deg, tilt_deg)
        try:
            pans = _stops(pan_deg, motion.pan_min_deg, motion.pan_max_deg)
            await self._axis("pan", [Pose(each, tilt_deg) for each in pans])
            tilts = _stops(tilt_deg, motion.tilt_min_deg, motion.tilt_max_deg)
            await self._axis("tilt", [Pose(pan_deg, each) for each in tilts])
        finally:
            head.detach()

    async def _axis(self, axis: wire.AxisName, targets: list[Pose]) -> None:
        part = part_name(self._config, axis)
        reached = [await self._go(axis, target) for target in targets]
        check = move_check(part, reached, self._hardware.head.senses)
        if not self._hardware.head.senses:
            yes = await self._options.ask(sentence("ask_moved", part=part))
            if yes is not None:
                check = answered_check(check.name, yes, sentence("do_servo_silent"))
        self._options.tell(check)

    async def _go(self, axis: str, target: Pose) -> Reached:
        """Go there slowly and wait until the head stands there."""
        head, key = self._hardware.head, f"{axis}_deg"
        way = getattr(target, key) - getattr(self._at, key)
        steps = max(round(abs(way) / self._options.speed_deg_s / TICK_S), 1)
        for step in range(1, steps + 1):
            share = step / steps
            head.move(
                Pose(
                    self._at.pan_deg + share * (target.pan_deg - self._at.pan_deg),
                    self._at.tilt_deg + share * (target.tilt_deg - self._at.tilt_deg),
                )
            )
            await asyncio.sleep(TICK_S)
        self._at = target
        began_s = time.monotonic()
        while True:
            measured = head.measure() or target
            passed_s = time.monotonic() - began_s
            off = abs(getattr(measured, key) - getattr(target, key))
            if off <= NEAR_DEG or passed_s >= SETTLE_S:
                return Reached(getattr(target, key), getattr(measured, key), passed_s)
            await asyncio.sleep(TICK_S)

    async def _hand(self) -> None:
        hand, motion = self._hardware.hand, self._config.motion
        assert hand is not None
        part = part_name(self._config, "hand")
        down, up = motion.hand_down_deg, motion.hand_up_deg
        way = max(min(up - down, 2 * MOVE_DEG), -2 * MOVE_DEG)
        steps = max(round(abs(way) / self._options.speed_deg_s / TICK_S), 1)
        try:
            for step in [*range(steps + 1), *reversed(range(steps + 1))]:
                hand.move(down + way * step / steps)
                await asyncio.sleep(TICK_S)
        finally:
            hand.detach()
        low, high = sorted((down, down + way))
        yes = await self._options.ask(sentence("ask_moved", part=part))
        name = sentence("check_move", part=part)
        if yes is None:
            unseen = sentence("moved_unseen", low=low, high=high)
            self._options.tell(Check(name, "skipped", unseen, sentence("do_look")))
        else:
            self._options.tell(answered_check(name, yes, sentence("do_servo_silent")))

    async def _lights(self) -> None:
        ring = [LightState(red=1.0), LightState(green=1.0), LightState(blue=1.0)]
        eyes = [LightState(eyes=0.0), LightState(eyes=0.5), LightState(eyes=1.0)]
        for name, states in (("ring", ring), ("eyes", eyes)):
            await self._show(states)
            yes = await self._options.ask(sentence(f"ask_{name}"))
            self._options.tell(
                answered_check(sentence(f"check_{name}"), yes, sentence("do_lights"))
            )

    async def _show(self, states: list[LightState]) -> None:
        lights = self._hardware.lights
        assert lights is not None
        try:
            for state in states:
                lights.show(state)
                await asyncio.sleep(self._options.show_s)
        finally:
            with contextlib.suppress(HardwareError):
                lights.show(DARK)

    async def _buttons(self) -> None:
        buttons = self._hardware.buttons
        for button in self._button_names():
            name = sentence("check_button", button=button)
            if buttons is None:
                self._options.tell(Check(name, "skipped", sentence("not_built_in")))
            elif not self._options.buttons:
                self._options.tell(
                    Check(name, "skipped", sentence("left_out"), sentence("do_buttons"))
                )
            else:
                self._reports.clear()
                if not buttons.press(button):
                    seconds = self._options.button_s
                    self._options.announce(sentence("please_press", button=button, seconds=seconds))
                self._options.tell(await self._pressed(name, button))

    def _button_names(self) -> list[wire.ButtonName]:
        names: tuple[wire.ButtonName, ...] = ("pause", "volume_up", "volume_down")
        if self._config.body.driver == "simulated" or self._config.gpio is None:
            return list(names)
        wired = {key.removesuffix("_pin") for key in self._config.gpio.contacts()}
        return [name for name in names if name in wired]

    async def _pressed(self, name: Sentence, button: str) -> Check:
        end_s = time.monotonic() + self._options.button_s
        while time.monotonic() < end_s:
            for report in self._reports:
                if isinstance(report, ButtonPressed) and report.button == button:
                    return good(name, sentence("pressed"))
            await asyncio.sleep(TICK_S)
        detail = sentence("not_pressed", seconds=self._options.button_s)
        return Check(name, "failed", detail, sentence("do_button"))


def _stops(start_deg: float, low_deg: float, high_deg: float) -> list[float]:
    """Return targets a little to both sides within the limits, and back."""
    up, down = min(start_deg + MOVE_DEG, high_deg), max(start_deg - MOVE_DEG, low_deg)
    return [up, down, start_deg]
