"""PURE. Outfit of the drawing: name, colour and clothes that the child chose. No I/O.

The app sends it in each new connection, which changes nothing as long as it is the same. A new one
is written to the disk, so new ones are taken no faster than a person chooses. Others are not
acknowledged, and the app repeats the newest.

An outfit belongs to one loan: the next child must not find the name that the one before chose.
"""

from bridge.protocol.channels import WearOutfit
from bridge.protocol.presence import Outfit
from robot.media.types.allowance import Allowance
from robot.presence.effects import KeepOutfit

CHANGES_HZ = 1.0
CHANGES_BURST = 8


class Wardrobe:
    """The outfit that is worn now.

    Args:
        outfit: The one from before a restart; None if none was chosen.
        loan: Mark of the loan in which it was chosen; empty if unknown.
    """

    def __init__(self, outfit: Outfit | None = None, loan: str = "") -> None:
        self.outfit = outfit
        self.loan = loan
        self._allowance = Allowance(CHANGES_HZ, CHANGES_BURST)

    def takes(self, message: WearOutfit, now: float) -> bool:
        """Return False for a change that comes too fast."""
        return _outfit_of(message) == self.outfit or self._allowance.take(now)

    def wear(self, message: WearOutfit) -> list[KeepOutfit]:
        """Wear an outfit; return the effect of another one than before."""
        before, self.outfit = self.outfit, _outfit_of(message)
        return [] if before == self.outfit else [KeepOutfit(self.outfit, self.loan)]

    def lent(self, loan: str) -> list[KeepOutfit]:
        """Note the loan of today; forget an outfit of another one, and return the effect."""
        before, self.loan = self.loan, loan
        if before == loan or self.outfit is None:
            return []
        if before:
            self.outfit = None
        return [KeepOutfit(self.outfit, loan)]


def _outfit_of(message: WearOutfit) -> Outfit:
    return Outfit(message.nickname.strip(), message.shell, message.wears)
