from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.protocol import keys, proofs
from bridge.protocol.errors import ProtocolError
from tests.bridge.protocol import samples

KNOWN = samples.load("proofs")
NONCE = KNOWN["nonce"]
PUPIL = KNOWN["keys"]["pupil"]["public"]
ROBOT = KNOWN["keys"]["robot"]["public"]


@pytest.mark.parametrize("known", KNOWN["hello"], ids=lambda k: k["role"])
def test_the_opening_signs_role_nonce_and_identity(known: dict[str, Any]) -> None:
    data = proofs.hello_bytes(known["role"], NONCE, known["identity"])
    assert data.hex() == known["bytes"]
    seed = keys.from_text(KNOWN["keys"][known["role"]]["seed"])
    assert keys.sign(Ed25519PrivateKey.from_private_bytes(seed), data) == known["signature"]


def test_a_pairing_is_found_and_proved_as_known() -> None:
    known = KNOWN["pairing"]
    secret = keys.from_text(known["secret"])
    key = proofs.mac_key(secret)
    assert keys.to_text(key) == known["mac_key"]
    assert proofs.lookup(secret) == known["lookup"]
    assert proofs.pupil_proof(key, NONCE, PUPIL) == known["pupil_proof"]
    assert proofs.bridge_proof(key, NONCE, ROBOT, PUPIL) == known["bridge_proof"]


def test_a_tablet_without_ed25519_is_proved_the_same_way() -> None:
    known = KNOWN["p256"]
    assert proofs.hello_bytes("pupil", NONCE, known["public"]).hex() == known["bytes"]
    key = keys.from_text(KNOWN["pairing"]["mac_key"])
    assert proofs.pupil_proof(key, NONCE, known["public"]) == known["pupil_proof"]


def test_no_two_purposes_share_a_proof() -> None:
    secret = b"0123456789abcdef"
    key = proofs.mac_key(secret)
    made = {
        proofs.lookup(secret),
        keys.to_text(key)[:22],
        proofs.pupil_proof(key, NONCE, PUPIL),
        proofs.bridge_proof(key, NONCE, ROBOT, PUPIL),
        proofs.pupil_proof(key, KNOWN["bindings"][0]["nonce"], PUPIL),
    }
    assert len(made) == 5


@pytest.mark.parametrize("known", KNOWN["words"], ids=lambda k: ascii(k["word"]))
def test_a_word_counts_however_it_is_written(known: dict[str, Any]) -> None:
    if known["letters"] is None:
        with pytest.raises(ProtocolError, match="pairing"):
            proofs.word_letters(known["word"])
    else:
        assert keys.to_text(proofs.word_letters(known["word"])) == known["letters"]


def test_a_word_is_slow_to_search_for() -> None:
    known = KNOWN["word_secret"]
    assert keys.to_text(proofs.word_secret(known["word"])) == known["secret"]
    assert proofs.WORD_ROUNDS >= 600_000


def test_proofs_are_compared_whole() -> None:
    assert proofs.same("abc", "abc")
    assert not proofs.same("abc", "abd")
    assert not proofs.same("abc", "ab")
    assert not proofs.same("abc", "äbc")
