"""One request to the office, with all that its handler needs to answer."""

import hashlib
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

from aiohttp import web

from bridge.base.errors import BridgeError
from bridge.base.words import LANGUAGES, Language, NotYours
from bridge.lending.permissions import Member, Permission
from bridge.office.frame.desk import Desk
from bridge.office.frame.routes import Fields, NoFields
from bridge.register.people import StaffSession
from bridge.register.undoing import UndoOffer

F = TypeVar("F", bound=Fields)

LANGUAGE_COOKIE = "karlsson-language"

FRESH_S = 300
"""Time after a passkey in which acts that hurt need no other one."""


class TouchAgain(BridgeError):
    """An act that waits for a passkey; the door asks for it, and then sends the form again."""

    def __init__(self) -> None:
        super().__init__("this needs a passkey that was used in the last five minutes")


@dataclass
class Ask:
    """One request.

    Args:
        session: Session of the member; None for a stranger on a public page.
        fields: Fields of the query or the form, checked; use `form`.
        undo: What the page before has changed, if it can be taken back.
    """

    desk: Desk
    request: web.Request
    session: StaffSession | None
    language: Language
    fields: Fields = field(default_factory=NoFields)
    undo: UndoOffer | None = None

    @property
    def member(self) -> Member:
        """Whoever asks.

        Raises:
            NotYours: A stranger.
        """
        if self.session is None:
            raise NotYours
        return self.session.member

    def may(self, permission: Permission) -> bool:
        """Return whether the member may do something; a stranger may nothing."""
        return self.session is not None and self.session.member.may(permission)

    @property
    def is_fresh(self) -> bool:
        """Return whether a passkey was used in the last five minutes."""
        session = self.session
        return session is not None and self.desk.clock.unix_s() - session.fresh_at < FRESH_S

    def need_touch(self) -> None:
        """Ask for a passkey if none was used just now, where only some of a page's acts hurt.

        Raises:
            TouchAgain: The door asks for it.
        """
        if not self.is_fresh:
            raise TouchAgain

    def form(self, kind: type[F]) -> F:
        """Return the fields of the form or the query."""
        assert isinstance(self.fields, kind)
        return self.fields

    def number(self, name: str) -> int:
        """Return a number in the path."""
        return int(self.request.match_info[name])

    def text(self, name: str) -> str:
        """Return a text in the path."""
        return self.request.match_info[name]

    @property
    def is_live(self) -> bool:
        """Return whether htmx asks for a part of the page, and not the browser for all of it."""
        return self.request.headers.get("HX-Request") == "true"

    def page(self, template: str, status: int = 200, **values: Any) -> web.Response:
        """Return a page, or a part of one, from a template below the folder of the office."""
        given = {
            "ask": self,
            "member": self.session.member if self.session else None,
            "path": self.request.path,
            "today": self.desk.clock.today(),
            "now": self.desk.clock.unix_s(),
            "undo": self.undo,
        }
        text = self.desk.pages.render(template, self.language, given | values)
        headers = {"Cache-Control": "no-store", "Vary": "HX-Request"}
        if status == 200 and self.request.method == "GET":
            # A page that keeps up asks again and again, and is answered with nothing new.
            headers["ETag"] = tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
            if self.request.headers.get("If-None-Match") == tag:
                return web.Response(status=304, headers=headers)
        return web.Response(text=text, content_type="text/html", status=status, headers=headers)

    def go(self, path: str, undo: int | None = None, **query: str) -> web.Response:
        """Return the answer to an act: the page that shows what it did, with its undo.

        Args:
            path: Of the page.
            undo: Number of the change that the page offers to take back.
            query: Further fields of the page's query.
        """
        fields = query | ({"undo": str(undo)} if undo is not None else {})
        where = f"{path}?{urlencode(fields)}" if fields else path
        return web.Response(status=303, headers={"Location": where, "Cache-Control": "no-store"})


def language_of(request: web.Request, chosen: str = "") -> Language:
    """Return the language of a reader: as chosen, as in the cookie, as the browser wishes."""
    wanted = (chosen, request.cookies.get(LANGUAGE_COOKIE, ""))
    for one in wanted:
        if one in LANGUAGES:
            return "en" if one == "en" else "de"
    first = request.headers.get("Accept-Language", "").strip().lower()
    return "en" if first.startswith("en") else "de"
