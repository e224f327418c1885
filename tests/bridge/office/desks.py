"""A desk without a database, for what needs none."""

from typing import Any, cast

from bridge.base.clock import Clock
from bridge.office.frame.desk import Desk
from bridge.office.frame.pages import OfficePages


def bare_desk(url: str, clock: Clock) -> Desk:
    """Return a desk at which only the clock, the pages and the challenges work."""
    nothing = cast(Any, None)
    return Desk(nothing, nothing, clock, nothing, OfficePages(), url, frozenset({url}), nothing)
