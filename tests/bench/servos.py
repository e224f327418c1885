"""Emulated bus servos that note when each order arrived, in place of the demo's simulated body."""

import asyncio
import contextlib
import os
import signal
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path

import tomli_w

from tests.bench.children import START_TIMEOUT_S, BenchError, child_running
from tests.bench.moves import Look
from tests.hardware.drivers.bus.feetech_emulator import Emulator, Servo

PAN_ID, TILT_ID = 1, 2
GOAL_POSITION = 42
ENOUGH_FRAMES = 100
"""A body that reads its servos 50 times a second has run for a second."""

MOST_ORDERS = 20_000


class NotingServo(Servo):
    """Keeps every goal with the Unix time at which its last byte had come."""

    def __init__(self, number: int) -> None:
        super().__init__(number, little=True)
        self.orders: list[Look] = []

    def store(self, at: int, data: bytes) -> None:
        """Note the time before anything else."""
        at_ms = time.time() * 1000
        super().store(at, data)
        if at == GOAL_POSITION and len(self.orders) < MOST_ORDERS:
            self.orders.append(Look(at_ms, self.goal))


@contextlib.asynccontextmanager
async def bus_under(demo: int, folder: Path) -> AsyncIterator[NotingServo]:
    """Give the body of a running demo a bus of servos; yields the one that pans.

    The demo starts its body again whenever it ends: with the configuration that
    stands there then.

    Raises:
        BenchError: The body did not come back.
    """
    pan = NotingServo(PAN_ID)
    emulator = Emulator([PAN_ID, TILT_ID])
    emulator.servos[PAN_ID] = pan
    thread = threading.Thread(target=emulator.run, name="servos", daemon=True)
    thread.start()
    try:
        configuration = tomli_w.dumps(
            {
                "body": {"socket": str(folder / "body.sock"), "driver": "feetech"},
                "feetech": {
                    "port": emulator.path,
                    "lights": "none",
                    "buttons": "none",
                    "pan": {"id": PAN_ID},
                    "tilt": {"id": TILT_ID},
                },
            }
        )
        (folder / "body.toml").write_text(configuration, encoding="utf-8")
        os.kill(child_running(demo, "hardware"), signal.SIGTERM)
        try:
            await asyncio.to_thread(
                emulator.wait, lambda servos: servos.frames >= ENOUGH_FRAMES, START_TIMEOUT_S
            )
        except AssertionError:
            raise BenchError("the body did not find its servos") from None
        yield pan
    finally:
        emulator.stop()
        thread.join(5)
        emulator.close()
