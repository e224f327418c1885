import time

import pytest

from hardware.contract.calibration import PulseCalibration
from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import Pose
from hardware.drivers.pulse.boards import ServoChannels, open_board_of_servos
from tests.hardware.bodies import simulated_config
from tests.hardware.drivers.pulse.test_worker import Board

SERVO = PulseCalibration()


async def test_leaving_ends_the_pulses_and_gives_the_line_back() -> None:
    board = Board()
    plugged: ServoChannels = {"pan": (4, SERVO), "tilt": (5, SERVO)}
    async with open_board_of_servos(
        "maestro",
        board,
        plugged,
        lambda us: us,
        simulated_config().motion,
        print,
        time.monotonic,
    ) as hardware:
        assert hardware.hand is None
        assert hardware.head.move(Pose(10.0, 0.0)) == Pose(10.0, 0.0)
    assert board.pulses == {}
    assert board.calls[-2:] == ["off", "close"]


async def test_a_board_that_is_not_there_is_an_error_at_the_start() -> None:
    board = Board()
    board.broken = "not there"
    with pytest.raises(HardwareError, match="not there"):
        async with open_board_of_servos(
            "maestro",
            board,
            {"pan": (0, SERVO), "tilt": (1, SERVO)},
            lambda us: us,
            simulated_config().motion,
            print,
            time.monotonic,
        ):
            raise AssertionError("opened")
