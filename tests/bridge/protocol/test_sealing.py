import hmac
import secrets

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.protocol.errors import ProtocolError
from bridge.protocol.keys import from_text, public_text, to_text
from bridge.protocol.sealing import (
    TO_CLASS,
    TO_ROBOT,
    montgomery,
    open_class_key,
    seal_class_key,
    sheet_key,
    x25519_of,
)
from tests.bridge.protocol import samples

KEY = bytes(range(16))
ROBOT = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))


def sealed(fresh: bytes = bytes(range(32, 64))) -> str:
    return seal_class_key(KEY, public_text(ROBOT), "kalle-1", fresh)


def refusal(private: Ed25519PrivateKey, robot_id: str, text: str) -> str:
    with pytest.raises(ProtocolError) as caught:
        open_class_key(private, robot_id, text)
    return caught.value.code


def test_a_known_key_of_one_curve_is_the_known_key_of_the_other() -> None:
    """Vector of libsodium's own test `ed25519_convert`, a second implementation."""
    seed = "421151a459faeade3d247115f94aedae42318124095afabe4d1451a559faedee"
    known = "f1814f0e8ff1043d8a44d25babff3cedcae6c22c3edaa48f857ae70de2baae50"
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    assert montgomery(private.public_key().public_bytes_raw()).hex() == known


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_both_halves_of_a_key_go_to_the_same_key(seed: bytes) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = montgomery(private.public_key().public_bytes_raw())
    assert x25519_of(private).public_key().public_bytes_raw() == public


@pytest.mark.parametrize("data", [b"", bytes(31), bytes(32), b"\1" + bytes(31), b"\xff" * 32])
def test_what_is_no_key_is_refused(data: bytes) -> None:
    with pytest.raises(ProtocolError, match="malformed"):
        montgomery(data)


def test_the_robot_alone_opens_its_class_key() -> None:
    assert open_class_key(ROBOT, "kalle-1", sealed()) == KEY
    assert refusal(OTHER, "kalle-1", sealed()) == "no_class_key"
    assert refusal(ROBOT, "kalle-2", sealed()) == "no_class_key"
    assert to_text(KEY) not in sealed()


def test_no_two_seals_are_alike() -> None:
    assert sealed(secrets.token_bytes(32)) != sealed(secrets.token_bytes(32))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 63), st.integers(1, 255))
def test_no_changed_byte_opens(at: int, change: int) -> None:
    data = bytearray(from_text(sealed()))
    data[at] ^= change
    # The highest bit of a point is not part of it (RFC 7748); the salt still differs.
    assert refusal(ROBOT, "kalle-1", to_text(bytes(data))) == "no_class_key"


def test_a_point_of_low_order_opens_nothing() -> None:
    data = bytes(32) + from_text(sealed())[32:]
    assert refusal(ROBOT, "kalle-1", to_text(data)) == "no_class_key"


@pytest.mark.parametrize("text", ["", "AAAA", sealed()[:-2], sealed() + "AAAA", "=" * 86])
def test_what_has_not_the_form_is_malformed(text: str) -> None:
    assert refusal(ROBOT, "kalle-1", text) == "malformed"


def test_each_direction_has_a_key_of_its_own() -> None:
    there, back = sheet_key(KEY, TO_ROBOT), sheet_key(KEY, TO_CLASS)
    assert len(there) == len(back) == 32
    assert there != back
    known = samples.load("proofs")["sheets"]
    assert known["class_key"] == to_text(KEY)
    assert (known["to_robot"], known["to_class"]) == (there.hex(), back.hex())


@pytest.mark.parametrize("info", [TO_ROBOT, TO_CLASS])
def test_the_keys_are_those_of_rfc_5869(info: bytes) -> None:
    extracted = hmac.digest(bytes(32), KEY, "sha256")
    assert sheet_key(KEY, info) == hmac.digest(extracted, info + b"\1", "sha256")


def test_what_is_sealed_for_one_direction_does_not_open_in_the_other() -> None:
    data = AESGCM(sheet_key(KEY, TO_ROBOT)).encrypt(bytes(12), b"sheet", None)
    with pytest.raises(InvalidTag):
        AESGCM(sheet_key(KEY, TO_CLASS)).decrypt(bytes(12), data, None)
