import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from bridge.protocol import keys
from bridge.protocol.errors import ProtocolError
from tests.bridge.protocol import samples

KEYS = samples.load("proofs")["keys"]


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


@given(data=st.binary(max_size=200), other=st.binary(max_size=200))
def test_a_signature_fits_its_key_and_its_bytes_only(data: bytes, other: bytes) -> None:
    mine, foreign = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
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
    ],
)
def test_what_is_no_key_or_no_signature_is_refused_by_name(
    public: str, signature: str, code: str
) -> None:
    with pytest.raises(ProtocolError) as caught:
        keys.verify(public, signature, b"")
    assert caught.value.code == code
