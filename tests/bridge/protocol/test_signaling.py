import typing

import pytest

from bridge.protocol import channels, signaling


def kinds(alias: object) -> set[type]:
    return set(typing.get_args(alias))


def test_everything_that_a_child_says_refuses_unknown_fields() -> None:
    for kind in kinds(signaling.FromPupil) | kinds(signaling.FromTeacher):
        assert kind.__struct_config__.forbid_unknown_fields  # type: ignore[attr-defined]


def test_no_road_has_two_messages_of_one_type_name() -> None:
    for name in ("FromRobot", "FromPupil", "FromTeacher", "ToRobot", "ToPupil", "ToTeacher"):
        tags = [k.__struct_config__.tag for k in kinds(getattr(signaling, name))]  # type: ignore[attr-defined]
        assert len(set(tags)) == len(tags), name


def test_no_video_or_recording_can_be_asked_for() -> None:
    words = " ".join(typing.get_args(signaling.TeacherActionName))
    assert not {"record", "video", "camera"} & set(words.split())


@pytest.mark.parametrize(
    ("sent", "arrives"),
    [
        (signaling.Offer, signaling.Invite),
        (signaling.RelayUp, signaling.RelayUp),
        (signaling.RelayDown, signaling.RelayDown),
    ],
)
def test_the_bridge_passes_on_all_that_was_said(sent: type, arrives: type) -> None:
    fields = set(sent.__struct_fields__)  # type: ignore[attr-defined]
    assert fields <= set(arrives.__struct_fields__)  # type: ignore[attr-defined]


def test_relays_carry_each_message_of_the_channels() -> None:
    up = typing.get_type_hints(signaling.RelayUp)["message"]
    down = typing.get_type_hints(signaling.RelayDown)["message"]
    assert kinds(up) == kinds(channels.ChannelUp)
    assert kinds(down) == kinds(channels.ChannelDown)
