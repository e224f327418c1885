"""Answers of the page's server: JSON, and one server-sent event."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from aiohttp import web

from robot.errands.refusal import ErrandRefused
from robot.local_page.page_parts import PageError


def said(document: object) -> web.Response:
    """Return an answer in JSON."""
    return web.Response(body=msgspec.json.encode(document), content_type="application/json")


def refused(code: str, status: int = 409, **more: Any) -> web.Response:
    """Return why something is not done; the page has the words for the code."""
    body = msgspec.json.encode({"error": code, **more})
    return web.Response(status=status, body=body, content_type="application/json")


def no(code: str, **more: Any) -> web.HTTPConflict:
    """Return the same, to be raised."""
    text = msgspec.json.encode({"error": code, **more}).decode()
    return web.HTTPConflict(text=text, content_type="application/json")


@contextmanager
def refusals_answered() -> Iterator[None]:
    """Answer what a part of the robot refuses.

    Raises:
        HTTPConflict: In place of the refusal.
    """
    try:
        yield
    except PageError as error:
        raise no(error.code, words=error.words) from error
    except ErrandRefused as error:
        raise no("errand", words=error.words) from error


def event(name: str, document: object) -> bytes:
    """Return one server-sent event (WHATWG HTML, 9.2.6)."""
    return b"event: " + name.encode() + b"\ndata: " + msgspec.json.encode(document) + b"\n\n"
