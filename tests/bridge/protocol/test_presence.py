from typing import get_args

import msgspec
import pytest

from bridge.protocol import board, codec, presence
from bridge.protocol.codec import encode
from bridge.protocol.fields import ViewSlot


def test_the_longest_state_still_fits_the_data_channel() -> None:
    state = presence.Snapshot(
        seq=2**53 - 1,
        presence="A" * 22,
        signal="hand_waiting",
        hand=presence.RaisedHand(True, True, True, 1e9),
        feeling="laughing",
        paused_by=("button", "teacher"),
        lost=("camera", "microphone", "speaker", "body"),
        pan_deg=-123.45678901234567,
        tilt_deg=-123.45678901234567,
        head=presence.HeadRange(-123.45678901234567, 123.45678901234567, -99.5, 99.5, 66.123456789),
        views=tuple(
            presence.SavedView(slot, -123.45678901234567, -123.45678901234567)
            for slot in get_args(ViewSlot)
        ),
        battery_percent=99.12345678901234,
        fault="ä" * 400,
        help=presence.Help(True, True, 123456789.12345678),
        outfit=presence.Outfit("\U0001f98a" * 12, "lilac", "bow_tie"),
        feeling_seen=True,
        said=presence.TeacherNote(2**53, "text", "\U0001f642" * 80),
        buddy_calls=True,
        buddy_answer="nobody",
        outgoing=presence.Outgoing(10_000, 10_000, True, 123456789.12345678),
        zoom_most=15.123456789012345,
        zoomed=True,
        still="sending",
        following=True,
        phrase=board.Phrase(2**53 - 1, "text", "\U0001f642" * 80, True),
        phrase_seen=True,
        understood="yes",
        rights=board.Rights("unable", "unable", "unable", "unable"),
        can_speak=True,
        sheets=board.HeldSheets(4, 4),
        transferring="sheet",
        safe_mode="a" * 40,
    )
    assert codec.event_down.decode(encode(state)) == state


def test_more_places_than_there_are_slots_are_refused() -> None:
    view = {"slot": "board", "pan_deg": 0.0, "tilt_deg": 0.0}
    state = {"type": "presence", "seq": 1, "presence": None, "signal": "asleep"}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(state | {"views": [view] * 4}, presence.Snapshot)


def test_a_lens_wider_than_half_the_world_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(
            dict.fromkeys(("pan_min_deg", "pan_max_deg", "tilt_min_deg", "tilt_max_deg"), 0.0)
            | {"lens_deg": 180.0},
            presence.HeadRange,
        )
