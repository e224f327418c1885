"""PURE. Requests and answers of the technician's page, as bytes. No I/O.

One request a connection. The page is for this machine and whoever holds its
token: a request for another host (DNS rebinding) or without the token is as one
for nothing (RFC 9112; token in the path, since a fragment never reaches us).
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

MOST_HEAD_BYTES = 8192

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Connection": "close",
}
TYPES = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "events": "text/event-stream",
}
REASONS = {
    200: "OK",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    431: "Request Header Fields Too Large",
    503: "Service Unavailable",
}


class BadRequest(Exception):
    """Bytes that are no request."""


@dataclass(frozen=True, slots=True)
class Request:
    """The head of one request; header names in small letters."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GiveFile:
    """Answer: one of the page's files."""

    name: str


@dataclass(frozen=True, slots=True)
class GiveEvents:
    """Answer: every state, as long as the page listens."""


@dataclass(frozen=True, slots=True)
class TakeStep:
    """Answer: a recorded step of this axis."""

    axis: Literal["pan", "tilt"]


@dataclass(frozen=True, slots=True)
class Refuse:
    """Answer: nothing."""

    status: int


Route = GiveFile | GiveEvents | TakeStep | Refuse


def parse(head: bytes) -> Request:
    """Read the head of a request, without the empty line behind it.

    Raises:
        BadRequest: It is none.
    """
    try:
        first, *lines = head.decode("ascii").split("\r\n")
        method, path, version = first.split(" ")
    except (UnicodeDecodeError, ValueError) as error:
        raise BadRequest("no request line") from error
    if version not in ("HTTP/1.0", "HTTP/1.1") or not path.startswith("/"):
        raise BadRequest("no HTTP/1.1")
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip() or name.lower() in headers:
            raise BadRequest("a header that is none")
        headers[name.lower()] = value.strip()
    return Request(method, path, headers)


def route(request: Request, token: str, hosts: frozenset[str], files: frozenset[str]) -> Route:
    """Return what to answer.

    Args:
        token: First part of every path.
        hosts: What `Host` may be: the page is not reachable under other names.
        files: Names of the page's files.
    """
    host = request.headers.get("host", "")
    _, given, *rest = request.path.split("?")[0].split("/", 2)
    name = rest[0] if rest else None
    right = hmac.compare_digest(given.encode(), token.encode())
    if host not in hosts or not right or name is None:
        return Refuse(404)
    if name in ("step/pan", "step/tilt"):
        if request.method != "POST":
            return Refuse(405)
        if request.headers.get("origin") != f"http://{host}":
            return Refuse(404)
        return TakeStep("pan" if name == "step/pan" else "tilt")
    if request.method != "GET":
        return Refuse(405)
    if name == "events":
        return GiveEvents()
    name = name or "index.html"
    return GiveFile(name) if name in files else Refuse(404)


def answer(status: int, kind: str, body: bytes | None) -> bytes:
    """Return an answer; without a body its head alone, for a stream.

    Args:
        kind: A key of TYPES.
    """
    headers = {**HEADERS, "Content-Type": TYPES[kind]}
    if body is not None:
        headers["Content-Length"] = str(len(body))
    lines = [f"HTTP/1.1 {status} {REASONS[status]}", *(f"{k}: {v}" for k, v in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + (body or b"")


def event(name: str, data: bytes) -> bytes:
    """Return one server-sent event (WHATWG HTML, 9.2.6); the data has no line end."""
    return b"event: " + name.encode() + b"\ndata: " + data + b"\n\n"
