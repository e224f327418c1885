"""PURE. Parser of `storage.url`: kind and place of the database. No I/O.

    sqlite+aiosqlite:////var/lib/karlsson-bridge/bridge.sqlite
    postgresql://karlsson:secret@db.example.org/karlsson

A refusal never quotes the address: it may hold a password.
"""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from bridge.base.errors import BadRequest

SQLITE = ("sqlite+aiosqlite", "sqlite")
POSTGRESQL = ("postgresql+asyncpg", "postgresql", "postgres")

ALLOWED = (
    "sqlite+aiosqlite:////absolute/path/bridge.sqlite or postgresql://user:password@host/database"
)


@dataclass(frozen=True)
class Address:
    """Address of a database."""

    dialect: Literal["sqlite", "postgresql"]
    place: str
    """File of SQLite, or host and name of PostgreSQL without user and password."""
    dsn: str = field(default="", repr=False)
    """Address for PostgreSQL's driver, with the password."""


def read(url: str) -> Address:
    """Parse an address.

    Raises:
        BadRequest: The address names no database that can be used.
    """
    scheme, colon, rest = url.partition("://")
    scheme = scheme.lower()
    if colon and scheme in SQLITE:
        return _sqlite(rest)
    if colon and scheme in POSTGRESQL:
        return _postgresql(rest)
    raise BadRequest(f"names no known database; allowed: {ALLOWED}")


def _sqlite(rest: str) -> Address:
    path = rest.removeprefix("/")
    if not rest.startswith("/") or not path or path.endswith("/"):
        raise BadRequest("must name a file: sqlite+aiosqlite:// and /, then its absolute path")
    if path == ":memory:" or "?" in path or "#" in path or "\0" in path:
        raise BadRequest("must name a plain file, which survives a restart; no ? and no #")
    if not path.startswith("/"):
        # Else each folder that somebody works in would have a database of its own, an empty one.
        raise BadRequest("must name an absolute path, which makes four slashes: sqlite:////var/...")
    return Address("sqlite", path)


def _postgresql(rest: str) -> Address:
    try:
        parts = urlsplit(f"postgresql://{rest}")
        port = parts.port
        host = parts.hostname or ""
    except ValueError:
        raise BadRequest(_UNREADABLE) from None
    if (
        parts.fragment
        or "@" in parts.path + parts.query
        or parts.netloc.count("@") > 1
        or parts.path.count("/") > 1
        or not rest.isprintable()
        or " " in rest
    ):
        raise BadRequest(_UNREADABLE)
    host = host or parse_qs(parts.query).get("host", ["its usual socket"])[0]
    return Address("postgresql", _place(parts, host, port), f"postgresql://{rest}")


_UNREADABLE = (
    "cannot be read as postgresql://user:password@host/database; within user and password, "
    "write @ as %40, / as %2F, : as %3A, # as %23, ? as %3F and % as %25"
)


def _place(parts: SplitResult, host: str, port: int | None) -> str:
    name = unquote(parts.path.removeprefix("/"))
    at = f"{host}:{port}" if port else host
    return f"PostgreSQL at {at}" + (f", database {name}" if name else "")
