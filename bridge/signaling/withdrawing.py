"""A child takes a right back in its app: the loan loses it, and the office reads so."""

from bridge.base.clock import Clock
from bridge.base.rates import Buckets
from bridge.base.words import Declined
from bridge.protocol.errors import ProtocolError
from bridge.protocol.fields import RightName
from bridge.protocol.openings import LoanRights
from bridge.register.register import Register
from bridge.store import Store

RATE_HZ = 1 / 10
BURST = 4
"""A child may take back every right at once; an app that goes on asking is held up."""


class Withdrawing:
    """Rights that children take back."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._rate = Buckets(RATE_HZ, BURST)

    async def withdraw(self, loan_id: int, device_key: str, right: RightName) -> LoanRights:
        """Take a right from a loan; return those that are left.

        Raises:
            ProtocolError: `too_fast`, or `no_loan` for one that is over.
            StoreError: The database cannot be asked.
        """
        if not self._rate.take(device_key, self._clock.monotonic_s()):
            raise ProtocolError("too_fast")
        register = Register(self._store.database, self._clock)
        try:
            loan = await register.child_loan(loan_id)
        except Declined as declined:
            raise ProtocolError("no_loan") from declined
        if loan.is_over:
            raise ProtocolError("no_loan")
        if right in loan.allowed:
            await register.switch_off(loan, right, "child")
            loan = await register.child_loan(loan_id)
        return loan.view.rights
