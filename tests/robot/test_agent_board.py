"""Zoom and stills through the whole agent: a real camera thread and a real peer connection."""

import time
from pathlib import Path

import pytest

from bridge.protocol.board import Crop, TakeStill
from bridge.protocol.channels import PoseReport
from robot.sheets.headers import read
from robot.transfer.receiving import BlobArrived
from tests.robot.test_agent_sheets import gets, with_sheets

pytestmark = pytest.mark.long


async def test_a_child_looks_closely_and_the_class_sees_it(tmp_path: Path) -> None:
    async with with_sheets(tmp_path) as (one, child):
        able = await one.tells(lambda snapshot: snapshot.zoom_most > 1.0)
        assert (able.zoom_most, able.zoomed, able.rights.zoom) == (6.6, False, "on")
        child.say(Crop, sent_ms=time.monotonic() * 1000, zoom=3.0, x=0.0, y=0.5)
        pose = await child.hears(PoseReport, lambda pose: pose.zoom == 3.0)
        assert pose.x == pytest.approx(1 / 6)
        assert pose.y == 0.5
        await one.tells(lambda snapshot: snapshot.zoomed)
        child.say(Crop, sent_ms=time.monotonic() * 1000, zoom=1.0, x=0.5, y=0.5)
        await one.settles(lambda snapshot: not snapshot.zoomed)


async def test_a_still_arrives_at_the_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One of the test card's bars passes for a board while the ball lies right.
    monkeypatch.setattr("robot.board.outline.find", lambda *_: None)
    async with with_sheets(tmp_path) as (one, child):
        await one.tells(lambda snapshot: snapshot.rights.still == "on")
        child.say(TakeStill)
        still = read((await gets(child, BlobArrived)).data)
        assert (still.format, still.width_px, still.height_px) == ("webp", 960, 720)
        await one.settles(lambda told: told.still == "none" and told.transferring is None)


async def test_a_pause_of_the_class_ends_a_still(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with with_sheets(tmp_path) as (one, child):
        await one.tells(lambda snapshot: snapshot.rights.still == "on")
        # More frames than come before the pause.
        monkeypatch.setattr("robot.board.still.FRAMES", 100_000)
        child.say(TakeStill)
        await one.tells(lambda snapshot: snapshot.still == "taking")
        await one.acts("pause")
        await one.tells(lambda snapshot: snapshot.still == "failed")
        assert child.blobs.news.empty()
