"""Actions of the child with the body, and of a person beside the robot on it."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from bridge.protocol.channels import Gesture, Look, PoseReport, View
from bridge.protocol.presence import Snapshot
from bridge.protocol.signaling import Leave
from bridge.protocol.vocabulary import GESTURES, GestureName
from robot.presence.loudness import USUAL
from tests.robot.played import is_in, samples_of
from tests.robot.pupils import Pupil, pupil_of
from tests.robot.schools import School, lesson, school

pytestmark = pytest.mark.long


def at(pan_deg: float) -> Callable[[PoseReport], bool]:
    """Fit a pose that has come to rest near this angle."""
    return lambda pose: abs(pose.pan_deg - pan_deg) < 1.0 and not pose.moving


async def test_a_saved_place_is_found_again_after_a_restart(tmp_path: Path) -> None:
    async with lesson(tmp_path) as (_, child):
        child.say(Look, sent_ms=time.monotonic() * 1000, pan_deg=20.0, tilt_deg=0.0)
        await child.hears(PoseReport, at(20.0))
        child.say(View, slot="board", action="save")
        told = await child.hears(Snapshot, lambda p: bool(p.views))
        assert [(view.slot, view.pan_deg) for view in told.views] == [("board", 20.0)]
    async with lesson(tmp_path) as (_, child):
        await child.hears(Snapshot, lambda p: bool(p.views))
        child.say(View, slot="teacher", action="go")
        child.say(View, slot="board", action="go")
        await child.hears(PoseReport, at(20.0))


async def test_a_gesture_is_made_by_the_body(tmp_path: Path) -> None:
    async with lesson(tmp_path) as (one, child):
        child.say(Gesture, name="nod")
        await one.room.until(lambda: one.room.seen[-1].gesture == "nod")


async def test_a_held_button_shows_which_robot_it_is(tmp_path: Path) -> None:
    async with school(tmp_path) as one:
        one.room.press("identify")
        assert (await one.tells(lambda p: p.signal == "identify")).presence is None


@asynccontextmanager
async def heard_coming(tmp_path: Path, wav: Path) -> AsyncIterator[tuple[School, Pupil]]:
    """Let a child come into a robot whose speaker is a file, and the class hear it."""
    async with (
        school(tmp_path, speaker=f"file:{wav}") as one,
        pupil_of(one.bridge, one.key) as child,
    ):
        await child.join()
        await one.room.until(lambda: is_in(wav, "joining"))
        yield one, child


async def test_the_class_hears_the_child_come_and_go(tmp_path: Path) -> None:
    wav = tmp_path / "class.wav"
    async with heard_coming(tmp_path, wav) as (one, child):
        assert not is_in(wav, "leaving")
        await one.bridge.tell(Leave(child.presence))
        await one.room.until(lambda: is_in(wav, "leaving"))
    played = samples_of(wav)
    assert np.abs(played).max() < 32767 * 10 ** (-12 / 20)


async def test_the_class_hears_its_pause_and_its_volume(tmp_path: Path) -> None:
    wav = tmp_path / "class.wav"
    async with heard_coming(tmp_path, wav) as (one, _):
        one.room.press("pause")
        await one.room.until(lambda: is_in(wav, "pause"))
        one.room.press("volume_down")
        await one.room.until(lambda: is_in(wav, "volume", USUAL - 1))
        await one.tells(lambda p: p.volume == USUAL - 1)


def test_wire_and_body_know_the_same_gestures() -> None:
    assert get_args(GestureName) == GESTURES
