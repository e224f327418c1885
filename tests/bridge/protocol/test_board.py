import pytest

from bridge.protocol import codec
from bridge.protocol.board import Crop, HeldSheets, Phrase, Rights, SayPhrase
from bridge.protocol.errors import ProtocolError


def test_words_of_a_child_stand_in_no_log() -> None:
    said = SayPhrase(1, 1, "text", "Where does it say that?", True)
    assert repr(said) == "SayPhrase(...)"
    assert repr(Phrase(1, "text", said.text)) == "Phrase(...)"


def test_only_free_text_carries_words() -> None:
    with pytest.raises(ValueError, match="only the kind text"):
        SayPhrase(1, 1, "yes", "Yes")
    with pytest.raises(ValueError, match="no words"):
        SayPhrase(1, 1, "text", " \u3000")
    assert SayPhrase(1, 1, "yes").text == ""


def test_a_robot_that_tells_no_rights_is_not_able() -> None:
    assert set(Rights().__struct_fields__) == {"zoom", "still", "sheets", "speech"}
    assert {getattr(Rights(), name) for name in Rights.__struct_fields__} == {"unable"}
    assert HeldSheets() == HeldSheets(0, 0)


@pytest.mark.parametrize("raw", ["1e400", "NaN", '"2"', "true", "null"])
def test_a_zoom_is_a_finite_number(raw: str) -> None:
    with pytest.raises(ProtocolError, match="malformed"):
        codec.control_up.decode(
            f'{{"type":"crop","seq":1,"sent_ms":0,"zoom":{raw},"x":0.5,"y":0.5}}'
        )
    assert Crop(1, 0.0, 2.0, 0.5, 0.5).zoom == 2.0
