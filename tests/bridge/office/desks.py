"""A desk without a database, for what needs none."""

from dataclasses import MISSING, fields
from types import SimpleNamespace
from typing import Any

from bridge.base.clock import Clock
from bridge.office.frame.desk import Desk
from bridge.office.frame.pages import OfficePages


def bare_desk(url: str, clock: Clock, **parts: Any) -> Desk:
    """Return a desk at which the clock, the pages, the challenges and the given parts work."""
    empty: dict[str, Any] = {
        one.name: None for one in fields(Desk) if one.default_factory is MISSING
    }
    known = {"clock": clock, "pages": OfficePages(), "public_url": url, "origins": {url}}
    # Nobody is counted by address here.
    outside = SimpleNamespace(neighbourhood=lambda _request: "")
    return Desk(**(empty | known | {"outside": outside} | parts))
