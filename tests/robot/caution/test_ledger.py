import asyncio
from pathlib import Path
from typing import Literal

import pytest

from robot.caution import judgement, ledger
from robot.caution.judgement import FAILURES, Caution
from robot.caution.ledger import FILE, Ledger
from tests.deadline import WAIT_S


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def cautious(folder: Path, clock: Clock) -> Ledger:
    """Return the ledger of a process in front of which others failed."""
    for _ in range(FAILURES + 1):
        clock.now += 1.0
        kept = Ledger(folder, clock)
        kept.begin()
    return kept


def test_processes_that_fail_are_counted_over_restarts(tmp_path: Path) -> None:
    clock = Clock()
    kept = cautious(tmp_path, clock)
    assert kept.caution == Caution.NO_EXTRAS
    assert kept.calm_s == judgement.CALM_S
    kept.end()
    again = Ledger(tmp_path, clock)
    again.begin()
    assert again.caution == Caution.NO_EXTRAS


def test_processes_that_end_by_themselves_are_no_failures(tmp_path: Path) -> None:
    for _ in range(10):
        kept = Ledger(tmp_path, Clock())
        kept.begin()
        kept.end()
    assert kept.caution == Caution.USUAL


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"caution": 9}', b"\xff" * 9000])
def test_a_count_that_cannot_be_read_begins_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    kept = Ledger(tmp_path, Clock())
    kept.begin()
    assert kept.caution == Caution.USUAL
    assert b'"running":true' in (tmp_path / FILE).read_bytes()


def test_a_folder_that_cannot_be_written_is_told_and_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Ledger(tmp_path / "nowhere", Clock())
    kept.begin()
    assert kept.caution == Caution.USUAL
    assert "starts cannot be counted: is not there, nor is the folder" in caplog.text


def test_without_a_runtime_folder_nothing_is_counted() -> None:
    kept = Ledger(ledger.folder_of({}))
    kept.begin()
    kept.end()
    assert kept.caution == Caution.USUAL
    assert ledger.folder_of({"RUNTIME_DIRECTORY": "/run/a:/run/b"}) == Path("/run/a")


class Door(asyncio.Event):
    """Tells when somebody waits until nobody is in."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()

    async def wait(self) -> Literal[True]:
        self.asked.set()
        return await super().wait()


async def test_the_way_back_waits_until_nobody_is_in(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    kept = cautious(tmp_path, clock)
    clock.now += judgement.CALM_S
    asleep, stop = Door(), asyncio.Event()
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        tasks.create_task(kept.come_back(asleep, stop))
        await asleep.asked.wait()
        assert not stop.is_set()
        asleep.set()
    assert stop.is_set()
    kept.end()
    assert "no failure for 10 minutes" in caplog.text
    after = Ledger(tmp_path, clock)
    after.begin()
    assert after.caution == Caution.USUAL


async def test_a_robot_that_runs_as_usual_has_no_way_back(tmp_path: Path) -> None:
    stop = asyncio.Event()
    await Ledger(tmp_path, Clock()).come_back(asyncio.Event(), stop)
    assert not stop.is_set()
