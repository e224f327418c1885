from pathlib import Path

import numpy as np

from bridge.protocol.presence import Outfit
from hardware.contract import wire
from robot.presence import effects as fx
from robot.presence.events import MediaPart
from robot.presence.loudness import gain
from robot.steering.gaze import HeadTarget
from robot.storage import outfits
from tests.deadline import WAIT_S
from tests.robot.theatre import (
    P,
    Theatre,
)


async def test_the_body_is_told_in_order(theatre: Theatre) -> None:
    theatre.performs(
        fx.ShowSignal("joining"), fx.ShowHand(True), fx.Rise(), fx.ReleaseBody(), fx.ParkHead()
    )
    assert theatre.body.told == [
        wire.Show(1, "joining"),
        wire.RaiseHand(2, True),
        wire.Target(3, 0.0, 0.0),
        wire.Release(4),
        wire.Park(5),
    ]
    theatre.looks(20.0, 0.0)
    assert len(theatre.body.told) == 5


async def test_holding_and_parking_take_no_more_wishes(theatre: Theatre) -> None:
    theatre.performs(fx.Rise(), fx.Hold())
    theatre.looks(20.0, 0.0)
    assert len(theatre.body.told) == 1
    theatre.performs(fx.ParkHead(forget=True), fx.Rise())
    assert theatre.body.told[-1] == wire.Target(3, 0.0, 0.0)


async def test_the_head_goes_back_to_a_saved_place(theatre: Theatre) -> None:
    theatre.performs(fx.Rise())
    theatre.looks(30.0, 5.0)
    theatre.performs(fx.SaveView("board"))
    theatre.looks(-40.0, 0.0)
    theatre.performs(fx.GoToView("teacher"), fx.GoToView("board"))
    assert theatre.body.told == [
        wire.Target(1, 0.0, 0.0),
        wire.Target(2, 30.0, 5.0),
        wire.Target(3, -40.0, 0.0),
        wire.Target(4, 30.0, 5.0),
    ]


async def test_a_parked_head_goes_nowhere_and_saves_nothing(theatre: Theatre) -> None:
    theatre.views.save("board", HeadTarget(30.0, 0.0))
    theatre.performs(fx.ParkHead(), fx.SaveView("table"), fx.GoToView("board"))
    theatre.performs(fx.MakeGesture("nod"))
    assert theatre.body.told == [wire.Park(1)]
    assert theatre.views.where("table") is None


async def test_a_chime_is_as_loud_as_the_robot_and_never_whispers(theatre: Theatre) -> None:
    theatre.performs(fx.SetLoudness(8, True), fx.PlayEarcon("joining"))
    assert theatre.ringing.gain == gain(8, whisper=False)
    assert np.abs(theatre.ringing.take(9600)).max() > 0


async def test_a_part_is_cut_off_before_the_next_effect(theatre: Theatre) -> None:
    theatre.performs(fx.StartMedia(MediaPart.PICTURE))
    theatre.performs(fx.StopMedia(MediaPart.PICTURE), fx.ShowSignal("hand"))
    assert theatre.story == ["picture cut"]
    assert theatre.body.told == [wire.Show(1, "hand")]


async def test_the_voice_is_muted_and_set(theatre: Theatre) -> None:
    theatre.performs(fx.MuteVoice(), fx.SetLoudness(4, True))
    assert theatre.voice.muted
    assert theatre.voice.gain == gain(4, whisper=True)
    theatre.performs(fx.UnmuteVoice())
    assert not theatre.voice.muted


async def test_an_outfit_is_on_the_disk_and_found_again(theatre: Theatre, tmp_path: Path) -> None:
    theatre.performs(fx.KeepOutfit(Outfit("Kalle", "mint", "cap")))
    await theatre.keeper.flush(WAIT_S)
    assert outfits.read(tmp_path).outfit == Outfit("Kalle", "mint", "cap")


async def test_the_wishes_of_a_child_are_fulfilled_by_their_parts(theatre: Theatre) -> None:
    allowed = fx.AllowTransfers(still=True, sheets=False, to_child=True)
    theatre.performs(
        fx.SetCrop(2.0, 0.5, 0.25),
        fx.AskStill(P),
        fx.FollowTeacher(True),
        fx.Speak("text", "Where?", "en"),
        fx.StopSpeaking(),
        allowed,
        fx.ForgetPictures(),
    )
    assert theatre.things.done == [
        ("crop", 2.0, 0.5, 0.25),
        ("still", P),
        ("follow", True),
        ("speak", "text", "Where?", "en"),
        "silent",
        allowed,
        "forgotten",
    ]


async def test_an_answer_and_narrow_eyes_go_to_the_body(theatre: Theatre) -> None:
    theatre.performs(fx.ShowSignal("speaking", 0.5, near=True, mark="not_understood"))
    assert theatre.body.told == [wire.Show(1, "speaking", 0.5, True, "not_understood")]


async def test_a_pose_tells_the_crop_that_the_picture_shows(theatre: Theatre) -> None:
    theatre.steering.show_crop(4.0, 0.75, 0.25)
    pose = theatre.steering.pose
    assert (pose.zoom, pose.x, pose.y) == (4.0, 0.75, 0.25)
