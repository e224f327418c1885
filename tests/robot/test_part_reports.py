import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from bridge.protocol.fields import Lost
from robot.agent_inbox import AgentInbox
from robot.caution.judgement import FAILURES
from robot.caution.ledger import Ledger
from robot.doctor import start
from robot.doctor.start import voice_trouble
from robot.health import ServiceStatus
from robot.media.types.spec import SourceEvent
from robot.part_reports import PartReports
from robot.presence.events import PartTried
from robot.presence.wish_events import VoiceInstalled
from robot.settings.config import SoundSection
from tests.deadline import WAIT_S
from tests.robot.schools import config_for
from tests.robot.test_agent_inbox import taken

LACKS = "espeak-ng is not there"


class Parts:
    """Reports of a robot whose devices are drawn ones, and what waits in its inbox."""

    def __init__(self, folder: Path, ledger: Ledger | None = None, phrases: bool = True) -> None:
        config = replace(config_for(folder, "ws://127.0.0.1"), sound=SoundSection(phrases=phrases))
        self.inbox = AgentInbox()
        self.used: set[Lost] = set()
        self.reports = PartReports(
            config, ledger or Ledger(None), self.inbox, ServiceStatus(), lambda p: p in self.used
        )


async def test_a_lost_part_is_told_as_an_event_and_as_a_trial_until_it_works_again(
    tmp_path: Path,
) -> None:
    parts = Parts(tmp_path)
    for lost, text in ((True, "it is gone"), (False, "")):
        event = SourceEvent("camera", lost, text)
        parts.reports.source_changed(event)
        assert await taken(parts.inbox) == [event, PartTried("camera", text)]


async def test_a_camera_that_is_not_there_is_told_before_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "AGAIN_S", 0.0)
    config = config_for(tmp_path, "ws://127.0.0.1", camera=str(tmp_path / "none.mp4"))
    inbox = AgentInbox()
    reports = PartReports(config, Ledger(None), inbox, ServiceStatus(), lambda part: False)
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(reports.run())
        told = await inbox.next(None)
        running.cancel()
    assert isinstance(told, PartTried)
    assert told.part == "camera"
    assert told.text


async def test_roads_that_are_closed_are_a_part_that_does_not_work(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    parts = Parts(tmp_path)
    parts.reports.roads_tried("no server answers")
    assert await taken(parts.inbox) == [PartTried("roads", "no server answers")]
    assert "roads: does not work: no server answers" in caplog.text


@pytest.mark.parametrize("phrases", [True, False])
async def test_a_voice_that_is_missing_is_a_trouble_only_where_phrases_are_wanted(
    tmp_path: Path, phrases: bool
) -> None:
    parts = Parts(tmp_path, phrases=phrases)
    parts.reports.voice_tried(LACKS)
    trouble = [PartTried("voice", voice_trouble(LACKS))] if phrases else []
    assert await taken(parts.inbox) == [*trouble, VoiceInstalled(False)]


async def test_in_safe_mode_nobody_misses_the_voice(tmp_path: Path) -> None:
    for _ in range(FAILURES + 1):
        ledger = Ledger(tmp_path)
        ledger.begin()
    assert ledger.caution
    parts = Parts(tmp_path, ledger)
    parts.reports.voice_tried(LACKS)
    assert await taken(parts.inbox) == [VoiceInstalled(False)]
