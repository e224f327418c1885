"""PURE. Signed session descriptions: a bridge in the middle is caught. No I/O.

Each side signs the DTLS fingerprint and the media lines with their directions
of its own description, for one recipient, one presence and one attempt, and in
reply to a fresh nonce of the recipient. The other side recomputes both from the
description it received and refuses before any media engine sees it. No clock is
asked: what replies to a nonce was signed after that nonce was made. Design part
4.5.
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
    """Which exchange a description belongs to.

    Args:
        presence: Id of the presence, 22 characters.
        attempt: Number of the peer connection within it.
        recipient: Public key of the one it is for.
        reply_to: Nonce of the recipient: of the offer's binding, for an answer; one of the
            robot's `offer_nonce`, for an offer.
    """

    presence: str
    attempt: int
    recipient: str
    reply_to: str


def signed_bytes(
    kind: Literal["offer", "answer"], stay: Stay, summary: Summary, nonce: str
) -> bytes:
    """Return what the signature of a binding covers."""
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
    """Refuse a description that was not signed for us, in this exchange, with just this content.

    The caller remembers the binding's nonce and refuses a second use.

    Args:
        signer: Public key of the other side.
        stay: With the nonce of ours that has to be replied to.

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
