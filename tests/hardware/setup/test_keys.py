from hypothesis import given
from hypothesis import strategies as st

from hardware.setup.keys import NAMED, Keys


def test_arrows_of_every_terminal_have_one_name() -> None:
    assert Keys().feed(b"\x1b[A\x1bOA\x1b[D\x1bOD") == ["up", "up", "left", "left"]


def test_a_key_that_arrives_in_pieces_is_one_key() -> None:
    keys = Keys()
    assert keys.feed(b"\x1b") == []
    assert keys.waiting
    assert keys.feed(b"[") == []
    assert keys.feed(b"Cq") == ["right", "q"]


def test_a_lone_escape_is_a_key_once_nothing_follows() -> None:
    keys = Keys()
    keys.feed(b"\x1b")
    assert keys.flush() == ["escape"]
    assert keys.flush() == []


def test_capital_letters_are_the_same_keys() -> None:
    assert Keys().feed(b"Q Y\r") == ["q", " ", "y", "enter"]


def test_unknown_sequences_press_nothing() -> None:
    assert Keys().feed(b"\x1b[15~\x1b[1;5Cq") == ["q"]


@given(st.binary(max_size=200))
def test_any_bytes_give_keys_and_keep_little(data: bytes) -> None:
    keys = Keys()
    for name in keys.feed(data):
        assert name in NAMED.values() or len(name) == 1
    assert keys.feed(b"\x1b[A" * 3)[-1] == "up"
