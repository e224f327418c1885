import pytest

from bridge.protocol.bases import Command, Private, Status


def test_a_command_refuses_unknown_fields_and_a_status_ignores_them() -> None:
    assert Command.__struct_config__.forbid_unknown_fields
    assert not Status.__struct_config__.forbid_unknown_fields


@pytest.mark.parametrize("base", [Command, Status])
def test_the_type_of_a_message_is_its_tag(base: type) -> None:
    assert base.__struct_config__.tag_field == "type"  # type: ignore[attr-defined]


def test_words_of_a_person_stand_in_no_log() -> None:
    class Words(Private, frozen=True):
        text: str

    assert repr(Words("Mia is sad")) == "Words(...)"
