"""One page or act of the office, and who may use it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import msgspec
from aiohttp import web

from bridge.lending.permissions import Permission

if TYPE_CHECKING:
    from bridge.office.frame.ask import Ask

Handler = Callable[["Ask"], Awaitable[web.StreamResponse]]

FORM_BYTES = 16 * 1024
"""Largest body of a usual form."""


class Fields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Fields of a form or a query; each has its bounds."""


class NoFields(Fields, frozen=True):
    """A form or query without fields."""


@dataclass(frozen=True)
class OfficeRoute:
    r"""One page or act.

    Args:
        path: As aiohttp's router reads it; numbers as `{loan:\d{1,9}}`.
        permission: What the member must be allowed; None lets every member in.
        fields: Fields of the query (GET) or of the form (POST).
        is_public: Whether strangers may come, too.
        is_fresh: Whether a passkey must have been used in the last five minutes.
        body_bytes: Largest body of a POST.
        takes_file: Whether the handler itself reads the body, a form with a file.
    """

    method: Literal["GET", "POST"]
    path: str
    handler: Handler
    permission: Permission | None = None
    fields: type[Fields] = NoFields
    is_public: bool = False
    is_fresh: bool = False
    body_bytes: int = FORM_BYTES
    takes_file: bool = False
