"""Opening of servo boards: the part that all boards share."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from hardware.contract.calibration import PulseCalibration
from hardware.contract.interfaces import Hardware, PartFailed, Reporter
from hardware.contract.wire import AxisName, DriverName
from hardware.drivers.pulse import servo
from hardware.drivers.pulse.config import BoardServo, Pca9685
from hardware.drivers.pulse.maestro_config import Maestro, MaestroServo
from hardware.drivers.pulse.worker import ChannelOut, PulseBoard, PulseWorker
from hardware.motion.config import Motion

ServoChannels = Mapping[AxisName, tuple[int, PulseCalibration]]
"""Channel and calibration of each servo, by axis."""


def by_axis(section: Pca9685 | Maestro) -> ServoChannels:
    """Return channel and calibration of each configured servo, by axis."""
    servos: Mapping[AxisName, BoardServo | MaestroServo | None] = {
        "pan": section.pan,
        "tilt": section.tilt,
        "hand": section.hand,
    }
    return {axis: (given.channel, given) for axis, given in servos.items() if given is not None}


@asynccontextmanager
async def open_board_of_servos(
    name: DriverName,
    board: PulseBoard,
    plugged: ServoChannels,
    nearest: Callable[[float], float],
    motion: Motion,
    report: Reporter,
    clock: Callable[[], float],
) -> AsyncIterator[Hardware]:
    """Open the board; leaving ends every pulse.

    Args:
        name: Of the driver.
        board: Not opened yet.
        plugged: Its servos.
        nearest: Returns the pulse nearest to a wanted one that the board can generate.
        motion: Limits and rest.
        report: Called with each failure, on the event loop.
        clock: Monotonic seconds.

    Raises:
        HardwareError: The board is missing, or reports an error.
    """
    loop = asyncio.get_running_loop()

    def told(failure: PartFailed) -> None:
        loop.call_soon_threadsafe(report, failure)

    worker = PulseWorker(board, told)
    outs: dict[AxisName, tuple[servo.PulseOut, PulseCalibration, str]] = {
        axis: (
            ChannelOut(worker, channel, nearest),
            calibration,
            f"{axis} servo (channel {channel})",
        )
        for axis, (channel, calibration) in plugged.items()
    }
    parts = servo.build(outs, motion, clock, worker.reset)
    try:
        await asyncio.to_thread(worker.start)
        yield Hardware(name, parts.head, parts.hand, axes=parts.axes)
    finally:
        await asyncio.to_thread(worker.stop)
