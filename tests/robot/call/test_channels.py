import json
from typing import Any

import pytest

from bridge.protocol.channels import Ack, Beat, Hand, PoseReport
from bridge.protocol.limits import CHANNEL_BURST
from robot.call.channels import MOST_UNSENT_BYTES, MOST_UNSENT_POSE_BYTES, Channels
from robot.media.types.allowance import CLOSE_AFTER
from robot.settings.errors import CallFailed

HAND = '{"type":"hand","seq":1,"raised":true}'
BEAT = '{"type":"beat","seq":1,"sent_ms":5}'


class Pipe:
    """A data channel whose other end is a list."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.readyState = "open"
        self.bufferedAmount = 0
        self.sent: list[Any] = []

    def send(self, text: str) -> None:
        self.sent.append(json.loads(text))


def opened() -> tuple[Channels, Pipe, Pipe]:
    channels, control, events = Channels(), Pipe("control"), Pipe("events")
    channels.add(control)  # type: ignore[arg-type]
    channels.add(events)  # type: ignore[arg-type]
    return channels, control, events


async def test_each_channel_carries_its_own_messages() -> None:
    channels, _, events = opened()
    assert channels.read("events", HAND) == Hand(seq=1, raised=True)
    assert channels.read("control", BEAT.encode()) == Beat(seq=1, sent_ms=5)
    assert channels.read("control", HAND) is None
    assert channels.read("events", BEAT) is None
    assert channels.refused["unknown_type"] == 2
    assert [message["type"] for message in events.sent] == ["refused"]


@pytest.mark.parametrize("label", ["more", "", "control"])
def test_a_channel_too_many_ends_the_attempt(label: str) -> None:
    channels, *_ = opened()
    with pytest.raises(CallFailed):
        channels.add(Pipe(label))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "malformed"),
        (b"\xff\xfe", "malformed"),
        ('{"type":"hand","seq":0,"raised":true}', "malformed"),
        ('{"type":"hand","seq":1,"raised":true,"more":1}', "malformed"),
        ("x" * 1025, "too_large"),
        ('{"a":' * 9 + "1" + "}" * 9, "too_deep"),
    ],
)
async def test_what_the_wire_does_not_allow_is_answered_by_code(
    text: str | bytes, code: str
) -> None:
    channels, _, events = opened()
    assert channels.read("events", text) is None
    assert events.sent[0]["code"] == code


async def test_a_flood_is_dropped_and_at_last_ends_the_attempt() -> None:
    channels, *_ = opened()

    def flood(messages: int) -> int:
        return sum(channels.read("control", BEAT) is not None for _ in range(messages))

    assert flood(CHANNEL_BURST + 10) <= CHANNEL_BURST + 1
    assert channels.refused["too_fast"] >= 9
    with pytest.raises(CallFailed, match="too much"):
        flood(CLOSE_AFTER + CHANNEL_BURST)


def test_what_goes_out_goes_over_its_channel() -> None:
    channels, control, events = opened()
    assert channels.send_event(Ack(7))
    assert channels.send_pose(PoseReport(seq=1, pan_deg=1.0, tilt_deg=2.0))
    assert events.sent == [{"type": "ack", "seq": 7}]
    assert control.sent[0]["type"] == "pose"


def test_nothing_is_sent_over_a_channel_that_is_not_open() -> None:
    channels, _, events = opened()
    events.readyState = "closing"
    assert not channels.send_event(Ack(7))
    assert not Channels().send_event(Ack(7))


def test_a_pose_waits_behind_nothing_and_an_event_not_for_ever() -> None:
    channels, control, events = opened()
    control.bufferedAmount = MOST_UNSENT_POSE_BYTES + 1
    events.bufferedAmount = MOST_UNSENT_BYTES + 1
    assert not channels.send_pose(PoseReport(seq=1, pan_deg=1.0, tilt_deg=2.0))
    assert not channels.send_event(Ack(7))


def test_a_child_that_takes_no_message_ends_nothing() -> None:
    class Refusing(Pipe):
        def send(self, text: str) -> None:
            raise ValueError("the remote party only supports messages up to 1 bytes")

    channels = Channels()
    channels.add(Refusing("events"))  # type: ignore[arg-type]
    assert not channels.send_event(Ack(1))
