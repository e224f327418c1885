"""The section [find]."""

from typing import Annotated

from msgspec import Meta

from bridge.process.config_file import Section
from hardware.contract.bounds import PortText


class Find(Section, frozen=True):
    """A body that is still to be found; `driver = "find"` or no body.toml at all.

    Args:
        ports: Serial ports to ask; without any, every likely one.
    """

    ports: Annotated[tuple[PortText, ...], Meta(max_length=8)] = ()
