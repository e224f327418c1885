from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from bridge.protocol import keys
from bridge.protocol.errors import ProtocolError
from tests.bridge.protocol import samples

KEYS = samples.load("proofs")["keys"]
TABLET = samples.load("proofs")["p256"]
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Order of P-256."""


def p256() -> EllipticCurvePrivateKey:
    return generate_private_key(SECP256R1())


@pytest.mark.parametrize("who", sorted(KEYS))
def test_known_seeds_make_known_keys(who: str) -> None:
    known = KEYS[who]
    private = Ed25519PrivateKey.from_private_bytes(keys.from_text(known["seed"]))
    assert keys.public_text(private) == known["public"]
    assert keys.fingerprint(known["public"]) == known["fingerprint"]


@given(st.binary(max_size=100))
def test_bytes_survive_as_text(data: bytes) -> None:
    text = keys.to_text(data)
    assert "=" not in text
    assert keys.from_text(text) == data


@given(st.text(max_size=60))
def test_any_text_gives_its_bytes_or_a_named_error(text: str) -> None:
    try:
        data = keys.from_text(text)
    except ProtocolError:
        return
    assert keys.to_text(data) == text


@pytest.mark.parametrize("text", ["A", "AA=", "AA==", "A+", "A/", "AB", "Ä", "A A", "AA\n"])
def test_only_one_spelling_of_the_same_bytes_is_taken(text: str) -> None:
    with pytest.raises(ProtocolError, match="malformed"):
        keys.from_text(text)


@pytest.mark.parametrize("made", [Ed25519PrivateKey.generate, p256], ids=["ed25519", "p256"])
@given(data=st.binary(max_size=200), other=st.binary(max_size=200))
def test_a_signature_fits_its_key_and_its_bytes_only(
    made: Callable[[], keys.PrivateKey], data: bytes, other: bytes
) -> None:
    mine, foreign = made(), made()
    signature = keys.sign(mine, data)
    assert len(signature) == 86
    keys.verify(keys.public_text(mine), signature, data)
    with pytest.raises(ProtocolError, match="signature"):
        keys.verify(keys.public_text(foreign), signature, data)
    if other != data:
        with pytest.raises(ProtocolError, match="signature"):
            keys.verify(keys.public_text(mine), signature, other)


@pytest.mark.parametrize(
    ("public", "signature", "code"),
    [
        ("A" * 42, "A" * 86, "signature"),
        ("A" * 43, "A" * 80, "signature"),
        ("A" * 43, "A" * 86, "signature"),
        ("!" * 43, "A" * 86, "malformed"),
        ("A" * 43, "!" * 86, "malformed"),
        ("A" * 44, "A" * 86, "signature"),
        (TABLET["public"], "A" * 86, "signature"),
        (TABLET["public"], "A" * 80, "signature"),
        (TABLET["public"], "A" * 90, "signature"),
        (TABLET["uncompressed"], TABLET["signature"], "signature"),
    ],
)
def test_what_is_no_key_or_no_signature_is_refused_by_name(
    public: str, signature: str, code: str
) -> None:
    with pytest.raises(ProtocolError) as caught:
        keys.verify(public, signature, b"")
    assert caught.value.code == code


def test_a_signature_of_a_browser_without_ed25519_fits() -> None:
    data = bytes.fromhex(TABLET["bytes"])
    assert (len(TABLET["public"]), len(TABLET["signature"])) == (44, 86)
    keys.verify(TABLET["public"], TABLET["signature"], data)
    with pytest.raises(ProtocolError, match="signature"):
        keys.verify(KEYS["pupil"]["public"], TABLET["signature"], data)


@pytest.mark.parametrize("part", [0, 1], ids=["r", "s"])
@pytest.mark.parametrize("value", [0, ORDER, 2**256 - 1])
def test_a_signature_of_p256_out_of_range_does_not_fit(part: int, value: int) -> None:
    halves = [keys.from_text(TABLET["signature"])[:32], keys.from_text(TABLET["signature"])[32:]]
    halves[part] = value.to_bytes(32)
    with pytest.raises(ProtocolError, match="signature"):
        keys.verify(
            TABLET["public"], keys.to_text(b"".join(halves)), bytes.fromhex(TABLET["bytes"])
        )


def test_short_numbers_of_p256_keep_their_length() -> None:
    private = derive_private_key(1, SECP256R1())
    assert len(keys.public_text(private)) == 44
    lengths = {len(keys.sign(private, bytes([round]))) for round in range(256)}
    assert lengths == {86}
