"""The ways in without a passkey: the link of an invitation, and the emergency code on paper.

The link carries its token behind the `#`, which browsers send to nobody; a script of the page puts
it into a form. A code is typed into the same form. Either is used up only when the new passkey is
kept, so a mail program that opens links ahead of their reader spoils nothing.
"""

import hashlib
from typing import Annotated
from urllib.parse import quote

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Declined, Words
from bridge.office.frame.ask import Ask
from bridge.office.frame.door import COOKIE
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.office.signin import ceremonies, cookies
from bridge.office.signin.device_names import device_name
from bridge.office.signin.entering import Credential, as_json
from bridge.register.ways_in import WayIn

Token = Annotated[str, Meta(min_length=1, max_length=100)]
Label = Annotated[str, Meta(min_length=1, max_length=80)]


class TokenForm(Fields, frozen=True):
    """End of the link, or the code on the paper."""

    token: Token


class NewPasskeyForm(Fields, frozen=True):
    """A passkey that was just made, and what its device is called."""

    token: Token
    label: Label
    credential: Credential


async def _link_page(ask: Ask) -> web.StreamResponse:
    return _typing(ask, False, None)


async def _paper_page(ask: Ask) -> web.StreamResponse:
    return _typing(ask, True, None)


async def _look(ask: Ask) -> web.StreamResponse:
    token = ask.form(TokenForm).token
    is_paper = ask.request.path.endswith("/paper")
    try:
        way = await ask.desk.register.way_in(token)
    except Declined as refused:
        return _typing(ask, is_paper, refused.words)
    suggested = device_name(ask.request.headers.get("User-Agent", "")).said(ask.language)
    return ask.page(
        "signin/templates/welcome.html",
        way=way,
        token=token,
        suggested=suggested,
        # In another language it is the same page: its script reads the token again.
        same_page=f"{_LINK}#{quote(token, safe='')}",
    )


async def _challenge(ask: Ask) -> web.StreamResponse:
    token = ask.form(TokenForm).token
    register = ask.desk.register
    way = await register.way_in(token)
    known = await register.passkeys_of(way.member.id)
    who = (way.user_handle, way.member.name)
    return as_json(ceremonies.creation_options(ask.desk, _enter(token, way), who, known))


async def _enter_with_passkey(ask: Ask) -> web.StreamResponse:
    form = ask.form(NewPasskeyForm)
    register = ask.desk.register
    way = await register.way_in(form.token)
    purpose = _enter(form.token, way)
    new = ceremonies.made(ask.desk, purpose, form.credential, form.label.strip() or "…")
    token = await register.enter(form.token, new, ask.request.cookies.get(COOKIE, ""))
    return cookies.set_session(ask.go("/office/me", welcome="1"), token)


def _typing(ask: Ask, is_paper: bool, words: Words | None) -> web.Response:
    status = 200 if words is None else 409
    return ask.page("signin/templates/token.html", status, is_paper=is_paper, words=words)


def _enter(token: str, way: WayIn) -> str:
    return f"enter {way.id} {hashlib.sha256(token.encode()).hexdigest()}"


_LINK, _PAPER = "/office/sign-in/invitation", "/office/sign-in/paper"

ROUTES = (
    OfficeRoute("GET", _LINK, _link_page, is_public=True),
    OfficeRoute("GET", _PAPER, _paper_page, is_public=True),
    OfficeRoute("POST", _LINK, _look, fields=TokenForm, is_public=True),
    OfficeRoute("POST", _PAPER, _look, fields=TokenForm, is_public=True),
    OfficeRoute("POST", f"{_LINK}/challenge", _challenge, fields=TokenForm, is_public=True),
    OfficeRoute(
        "POST", f"{_LINK}/passkey", _enter_with_passkey, fields=NewPasskeyForm, is_public=True
    ),
)
