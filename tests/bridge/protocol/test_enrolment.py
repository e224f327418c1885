import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.protocol import keys
from bridge.protocol.enrolment import (
    ALPHABET,
    CHARACTERS,
    TokenMistyped,
    enrol_bytes,
    make_token,
    plain,
    printed,
    token_key,
)

tokens = st.randoms(use_true_random=False).map(lambda chance: plain(make_token(chance.choice)))


def test_a_token_is_four_groups_that_survive_typing() -> None:
    token = make_token(random.Random(1).choice)
    assert re.fullmatch(r"[2-9C-X]{4}(-[2-9C-X]{4}){3}", token)
    assert printed(plain(token)) == token
    for typed in (token.lower(), token.replace("-", " "), token.replace("-", ""), f" {token}\n"):
        assert plain(typed) == plain(token)
    # A German keyboard taken for an English one, and a word processor's hyphen.
    assert plain(token.replace("-", "ß")) == plain(token.replace("-", "–")) == plain(token)


def test_characters_that_look_alike_or_change_their_place_are_in_no_token() -> None:
    assert not set(ALPHABET) & set("01O5SIL" + "YZ" + "AEU" + "B")
    assert plain("K7QF-2MXR-9TCH-4WD" + _last("K7QF2MXR9TCH4WD").lower())
    with_b = next(t for t in _many() if "8" in t and "V" in t and "2" in t)
    assert plain(with_b.replace("8", "B").replace("V", "U").replace("2", "Z")) == plain(with_b)


def _many() -> list[str]:
    chance = random.Random(7)
    return [make_token(chance.choice) for _ in range(50)]


def _last(drawn: str) -> str:
    good = []
    for one in ALPHABET:
        try:
            good.append(plain(drawn + one)[-1])
        except TokenMistyped:
            continue
    (only,) = good
    return only


@given(tokens, st.integers(0, CHARACTERS - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found_before_anything_is_sent(
    token: str, place: int, other: str
) -> None:
    wrong = token[:place] + other + token[place + 1 :]
    if wrong != token:
        with pytest.raises(TokenMistyped, match="compare it with the list"):
            plain(wrong)


@given(tokens, st.integers(0, CHARACTERS - 2), st.integers(0, CHARACTERS - 2))
def test_two_characters_that_changed_places_are_found(token: str, one: int, two: int) -> None:
    swapped = list(token)
    swapped[one], swapped[two] = swapped[two], swapped[one]
    if "".join(swapped) != token:
        with pytest.raises(TokenMistyped):
            plain("".join(swapped))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "this one has 0"),
        ("4WDN-K7QF", "this one has 8"),
        ("K7QF-2MXR-9TCH-4WDN-K7QF", "this one has 20"),
        ("K7QF-2MXR-OTCH-4WDN", "character 9 is 'O'"),
        ("K7QF-1MXR-9TCH-4WDN", "character 5 is '1'"),
    ],
)
def test_what_is_no_token_is_named_without_quoting_it(typed: str, words: str) -> None:
    with pytest.raises(TokenMistyped, match=words) as mistyped:
        plain(typed)
    assert typed == "" or typed not in str(mistyped.value)


def test_a_key_belongs_to_one_token_and_signs_for_one_robot() -> None:
    chance = random.Random(3)
    one, two = (plain(make_token(chance.choice)) for _ in range(2))
    public = keys.public_text(token_key(one))
    assert public == keys.public_text(token_key(one))
    assert public != keys.public_text(token_key(two))
    signed = {enrol_bytes(n, public, robot) for n in ("A" * 22, "B" * 22) for robot in "KL"}
    assert len(signed) == 4
