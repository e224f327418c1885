"""A look in the browser reaches the servo: a pulse on a pin, bytes on a bus."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from gpiozero.pins.mock import MockFactory
from playwright.sync_api import BrowserContext, Page

from hardware.__main__ import run
from hardware.contract.calibration import FRAME_S
from tests.end_to_end.child import go_to_class, picture, wait_for_change, wait_for_more
from tests.end_to_end.conftest import StartDemo
from tests.end_to_end.running import ROOT
from tests.end_to_end.test_lesson import CEILING
from tests.hardware.drivers.bus.sections import ANSWER_S
from tests.hardware.drivers.pulse.test_gpio import CONFIG, PAN, mock_pins

LOOKS = 60
"""Longest time that a look may take to arrive, in tenths of a second of the class's sound."""


@contextmanager
def body_on_pins(path: Path, pins: MockFactory) -> Iterator[None]:
    """Run the body with mock pins in a thread of this process, so that its pins can be read."""
    running: dict[str, asyncio.AbstractEventLoop] = {}
    stop = asyncio.Event()

    async def live() -> None:
        running["loop"] = asyncio.get_running_loop()
        body = msgspec.structs.replace(CONFIG.body, socket=str(path))
        await run(msgspec.structs.replace(CONFIG, body=body), stop, pins)

    thread = threading.Thread(target=lambda: asyncio.run(live()), name="body")
    thread.start()
    try:
        yield
    finally:
        running["loop"].call_soon_threadsafe(stop.set)
        thread.join(10.0)
        assert not thread.is_alive()


@contextmanager
def servos_on_a_bus() -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Run emulated servos 1 and 2 in a process of their own; yield their port."""
    command = [sys.executable, "-m", "tests.hardware.drivers.bus.feetech_emulator", "--ids", "1,2"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as emulator:
        assert emulator.stdout is not None
        try:
            yield emulator.stdout.readline().strip().split()[-1], emulator
        finally:
            emulator.terminate()


def look_left(page: Page) -> None:
    before = picture(page)
    page.keyboard.press("ArrowLeft")
    wait_for_change(page, before, 6.0, CEILING)


@pytest.mark.thorough
def test_a_look_changes_the_pulse_on_the_pin(
    start_demo: StartDemo, tablet: BrowserContext, short_path: Path
) -> None:
    pins = mock_pins()
    path = short_path / "body.sock"
    with body_on_pins(path, pins):
        page = go_to_class(tablet, start_demo("--body-socket", str(path)).pupil)
        ahead = settled_pulse_us(page, pins)
        look_left(page)
        left = settled_pulse_us(page, pins)
        page.close()
    pins.close()
    assert left > ahead + 50


def settled_pulse_us(page: Page, pins: MockFactory) -> float:
    """Return the pan servo's pulse once it has been the same for half a second.

    At rest there is none: then the last one counts.
    """
    seen: list[float] = []
    for _ in range(LOOKS):
        pulses = [told.state for told in pins.pin(PAN).states if told.state]
        seen.append(pulses[-1] * FRAME_S * 1e6 if pulses else 0.0)
        if len(seen) > 5 and len(set(seen[-5:])) == 1 and seen[-1]:
            return seen[-1]
        wait_for_more(page, "audio", 4_800)
    raise AssertionError(f"never settled: {seen}")


@pytest.mark.thorough
def test_a_look_moves_the_servo_on_the_bus(
    start_demo: StartDemo, tablet: BrowserContext, tmp_path: Path
) -> None:
    with servos_on_a_bus() as (port, emulator):
        config = tmp_path / "bus.toml"
        config.write_text(
            f'[body]\ndriver = "feetech"\n[feetech]\nport = "{port}"\n'
            f"answer_s = {ANSWER_S}\n"
            'lights = "none"\nbuttons = "none"\n[feetech.pan]\nid = 1\n[feetech.tilt]\nid = 2\n'
        )
        page = go_to_class(tablet, start_demo("--body", str(config)).pupil)
        ahead = position(emulator)
        look_left(page)
        for _ in range(LOOKS):
            if abs(position(emulator) - ahead) > 100:
                return
            wait_for_more(page, "audio", 4_800)
        raise AssertionError(f"the servo went from {ahead} to {position(emulator)} only")


def position(emulator: "subprocess.Popen[str]") -> int:
    """Ask the emulated servo 1 where it stands."""
    assert emulator.stdin is not None
    assert emulator.stdout is not None
    emulator.stdin.write("show\n")
    emulator.stdin.flush()
    shown = json.loads(emulator.stdout.readline())
    return int(shown["1"]["position"])
