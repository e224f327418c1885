"""The door of the office: who asks, whether they may, and whether their own page asks.

Order: size of the body, rate, session, permission, origin of a form, freshness, fields. A stranger
learns nothing of what is behind it, and whoever may not see a page reads the same as if it did not
exist.

Whoever has to use a passkey first loses nothing: a form of our own page is held in the page that
asks for it, and is sent again afterwards (docs/decisions/0067).
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec
from aiohttp import web

from bridge.base.errors import BridgeError, StoreError
from bridge.base.words import Declined, NotYours, Words
from bridge.lending.permissions import Permission
from bridge.office.frame.ask import Ask, TouchAgain, language_of
from bridge.office.frame.desk import Desk
from bridge.office.frame.limits import OfficeLimits, OfficeRates
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.register.people import StaffSession

COOKIE = "__Host-karlsson"
"""Bound to this host, sent over TLS alone (or to localhost), not readable by scripts."""

SIGN_IN = "/office/sign-in"
REFRESH = "/office/sign-in/again"
LIVE = "Karlsson-Live"
"""Header of what pages ask by themselves, to keep up."""

HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types default look",
        )
    ),
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=()",
    # With `no-referrer` browsers send `Origin: null` with every form.
    "Referrer-Policy": "same-origin",
}

ELSEWHERE = Words(
    "Diese Anfrage kam nicht von einer Seite des Büros. Bitte laden Sie die Seite neu.",
    "This request did not come from a page of the office. Please load the page again.",
)
TOO_OFTEN = Words(
    "Von hier kamen gerade viele Anfragen. Bitte versuchen Sie es in einer Minute noch einmal.",
    "Many requests came from here just now. Please try again in a minute.",
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Signs that nobody types; PostgreSQL stores no text with some of them."""
UNREADABLE = Words(
    "Darin stehen Zeichen, die niemand lesen kann. Bitte tippen Sie es ab, statt es zu kopieren.",
    "There are signs in it that nobody can read. Please type it instead of copying it.",
)
AWAY = Words(
    "Das geht gerade nicht. Es ist nichts verändert. Bitte versuchen Sie es gleich noch einmal.",
    "This does not work right now. Nothing has changed. Please try again in a moment.",
)


class OfficeDoor:
    """Door of every route.

    Args:
        rates: How often somebody may ask.
    """

    def __init__(self, desk: Desk, rates: OfficeRates) -> None:
        self._desk = desk
        self._limits = OfficeLimits(rates, desk.clock.monotonic_s())

    def allows(self, request: web.Request) -> bool:
        """Count one request; return False if its sender asks too often."""
        where = self._desk.outside.neighbourhood(request)
        token = request.cookies.get(COOKIE, "")
        return self._limits.allows(token, where, self._desk.clock.monotonic_s())

    def refuse(self, request: web.Request) -> web.Response:
        """Return the answer to somebody who asks too often, at the least cost."""
        text = TOO_OFTEN.said(language_of(request))
        answer = web.Response(status=429, text=text, headers={"Retry-After": "60"})
        answer.force_close()
        return answer

    async def enter(self, route: OfficeRoute, request: web.Request) -> web.StreamResponse:
        """Answer one request, or say why not."""
        try:
            token = request.cookies.get(COOKIE, "")
            session = await self._session(token, LIVE not in request.headers)
        except StoreError:
            return self._say(Ask(self._desk, request, None, language_of(request)), AWAY, 503)
        chosen = session.language if session else ""
        ask = Ask(self._desk, request, session, language_of(request, chosen))
        try:
            return await self._enter(route, ask)
        except TouchAgain:
            return await self._hold(ask, route, 403)
        except NotYours as refused:
            return self._say(ask, refused.words, 404)
        except Declined as refused:
            return self._say(ask, refused.words, 409)
        except StoreError:
            return self._say(ask, AWAY, 503)
        except BridgeError as error:
            return self._say(ask, Words(str(error), str(error)), 409)

    async def _enter(self, route: OfficeRoute, ask: Ask) -> web.StreamResponse:
        if ask.session is None and not route.is_public:
            return await self._to_sign_in(ask, route)
        if not route.is_public and not _allowed(ask.session, route.permission):
            raise NotYours
        if route.method == "POST" and not self._is_own(ask.request):
            raise Declined(ELSEWHERE)
        if route.is_fresh:
            ask.need_touch()
        ask.fields = await _fields(route, ask)
        await self._offer_undo(ask)
        return await route.handler(ask)

    async def _offer_undo(self, ask: Ask) -> None:
        """Let the page offer to take back what led to it."""
        number = ask.request.query.get("undo", "")
        if ask.session is not None and number.isascii() and number.isdigit() and len(number) < 10:
            ask.undo = await self._desk.register.undo_offer(ask.session.member, int(number))

    async def _session(self, token: str, is_used: bool) -> StaffSession | None:
        found = None
        if 20 <= len(token) <= 100:
            found = await self._desk.register.session(token, is_used)
        if found is not None:
            self._limits.held(token)
        else:
            self._limits.ended(token)
        return found

    def _is_own(self, request: web.Request) -> bool:
        """Tell whether a form was sent by a page of this bridge.

        Browsers name the origin of every POST, and no page of another origin can change that.
        """
        return request.headers.get("Origin", "") in self._desk.origins

    async def _to_sign_in(self, ask: Ask, route: OfficeRoute) -> web.Response:
        request = ask.request
        if request.method == "GET" and not ask.is_live:
            return ask.go(SIGN_IN, to=request.path_qs[:300])
        if self._is_own(request):
            return await self._hold(ask, route, 401)
        return self._say(ask, Words("Bitte melden Sie sich an.", "Please sign in."), 401)

    async def _hold(self, ask: Ask, route: OfficeRoute, status: int) -> web.Response:
        """Return the page that asks for a passkey, with the form that waits for it."""
        request = ask.request
        if ask.is_live:
            answer = self._say(ask, Words("Bitte melden Sie sich an.", "Please sign in."), status)
            back = _path(request.headers.get("HX-Current-URL", ""))
            where = REFRESH if ask.session else SIGN_IN
            answer.headers["HX-Redirect"] = f"{where}?to={quote(back, safe='')}"
            return answer
        if request.method == "GET" or route.takes_file:
            here = (
                request.path_qs if request.method == "GET" else request.headers.get("Referer", "")
            )
            return ask.go(REFRESH if ask.session else SIGN_IN, to=_path(here))
        form = await request.post()
        held = [(name, text) for name, text in form.items() if isinstance(text, str)]
        return ask.page("frame/templates/again.html", status, held=held, to=request.path)

    @staticmethod
    def _say(ask: Ask, words: Words, status: int) -> web.Response:
        name = "notice" if ask.is_live else "sentence"
        return ask.page(f"frame/templates/{name}.html", status, words=words)


def _allowed(session: StaffSession | None, permission: Permission | None) -> bool:
    return session is not None and (permission is None or session.member.may(permission))


async def _fields(route: OfficeRoute, ask: Ask) -> Fields:
    """Return the fields of a request.

    Raises:
        Declined: One is missing, unknown or out of bounds; it is named.
    """
    if route.takes_file:
        return Fields()
    given: Mapping[str, Any] = ask.request.query
    if route.method == "POST":
        given = await ask.request.post()
    # A field that may occur several times is a tuple; empty ones are as if they were not there.
    several = {one.name for one in msgspec.structs.fields(route.fields) if _is_several(one.type)}
    values: dict[str, Any] = {}
    for name in given:
        if name in ("undo", "_"):
            continue
        given_for_it = given.getall(name)  # type: ignore[attr-defined]
        all_of_it = [text for text in given_for_it if isinstance(text, str) and text != ""]
        if any(CONTROL.search(text) for text in (name, *all_of_it)):
            raise Declined(UNREADABLE)
        if all_of_it:
            values[name] = all_of_it if name in several else all_of_it[-1]
    try:
        return msgspec.convert(values, route.fields, strict=False)
    except msgspec.ValidationError as error:
        name = str(error).rpartition("`$.")[2].partition("`")[0] if "`$." in str(error) else ""
        shown = name.partition("[")[0]
        raise Declined(
            Words(
                f"Hier stimmt etwas nicht: {shown or 'das Formular'}. Bitte sehen Sie nach.",
                f"Something is not right here: {shown or 'the form'}. Please check.",
            ),
            shown,
        ) from None


def _is_several(kind: Any) -> bool:
    return getattr(kind, "__origin__", None) is tuple


def _path(url: str) -> str:
    """Return a page of the office without its host, at most as long as the sign-in takes it."""
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return path[:300] if path.startswith("/office/") else "/office"
