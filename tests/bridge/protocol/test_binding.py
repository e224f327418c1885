from dataclasses import replace
from typing import Any, Literal

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from bridge.protocol import binding, keys, sdp
from bridge.protocol.errors import ProtocolError
from bridge.protocol.signaling import Binding
from tests.bridge.protocol import samples

KNOWN = samples.load("proofs")["bindings"]
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SIGNER = keys.public_text(KEY)
STAY = binding.Stay("P" * 22, 3, "R" * 43, "O" * 22)
SUMMARY = sdp.Summary("sha-256 AB:CD", (("audio", "sendrecv"), ("video", "recvonly")))


def signed(kind: Literal["offer", "answer"] = "offer") -> Binding:
    data = binding.signed_bytes(kind, STAY, SUMMARY, "N" * 22)
    return Binding("N" * 22, STAY.reply_to, keys.sign(KEY, data))


@pytest.mark.parametrize("known", KNOWN, ids=lambda k: k["kind"])
def test_a_known_description_is_signed_as_known(known: dict[str, Any]) -> None:
    read = sdp.check_offer if known["kind"] == "offer" else sdp.check_answer
    summary = read(samples.sdp(known["sdp"]))
    stay = binding.Stay(known["presence"], known["attempt"], known["recipient"], known["reply_to"])
    data = binding.signed_bytes(known["kind"], stay, summary, known["nonce"])
    assert data.hex() == known["bytes"]
    given = Binding(known["nonce"], known["reply_to"], known["signature"])
    binding.check(given, known["kind"], known["signer"], stay, summary)


def test_what_was_signed_for_us_in_this_exchange_is_taken() -> None:
    binding.check(signed(), "offer", SIGNER, STAY, SUMMARY)


@pytest.mark.parametrize(
    "altered",
    [
        replace(STAY, presence="Q" * 22),
        replace(STAY, attempt=4),
        replace(STAY, recipient="S" * 43),
    ],
)
def test_another_stay_is_refused(altered: binding.Stay) -> None:
    with pytest.raises(ProtocolError, match="binding"):
        binding.check(signed(), "offer", SIGNER, altered, SUMMARY)


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
        binding.check(signed(), "offer", SIGNER, STAY, altered)


def test_an_answer_cannot_be_passed_off_as_an_offer() -> None:
    with pytest.raises(ProtocolError, match="binding"):
        binding.check(signed("answer"), "offer", SIGNER, STAY, SUMMARY)


def test_another_signer_nonce_or_end_is_refused() -> None:
    good = signed()
    stranger = keys.public_text(Ed25519PrivateKey.generate())
    with pytest.raises(ProtocolError, match="binding"):
        binding.check(good, "offer", stranger, STAY, SUMMARY)
    for bad in (
        msgspec.structs.replace(good, nonce="M" * 22),
        msgspec.structs.replace(good, signature="A" * 86),
    ):
        with pytest.raises(ProtocolError, match="binding"):
            binding.check(bad, "offer", SIGNER, STAY, SUMMARY)


def test_a_reply_to_another_nonce_is_too_old_and_cannot_be_renamed() -> None:
    fresh = replace(STAY, reply_to="Q" * 22)
    with pytest.raises(ProtocolError, match="expired"):
        binding.check(signed(), "offer", SIGNER, fresh, SUMMARY)
    renamed = msgspec.structs.replace(signed(), reply_to="Q" * 22)
    with pytest.raises(ProtocolError, match="binding"):
        binding.check(renamed, "offer", SIGNER, fresh, SUMMARY)


@given(nonce=st.text(max_size=30), reply_to=st.text(max_size=30), signature=st.text(max_size=90))
def test_any_binding_is_taken_or_refused_by_name(nonce: str, reply_to: str, signature: str) -> None:
    for named in (reply_to, STAY.reply_to):
        with pytest.raises(ProtocolError) as caught:
            binding.check(Binding(nonce, named, signature), "offer", SIGNER, STAY, SUMMARY)
        assert caught.value.code in {"expired", "binding"}
