import pytest

from bridge.base.errors import BadRequest
from bridge.keeping import sealing
from bridge.keeping.sealing import Lock, SealError, check_passphrase, check_recipient, seal, unseal

DATA = b"Lena Canary"


def test_only_the_key_opens_what_was_sealed_for_it() -> None:
    (text, public), (other, _) = sealing.new_key(), sealing.new_key()
    sealed = seal(DATA, Lock((public,)))
    assert DATA not in sealed
    assert not sealing.needs_passphrase(sealed)
    assert unseal(sealed, text, "") == DATA
    with pytest.raises(SealError, match="another key"):
        unseal(sealed, other, "")
    with pytest.raises(SealError, match="--key FILE"):
        unseal(sealed, "", "a long passphrase")
    with pytest.raises(SealError, match="AGE-SECRET-KEY"):
        unseal(sealed, "nonsense", "")
    with pytest.raises(SealError, match="damaged"):
        unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), text, "")
    with pytest.raises(SealError, match="no backup"):
        unseal(b"PK\x03\x04", text, "")


def test_two_people_may_have_a_key_each() -> None:
    (one, first), (two, second) = sealing.new_key(), sealing.new_key()
    sealed = seal(DATA, Lock((first, second)))
    assert unseal(sealed, one, "") == unseal(sealed, two, "") == DATA


def test_what_is_no_key_is_said_before_anything_is_written() -> None:
    with pytest.raises(BadRequest, match="age1"):
        check_recipient("ssh-rsa AAAA")
    with pytest.raises(BadRequest, match=r"backup\.recipients"):
        seal(DATA, Lock())
    with pytest.raises(BadRequest, match="12 characters"):
        check_passphrase("short\n")
    assert check_passphrase("eleven plus one\r\n") == "eleven plus one"


@pytest.mark.thorough
def test_a_passphrase_opens_what_was_sealed_with_it() -> None:
    # Slow on purpose, and a gibibyte large while it lasts: so guessing is.
    sealed = seal(DATA, Lock(passphrase="a long passphrase"))
    assert sealing.needs_passphrase(sealed)
    assert unseal(sealed, "", "a long passphrase") == DATA
    with pytest.raises(SealError, match="cannot be opened"):
        unseal(sealed, "", "another passphrase")
    with pytest.raises(SealError, match="--passphrase-file"):
        unseal(sealed, "AGE-SECRET-KEY-1", "")
