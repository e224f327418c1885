"""PURE. Checks an invitation before any media engine sees it. No I/O.

In this order: the allow-list of session descriptions, the signature that binds
the description to this robot, this presence and this minute, and the memory of
what was said before. The bridge has checked too; the robot does not rely on it.
"""

from collections import OrderedDict
from dataclasses import dataclass

from bridge.protocol import binding, sdp
from bridge.protocol.binding import Stay
from bridge.protocol.errors import ProtocolError
from bridge.protocol.limits import BINDING_LIFE_S
from bridge.protocol.signaling import Invite

NONCES_KEPT = 4096
"""More good signatures than anybody can make by hand in two minutes; then the oldest goes,
and what it protected has expired."""


@dataclass(frozen=True)
class Guest:
    """An invitation that was found to be in order."""

    invite: Invite
    clean_sdp: str
    """The only form of the description that a media engine may see."""


class Admission:
    """Remembers what was already used.

    Args:
        own_key: This robot's public key: whom a description must be signed for.
    """

    def __init__(self, own_key: str) -> None:
        self._own_key = own_key
        self._nonces: OrderedDict[str, float] = OrderedDict()

    def check(self, invite: Invite, unix_s: float) -> Guest:
        """Return the guest.

        Args:
            invite: As it came.
            unix_s: The wall clock.

        Raises:
            ProtocolError: `sdp_…`, `binding`, `expired` or `replayed`.
        """
        summary = sdp.check_offer(invite.sdp)
        stay = Stay(invite.presence, invite.attempt, self._own_key)
        binding.check(invite.binding, "offer", invite.pupil_key, stay, summary, unix_s)
        self._forget_old(unix_s)
        if invite.binding.nonce in self._nonces:
            raise ProtocolError("replayed")
        self._nonces[invite.binding.nonce] = unix_s + 3 * BINDING_LIFE_S
        return Guest(invite, sdp.clean_offer(invite.sdp))

    def _forget_old(self, unix_s: float) -> None:
        old = [nonce for nonce, until_s in self._nonces.items() if until_s < unix_s]
        for nonce in old:
            del self._nonces[nonce]
        while len(self._nonces) >= NONCES_KEPT:
            self._nonces.popitem(last=False)
