"""Everything that pages of the office work with."""

from dataclasses import dataclass

from bridge.base.clock import Clock
from bridge.fleet.fleet import Fleet
from bridge.office.frame.pages import OfficePages
from bridge.register.register import Register
from bridge.store import Store


@dataclass(frozen=True)
class Desk:
    """Parts that handlers use.

    Args:
        public_url: Address of the bridge without a slash at its end.
        origins: Origins of the bridge's pages, the only ones whose forms are taken.
    """

    store: Store
    register: Register
    clock: Clock
    fleet: Fleet
    pages: OfficePages
    public_url: str
    origins: frozenset[str]
