"""Signing in with a passkey, using it again, and signing out."""

from typing import Annotated, Literal

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Words
from bridge.days.zone import local
from bridge.office.frame.ask import Ask
from bridge.office.frame.door import COOKIE
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.office.signin import ceremonies, cookies
from bridge.register.passkeys import KnownPasskey

To = Annotated[str, Meta(max_length=300, pattern=r"^/office(/[!-~]*)?$")]
Credential = Annotated[str, Meta(min_length=2, max_length=8000)]

SIGN_IN = "sign in"
"""Purpose of a challenge, which nobody is known for yet."""


class SignInQuery(Fields, frozen=True):
    """Page to which a signed-in person goes, and what has just happened."""

    to: To = "/office"
    out: Literal["", "1"] = ""


class CredentialForm(Fields, frozen=True):
    """Credential that the browser has made from a passkey."""

    credential: Credential


class LanguageForm(Fields, frozen=True):
    """Language of a reader who is not signed in, and where they were."""

    language: Literal["de", "en"]
    to: To = "/office/sign-in"


class AgainQuery(Fields, frozen=True):
    """Page that waits for the passkey."""

    to: To = "/office"


async def _page(ask: Ask) -> web.StreamResponse:
    query = ask.form(SignInQuery)
    if ask.session is not None:
        return ask.go(query.to)
    return ask.page(
        "signin/templates/sign_in.html",
        to=query.to,
        is_out=query.out == "1",
        greeting=_greeting(ask.desk.clock.unix_s()),
    )


async def _here(ask: Ask) -> web.StreamResponse:
    """Tell our own page whether the browser has a session after all.

    A link in a mail brings no cookie along, since it comes from elsewhere.
    """
    return web.json_response(ask.session is not None, headers={"Cache-Control": "no-store"})


async def _challenge(ask: Ask) -> web.StreamResponse:
    return as_json(ceremonies.request_options(ask.desk, SIGN_IN))


async def _sign_in(ask: Ask) -> web.StreamResponse:
    credential = ask.form(CredentialForm).credential
    passkey, count = await _used(ask, SIGN_IN, credential)
    old = ask.request.cookies.get(COOKIE, "")
    token = await ask.desk.register.sign_in(passkey, count, old)
    return cookies.set_session(ask.go("/office"), token)


async def _again_page(ask: Ask) -> web.StreamResponse:
    return ask.page("frame/templates/again.html", held=None, to=ask.form(AgainQuery).to)


async def _again_challenge(ask: Ask) -> web.StreamResponse:
    known = await ask.desk.register.passkeys_of(ask.member.id)
    return as_json(ceremonies.request_options(ask.desk, _again(ask), known))


async def _again_used(ask: Ask) -> web.StreamResponse:
    assert ask.session is not None
    credential = ask.form(CredentialForm).credential
    passkey, count = await _used(ask, _again(ask), credential)
    token = await ask.desk.register.touch(ask.session, passkey, count)
    return cookies.set_session(ask.go("/office"), token)


async def _sign_out(ask: Ask) -> web.StreamResponse:
    await ask.desk.register.end_session(ask.request.cookies.get(COOKIE, ""))
    return cookies.drop_session(ask.go("/office/sign-in", out="1"))


async def _language(ask: Ask) -> web.StreamResponse:
    form = ask.form(LanguageForm)
    return cookies.set_language(ask.go(form.to), form.language)


def as_json(text: str) -> web.Response:
    """Return an answer for a script of the page."""
    headers = {"Cache-Control": "no-store"}
    return web.Response(text=text, content_type="application/json", headers=headers)


async def _used(ask: Ask, purpose: str, credential: str) -> tuple[KnownPasskey, int]:
    passkey = await ask.desk.register.passkey(ceremonies.credential_id(credential))
    return passkey, ceremonies.used(ask.desk, purpose, credential, passkey)


def _again(ask: Ask) -> str:
    return f"again {ask.member.id}"


def _greeting(unix_s: float) -> Words:
    hour = local(unix_s).hour
    if hour < 11:
        return Words("Guten Morgen", "Good morning")
    return Words("Guten Tag", "Hello") if hour < 18 else Words("Guten Abend", "Good evening")


ROUTES = (
    OfficeRoute("GET", "/office/sign-in", _page, fields=SignInQuery, is_public=True),
    OfficeRoute("GET", "/office/sign-in/here", _here, is_public=True),
    OfficeRoute("GET", "/office/sign-in/challenge", _challenge, is_public=True),
    OfficeRoute("POST", "/office/sign-in", _sign_in, fields=CredentialForm, is_public=True),
    OfficeRoute("POST", "/office/sign-in/language", _language, fields=LanguageForm, is_public=True),
    OfficeRoute("GET", "/office/sign-in/again", _again_page, fields=AgainQuery),
    OfficeRoute("GET", "/office/sign-in/again/challenge", _again_challenge),
    OfficeRoute("POST", "/office/sign-in/again", _again_used, fields=CredentialForm),
    OfficeRoute("POST", "/office/sign-out", _sign_out, is_public=True),
)
