"""PURE. Signed session descriptions, which reveal a bridge that replaces them. No I/O.

Each side signs the DTLS fingerprint and the media lines with their directions
of its own description, for one recipient, one presence and one attempt, and in
reply to a fresh nonce of the recipient. The other side recomputes both from the
description it received and refuses before any media engine sees it. No clock is
needed: a signature that replies to a nonce was made after that nonce.
"""

from dataclasses import dataclass
from typing import Literal

from bridge.protocol.codec import canonical
from bridge.protocol.errors import ProtocolError
from bridge.protocol.keys import verify
from bridge.protocol.sdp import Summary
from bridge.protocol.signaling import Binding

CONTEXT = b"karlsson/sdp-binding/v1\0"


@dataclass(frozen=True)
class Stay:
    """Exchange to which a description belongs.

    Args:
        presence: Id of the presence, 22 characters.
        attempt: Number of the peer connection within the presence.
        recipient: Public key of the recipient.
        reply_to: Nonce of the recipient. An answer replies to the nonce of the offer's
            binding, an offer to an `offer_nonce` of the robot.
    """

    presence: str
    attempt: int
    recipient: str
    reply_to: str


def signed_bytes(
    kind: Literal["offer", "answer"], stay: Stay, summary: Summary, nonce: str
) -> bytes:
    """Return the bytes that the signature of a binding covers."""
    return CONTEXT + canonical(
        {
            "attempt": stay.attempt,
            "fingerprint": summary.fingerprint,
            "kind": kind,
            "media": [[kind, direction] for kind, direction in summary.media],
            "nonce": nonce,
            "presence": stay.presence,
            "reply_to": stay.reply_to,
            "to": stay.recipient,
            "v": 1,
        }
    )


def check(
    binding: Binding,
    kind: Literal["offer", "answer"],
    signer: str,
    stay: Stay,
    summary: Summary,
) -> None:
    """Refuse a description that was not signed for us, in this exchange, with this content.

    The caller remembers the binding's nonce and refuses a second use.

    Args:
        signer: Public key of the other side.
        stay: Exchange with our nonce, to which the binding has to reply.

    Raises:
        ProtocolError: `expired` or `binding`.
    """
    if binding.reply_to != stay.reply_to:
        raise ProtocolError("expired")
    data = signed_bytes(kind, stay, summary, binding.nonce)
    try:
        verify(signer, binding.signature, data)
    except ProtocolError as error:
        raise ProtocolError("binding") from error
