from typing import get_args

import msgspec
import pytest

from bridge.protocol import board, channels, codec, fields, signaling
from bridge.protocol.codec import encode
from bridge.protocol.fields import ViewSlot

UP = (*channels.ControlUp.__args__, *channels.EventUp.__args__)
DEEDS = {
    channels.View: {"slot", "action"},
    channels.Gesture: {"name"},
    board.SayPhrase: {"number", "kind", "text", "aloud"},
}
"""Done once for their `seq`, so that repeating them changes nothing either."""
STATES = {
    *("raised", "feeling", "on", "level", "wanted", "works", "nickname", "shell", "wears"),
    "answer",
    "language",
}
DOWN = (channels.ControlDown, *channels.EventDown.__args__)


@pytest.mark.parametrize("kind", UP)
def test_every_wish_of_a_child_is_counted_and_refuses_unknown_fields(kind: type) -> None:
    assert "seq" in kind.__struct_fields__  # type: ignore[attr-defined]
    assert kind.__struct_config__.forbid_unknown_fields  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", DOWN)
def test_newer_robots_may_tell_more(kind: type) -> None:
    assert not kind.__struct_config__.forbid_unknown_fields  # type: ignore[attr-defined]


def test_no_type_name_is_used_for_two_messages() -> None:
    tags = [kind.__struct_config__.tag for kind in (*UP, *DOWN)]
    assert len(set(tags)) == len(tags)


def test_messages_cannot_be_changed_after_they_were_read() -> None:
    message = codec.event_up.decode('{"type":"hand","seq":1,"raised":true}')
    with pytest.raises(AttributeError):
        message.seq = 2  # type: ignore[misc]


def test_events_carry_the_wanted_state_so_that_repeating_changes_nothing() -> None:
    for kind in channels.EventUp.__args__:
        fields = set(kind.__struct_fields__) - {"seq"}
        assert fields <= STATES | DEEDS.get(kind, set())


def test_the_longest_state_still_fits_the_data_channel() -> None:
    state = channels.Snapshot(
        seq=2**53 - 1,
        presence="A" * 22,
        signal="hand_waiting",
        hand=channels.RaisedHand(True, True, True, 1e9),
        feeling="laughing",
        paused_by=("button", "teacher"),
        lost=("camera", "microphone", "speaker", "body"),
        pan_deg=-123.45678901234567,
        tilt_deg=-123.45678901234567,
        head=channels.HeadRange(-123.45678901234567, 123.45678901234567, -99.5, 99.5, 66.123456789),
        views=tuple(
            channels.SavedView(slot, -123.45678901234567, -123.45678901234567)
            for slot in get_args(ViewSlot)
        ),
        battery_percent=99.12345678901234,
        fault="ä" * 400,
        help=channels.Help(True, True, 123456789.12345678),
        outfit=channels.Outfit("\U0001f98a" * 12, "lilac", "bow_tie"),
        feeling_seen=True,
        said=channels.TeacherNote(2**53, "text", "\U0001f642" * 80),
        buddy_calls=True,
        buddy_answer="nobody",
        outgoing=channels.Outgoing(10_000, 10_000, True, 123456789.12345678),
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
    )
    assert codec.event_down.decode(encode(state)) == state


def test_more_places_than_there_are_slots_are_refused() -> None:
    view = {"slot": "board", "pan_deg": 0.0, "tilt_deg": 0.0}
    state = {"type": "presence", "seq": 1, "presence": None, "signal": "asleep"}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(state | {"views": [view] * 4}, channels.Snapshot)


def test_a_lens_wider_than_half_the_world_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(
            dict.fromkeys(("pan_min_deg", "pan_max_deg", "tilt_min_deg", "tilt_max_deg"), 0.0)
            | {"lens_deg": 180.0},
            channels.HeadRange,
        )


def test_words_of_people_stand_in_no_log() -> None:
    outfit = channels.Outfit("Mia", "mint", "cap")
    note = channels.TeacherNote(1, "text", "Well done, Mia")
    state = channels.Snapshot(1, None, "present", outfit=outfit, said=note)
    action = signaling.TeacherAction("A" * 22, "text", "Well done, Mia")
    for message in (channels.WearOutfit(1, "Mia", "mint", "cap"), state, action):
        assert "Mia" not in repr(message)


@pytest.mark.parametrize(
    "unfit", ["\0", "\n", "\x7f", "\x9b", "\u200f", "\u202e", "\u2066", "\ufeff"]
)
def test_a_text_cannot_rearrange_the_page(unfit: str) -> None:
    for kind in (fields.Nickname, fields.NoteText):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(f"a{unfit}b", kind)
        assert msgspec.convert("שלום 👩‍🚀", kind)
