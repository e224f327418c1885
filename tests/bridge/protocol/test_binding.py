from dataclasses import replace
from typing import Any, Literal

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from bridge.protocol import binding, keys, sdp
from bridge.protocol.errors import ProtocolError
from bridge.protocol.limits import BINDING_LIFE_S
from bridge.protocol.signaling import Binding
from tests.bridge.protocol import samples

KNOWN = samples.load("proofs")["bindings"]
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SIGNER = keys.public_text(KEY)
STAY = binding.Stay("P" * 22, 3, "R" * 43, "")
SUMMARY = sdp.Summary("sha-256 AB:CD", (("audio", "sendrecv"), ("video", "recvonly")))
NOW_S = 1_789_000_000.0
EXPIRES = int(NOW_S) + BINDING_LIFE_S


def signed(kind: Literal["offer", "answer"] = "offer", expires: int = EXPIRES) -> Binding:
    data = binding.signed_bytes(kind, STAY, SUMMARY, expires, "N" * 22)
    return Binding(expires, "N" * 22, keys.sign(KEY, data))


@pytest.mark.parametrize("known", KNOWN, ids=lambda k: k["kind"])
def test_a_known_description_is_signed_as_known(known: dict[str, Any]) -> None:
    read = sdp.check_offer if known["kind"] == "offer" else sdp.check_answer
    summary = read(samples.sdp(known["sdp"]))
    stay = binding.Stay(known["presence"], known["attempt"], known["recipient"], known["reply_to"])
    data = binding.signed_bytes(known["kind"], stay, summary, known["expires"], known["nonce"])
    assert data.hex() == known["bytes"]
    given = Binding(known["expires"], known["nonce"], known["signature"])
    binding.check(given, known["kind"], known["signer"], stay, summary, known["expires"] - 1)


def test_what_was_signed_for_us_just_now_is_taken() -> None:
    binding.check(signed(), "offer", SIGNER, STAY, SUMMARY, NOW_S)


@pytest.mark.parametrize(
    "altered",
    [
        replace(STAY, presence="Q" * 22),
        replace(STAY, attempt=4),
        replace(STAY, recipient="S" * 43),
        replace(STAY, reply_to="N" * 22),
    ],
)
def test_another_stay_is_refused(altered: binding.Stay) -> None:
    with pytest.raises(ProtocolError, match="binding"):
        binding.check(signed(), "offer", SIGNER, altered, SUMMARY, NOW_S)


@pytest.mark.parametrize(
    "altered",
    [
        replace(SUMMARY, fingerprint="sha-256 AB:CE"),
        replace(SUMMARY, media=SUMMARY.media[::-1]),
        replace(SUMMARY, media=(("audio", "sendrecv"), ("video", "sendrecv"))),
        replace(SUMMARY, media=(*SUMMARY.media, ("video", "sendonly"))),
        replace(SUMMARY, media=()),
    ],
)
def test_another_content_is_refused(altered: sdp.Summary) -> None:
    with pytest.raises(ProtocolError, match="binding"):
        binding.check(signed(), "offer", SIGNER, STAY, altered, NOW_S)


def test_an_answer_cannot_be_passed_off_as_an_offer() -> None:
    with pytest.raises(ProtocolError, match="binding"):
        binding.check(signed("answer"), "offer", SIGNER, STAY, SUMMARY, NOW_S)


def test_another_signer_nonce_or_end_is_refused() -> None:
    good = signed()
    stranger = keys.public_text(Ed25519PrivateKey.generate())
    with pytest.raises(ProtocolError, match="binding"):
        binding.check(good, "offer", stranger, STAY, SUMMARY, NOW_S)
    for bad in (
        msgspec.structs.replace(good, nonce="M" * 22),
        msgspec.structs.replace(good, expires=EXPIRES - 1),
        msgspec.structs.replace(good, signature="A" * 86),
    ):
        with pytest.raises(ProtocolError, match="binding"):
            binding.check(bad, "offer", SIGNER, STAY, SUMMARY, NOW_S)


@pytest.mark.parametrize(
    ("unix_s", "taken"),
    [
        (NOW_S - BINDING_LIFE_S - 0.1, False),
        (NOW_S - BINDING_LIFE_S, True),
        (EXPIRES - 0.1, True),
        (EXPIRES, False),
        (EXPIRES + 1e9, False),
        (float("nan"), False),
    ],
)
def test_a_signature_lives_for_a_minute_by_clocks_a_minute_apart(
    unix_s: float, taken: bool
) -> None:
    if taken:
        binding.check(signed(), "offer", SIGNER, STAY, SUMMARY, unix_s)
    else:
        with pytest.raises(ProtocolError, match="expired"):
            binding.check(signed(), "offer", SIGNER, STAY, SUMMARY, unix_s)


@given(
    expires=st.integers(-(2**63), 2**63),
    nonce=st.text(max_size=30),
    signature=st.text(max_size=90),
)
def test_any_binding_is_taken_or_refused_by_name(expires: int, nonce: str, signature: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        binding.check(Binding(expires, nonce, signature), "offer", SIGNER, STAY, SUMMARY, NOW_S)
    assert caught.value.code in {"expired", "binding"}
