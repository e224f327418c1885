import msgspec
import pytest

from bridge.protocol import board, channels, codec, fields, presence, signaling

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


def test_words_of_people_stand_in_no_log() -> None:
    outfit = presence.Outfit("Mia", "mint", "cap")
    note = presence.TeacherNote(1, "text", "Well done, Mia")
    state = presence.Snapshot(1, None, "present", outfit=outfit, said=note)
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
