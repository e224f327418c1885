from hypothesis import given
from hypothesis import strategies as st

from bridge.base.challenges import LIFE_S, NONCE_BYTES, Challenges

NONCE = b"n" * NONCE_BYTES


def test_a_challenge_holds_once_for_its_purpose_and_for_a_time() -> None:
    challenges = Challenges(b"s" * 32)
    made = challenges.make("sign in", NONCE, 100.9)
    assert challenges.holds(made, "sign in", 100.9)
    assert not challenges.holds(made, "again 7", 101)
    assert not Challenges(b"t" * 32).holds(made, "sign in", 101)
    assert not challenges.holds(made, "sign in", 100 + LIFE_S)
    assert challenges.use(made, 101)
    assert not challenges.use(made, 102)
    assert not challenges.holds(made, "sign in", 102)


def test_used_ones_are_forgotten_when_they_are_too_old_to_hold() -> None:
    challenges = Challenges(b"s" * 32)
    for turn in range(1000):
        challenges.use(challenges.make("sign in", NONCE, turn), turn)
    assert len(challenges._used) == len(challenges._order) == LIFE_S
    assert not challenges.holds(challenges.make("sign in", NONCE, 1), "sign in", 1000)


@given(st.binary(max_size=80), st.integers(0, 55), st.integers(1, 255))
def test_nothing_else_holds(guess: bytes, place: int, change: int) -> None:
    challenges = Challenges(b"s" * 32)
    assert not challenges.holds(guess, "sign in", 1)
    made = bytearray(challenges.make("sign in", NONCE, 1))
    made[place] ^= change
    assert not challenges.holds(bytes(made), "sign in", 1)
