"""The class's pause under a flood, and on a disk that stands still."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.protocol.channels import Rest, View
from bridge.protocol.keys import to_text
from bridge.protocol.presence import Snapshot
from bridge.protocol.signaling import Done, TeacherAction
from robot.presence.child_events import EVENTS_BURST
from robot.presence.events import MediaPart
from robot.storage import keeper
from tests.deadline import WAIT_S
from tests.robot.schools import School, lesson, school

pytestmark = pytest.mark.long


@pytest.fixture
def dead_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Every write stands still until this is set."""
    may_write = threading.Event()
    replace = keeper._replace

    def wait_and_replace(folder: Path, name: str, data: bytes) -> None:
        assert may_write.wait(WAIT_S)
        replace(folder, name, data)

    monkeypatch.setattr(keeper, "_replace", wait_and_replace)
    yield may_write
    may_write.set()


async def flood(one: School, action: str, count: int) -> None:
    """Send so many actions of a teacher, each with an id of its own."""
    for number in range(count):
        id = to_text(number.to_bytes(16, "big"))
        await one.bridge.tell(TeacherAction(id, action))  # type: ignore[arg-type]


async def test_the_button_stops_everything_while_a_disk_stands_still(
    tmp_path: Path, dead_disk: threading.Event
) -> None:
    async with lesson(tmp_path) as (one, child):
        lines = one.agent._senses.lines
        child.say(View, slot="board", action="save")
        await flood(one, "louder", 15)
        await child.hears(Snapshot, lambda p: p.volume > 6)  # done, and waited for no disk
        one.room.press("pause")
        await child.hears(Snapshot, lambda p: p.paused_by == ("button",))
        assert (lines.pictures.is_shut, lines.sounds._shut) == (True, True)
        assert not dead_disk.is_set()
        dead_disk.set()  # the agent's end waits for it


async def test_a_flood_opens_no_device_anew_and_is_heard_after_the_button(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with lesson(tmp_path) as (one, child):
        opened: list[MediaPart] = []
        run = one.agent._senses.run

        def count(part: MediaPart) -> object:
            opened.append(part)
            return run(part)

        for device in one.agent._sources._devices.values():
            monkeypatch.setattr(device, "_run", count)
        for number in range(100):
            child.say(Rest, on=number % 2 == 0)
        one.room.press("pause")
        await one.room.shows("paused")
        await child.hears(Snapshot, lambda p: p.paused_by == ("button",))
        machine = one.agent._machine
        await child.until(lambda: machine._child.allowance.dropped >= 100 - 2 * EVENTS_BURST)
        assert len(opened) <= 2 * len(MediaPart)
        assert machine.running == frozenset()


async def test_done_waits_until_the_disk_has_it(tmp_path: Path, dead_disk: threading.Event) -> None:
    async with school(tmp_path) as one:
        id = to_text(bytes(16))
        await one.bridge.tell(TeacherAction(id, "pause"))
        await one.tells(lambda p: p.paused_by == ("teacher",))
        assert [m for m in one.bridge.said if isinstance(m, Done)] == []
        dead_disk.set()
        assert (await one.bridge.hears(Done)).refused is None


async def test_a_pause_that_cannot_be_written_down_holds_and_says_so(tmp_path: Path) -> None:
    tmp_path.joinpath("state").write_bytes(b"not a folder")
    async with school(tmp_path) as one:
        assert (await one.acts("pause")).refused == "not_kept"
        await one.tells(lambda p: p.paused_by == ("teacher",))
        assert (await one.acts("louder", 2)).refused is None
