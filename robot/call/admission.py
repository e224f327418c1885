"""PURE. Checks of an invitation before any media engine sees it. No I/O.

In this order: the allow-list of session descriptions, the signature that binds
the description to this robot, this presence and a fresh nonce of ours, and the
memory of nonces that were used before. The bridge has checked the invitation too; the
robot relies neither on that nor on any wall clock.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bridge.protocol import binding, sdp
from bridge.protocol.binding import Stay
from bridge.protocol.errors import ProtocolError
from bridge.protocol.signaling import Invite
from robot.links.offer_nonces import OfferNonces

NONCES_KEPT = 4096
"""More valid signatures than honest children make in two minutes. Beyond this number further ones
are refused until the oldest have expired: a forgotten one could be used again."""


@dataclass(frozen=True)
class AdmittedOffer:
    """An invitation that passed every check."""

    invite: Invite
    clean_sdp: str
    """Cleaned description, the only form that a media engine may see."""


class Admission:
    """Checks invitations, and remembers the nonces that were used.

    Args:
        own_key: Returns this robot's public key, for which a description must be signed.
        nonces: Nonces of ours, one of which a description must reply to.
    """

    def __init__(self, own_key: Callable[[], str], nonces: OfferNonces) -> None:
        self._own_key = own_key
        self._nonces = nonces
        self._used: dict[str, str] = {}

    def check(self, invite: Invite, now: float) -> AdmittedOffer:
        """Return the offer in its clean form.

        Args:
            invite: As it came.
            now: Monotonic seconds.

        Raises:
            ProtocolError: `sdp_…`, `binding`, `expired`, `replayed` or `too_fast`.
        """
        summary = sdp.check_offer(invite.sdp)
        bound = invite.binding
        if not self._nonces.counts(bound.reply_to, now):
            raise ProtocolError("expired")
        stay = Stay(invite.presence, invite.attempt, self._own_key(), bound.reply_to)
        binding.check(bound, "offer", invite.pupil_key, stay, summary)
        if bound.nonce in self._used:
            raise ProtocolError("replayed")
        if len(self._used) >= NONCES_KEPT:
            self._forget_old(now)
        self._used[bound.nonce] = bound.reply_to
        return AdmittedOffer(invite, sdp.clean_offer(invite.sdp))

    def _forget_old(self, now: float) -> None:
        """Forget expired nonces; refuse if too many are left."""
        self._used = {n: to for n, to in self._used.items() if self._nonces.counts(to, now)}
        if len(self._used) >= NONCES_KEPT:
            raise ProtocolError("too_fast")
