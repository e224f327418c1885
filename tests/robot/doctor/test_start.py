import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bridge.protocol.fields import Lost
from robot.doctor import start
from robot.doctor.parts import TriedDevice
from robot.doctor.start import STUCK, StartTrials, trials_of
from robot.settings.config import (
    BridgeSection,
    CameraSection,
    MicrophoneSection,
    RobotConfig,
    RobotSection,
    SpeakerSection,
)
from tests.deadline import WAIT_S


class Robot:
    """A robot whose camera answers from a list, and then as it did last."""

    def __init__(self, *problems: str) -> None:
        self.problems = list(problems)
        self.used: set[Lost] = set()
        self.told: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self.tried: asyncio.Queue[None] = asyncio.Queue()
        self.trials = StartTrials(
            {"camera": self._camera},
            lambda part: part in self.used,
            lambda part, text: self.told.put_nowait((part, text)),
        )
        self._loop = asyncio.get_running_loop()

    def _camera(self) -> TriedDevice:
        self._loop.call_soon_threadsafe(self.tried.put_nowait, None)
        problem = self.problems.pop(0) if len(self.problems) > 1 else self.problems[0]
        return TriedDevice("real", problem)


@asynccontextmanager
async def running(robot: Robot) -> AsyncIterator[Robot]:
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(robot.trials.run())
        yield robot
        task.cancel()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "AGAIN_S", 0.0)


async def test_a_camera_that_is_not_there_is_told_at_once_and_once_and_when_it_comes() -> None:
    async with running(Robot("not there", "not there", "")) as robot:
        assert await robot.told.get() == ("camera", "not there")
        assert await robot.told.get() == ("camera", "")
    assert robot.told.empty()


async def test_a_camera_in_use_is_not_tried_and_reports_by_itself() -> None:
    robot = Robot("never asked")
    robot.used.add("camera")
    async with running(robot):
        robot.trials.reported("camera", "pulled out")
        assert await robot.told.get() == ("camera", "pulled out")
    assert robot.tried.empty()


async def test_a_camera_that_began_to_work_in_use_is_not_called_broken_any_more() -> None:
    async with running(Robot("not there")) as robot:
        assert await robot.told.get() == ("camera", "not there")
        robot.used.add("camera")
        assert await robot.told.get() == ("camera", "")


async def test_a_device_that_hangs_is_named_and_asked_no_second_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(start, "TRIAL_S", 0.01)
    released = threading.Event()
    asked: list[None] = []

    def hang() -> TriedDevice:
        asked.append(None)
        released.wait(10.0)
        return TriedDevice("real")

    told: asyncio.Queue[str] = asyncio.Queue()
    trials = StartTrials(
        {"camera": hang}, lambda part: False, lambda _, text: told.put_nowait(text)
    )
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(trials.run())
        assert await told.get() == STUCK
        assert len(asked) == 1
        released.set()
        assert await told.get() == ""  # it answers after all
        task.cancel()


def test_camera_microphone_and_speaker_are_tried_as_the_configuration_names_them() -> None:
    config = RobotConfig(
        robot=RobotSection("karlsson-1", "/tmp"),
        bridge=BridgeSection("wss://karlsson.school.example/signal"),
        camera=CameraSection(source="/dev/video9", format="v4l2"),
        microphone=MicrophoneSection("alsa:hw:CARD=Nowhere"),
        speaker=SpeakerSection("file:/nowhere/voice.wav"),
    )
    problems = {part: trial().problem for part, trial in trials_of(config).items()}
    assert "/dev/video9 is not there" in problems["camera"]
    assert "Nowhere is not there" in problems["microphone"]
    assert "/nowhere is not there" in problems["speaker"]
