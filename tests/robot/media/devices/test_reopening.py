import asyncio
import threading

import pytest

from robot.media.devices import reopening
from robot.media.devices.reopening import LostError, Running, StuckError, Work, keep_open
from robot.media.types.spec import SourceEvent
from tests.robot.media.live import Told, running, threads


async def test_a_device_that_works_is_never_mentioned_and_is_joined_at_the_end() -> None:
    told, works = Told(), asyncio.Event()
    closed = threading.Event()

    def work(device: Running) -> None:
        device.working()
        loop.call_soon_threadsafe(works.set)
        device.wait(60)
        closed.set()

    loop = asyncio.get_running_loop()
    async with running(keep_open("camera", work, told)):
        await works.wait()
    assert closed.is_set()
    assert told.silent
    assert not threads("camera")


async def test_losing_and_returning_are_each_told_once() -> None:
    told = Told()
    runs: list[int] = []

    def work(device: Running) -> None:
        runs.append(1)
        if len(runs) < 4:
            raise LostError("no such device")
        device.working()
        device.working()
        device.wait(60)

    async with running(keep_open("microphone", work, told, (0.0,))):
        assert await told.next() == SourceEvent("microphone", lost=True, text="no such device")
        assert await told.next() == SourceEvent("microphone", False, "microphone is back")
    assert len(runs) == 4
    assert told.silent


async def test_silence_is_told_while_the_device_stays_open() -> None:
    told = Told()

    def work(device: Running) -> None:
        for _ in range(2):
            device.silent("quiet")
            device.silent("quiet")
            device.working()
        device.wait(60)

    async with running(keep_open("camera", work, told)):
        assert [(await told.next()).lost for _ in range(4)] == [True, False, True, False]
    assert told.silent


async def test_a_work_that_just_ends_is_lost() -> None:
    told = Told()
    async with running(keep_open("speaker", lambda device: None, told, (0.0,))):
        assert (await told.next()).text == "it ended"


async def test_a_mistake_of_ours_ends_the_task() -> None:
    def work(device: Running) -> None:
        raise ZeroDivisionError("ours")

    with pytest.raises(ZeroDivisionError):
        await keep_open("camera", work, Told())


async def test_waits_grow_and_begin_anew_after_it_worked(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    pass_by = asyncio.sleep

    async def noted(delay_s: float) -> None:
        waits.append(delay_s)
        await pass_by(0)

    monkeypatch.setattr(asyncio, "sleep", noted)
    runs: list[int] = []

    def work(device: Running) -> None:
        runs.append(1)
        if len(runs) == 5:
            device.working()
        if len(runs) == 7:
            device.wait(60)
        raise LostError("away")

    told = Told()
    async with running(keep_open("camera", work, told, (1.0, 2.0, 3.0))):
        while len(runs) < 7:
            await pass_by(0)
    assert waits == [1.0, 2.0, 3.0, 3.0, 1.0, 2.0]


async def test_a_thread_that_hangs_does_not_hold_up_the_end_and_is_never_taken_for_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reopening, "STOP_S", 0.01)
    free, there = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def work(device: Running) -> None:
        loop.call_soon_threadsafe(there.set)
        free.wait(20)

    hanging: Work = work

    async def cancel_when_there() -> None:
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(keep_open("camera", hanging, Told()))
            await there.wait()
            task.cancel()

    with pytest.raises(ExceptionGroup) as ended:
        await cancel_when_there()
    assert ended.group_contains(StuckError, match="camera")
    left = threads("camera")
    free.set()
    for thread in left:
        thread.join()
