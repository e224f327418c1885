"""A person's own account: language, passkeys, the code on paper, sessions."""

from typing import Annotated, Literal

from aiohttp import web
from msgspec import Meta

from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.office.signin import ceremonies, cookies
from bridge.office.signin.device_names import device_name
from bridge.office.signin.entering import Credential, as_json

Label = Annotated[str, Meta(min_length=1, max_length=80)]


class MeQuery(Fields, frozen=True):
    """Sign of somebody who has come in for the first time."""

    welcome: Literal["", "1"] = ""


class OwnForm(Fields, frozen=True):
    """Wishes of somebody about what they read."""

    language: Literal["", "de", "en"] = ""
    mail_at_seven: bool = False


class LabelledPasskeyForm(Fields, frozen=True):
    """One more passkey of somebody who is signed in."""

    label: Label
    credential: Credential


async def _page(ask: Ask) -> web.StreamResponse:
    assert ask.session is not None
    register, member = ask.desk.register, ask.member
    language, mail_at_seven = await register.own_settings(member)
    return ask.page(
        "signin/templates/me.html",
        is_welcome=ask.form(MeQuery).welcome == "1",
        person=await register.person(member, member.id),
        passkeys=await register.passkeys_of(member.id),
        sessions=await register.sessions_of(ask.session),
        paper_since=await register.paper_code_since(member.id),
        chosen=language,
        mail_at_seven=mail_at_seven,
        suggested=device_name(ask.request.headers.get("User-Agent", "")).said(ask.language),
    )


async def _keep(ask: Ask) -> web.StreamResponse:
    form = ask.form(OwnForm)
    change = await ask.desk.register.set_own(ask.member, form.language, form.mail_at_seven)
    return cookies.set_language(ask.go("/office/me", undo=change), form.language)


async def _challenge(ask: Ask) -> web.StreamResponse:
    register, member = ask.desk.register, ask.member
    who = (await register.user_handle(member.id), member.name)
    known = await register.passkeys_of(member.id)
    return as_json(ceremonies.creation_options(ask.desk, _add(ask), who, known))


async def _add_passkey(ask: Ask) -> web.StreamResponse:
    form = ask.form(LabelledPasskeyForm)
    new = ceremonies.made(ask.desk, _add(ask), form.credential, form.label.strip() or "…")
    await ask.desk.register.add_passkey(ask.member, new)
    return ask.go("/office/me")


async def _remove_passkey(ask: Ask) -> web.StreamResponse:
    member = ask.member
    await ask.desk.register.remove_passkey(member, member.id, ask.number("passkey"))
    return ask.go("/office/me")


async def _paper(ask: Ask) -> web.StreamResponse:
    """Show a new code. It is shown once: only its hash is kept."""
    code = await ask.desk.register.make_paper_code(ask.member)
    return ask.page("signin/templates/paper.html", code=code, address=ask.desk.public_url)


async def _end_others(ask: Ask) -> web.StreamResponse:
    assert ask.session is not None
    await ask.desk.register.end_other_sessions(ask.session)
    return ask.go("/office/me")


def _add(ask: Ask) -> str:
    return f"add {ask.member.id}"


_KEYS = "/office/me/passkeys"

ROUTES = (
    OfficeRoute("GET", "/office/me", _page, fields=MeQuery),
    OfficeRoute("POST", "/office/me", _keep, fields=OwnForm),
    OfficeRoute("GET", f"{_KEYS}/challenge", _challenge, is_fresh=True),
    OfficeRoute(
        "POST", f"{_KEYS}/passkey", _add_passkey, fields=LabelledPasskeyForm, is_fresh=True
    ),
    OfficeRoute("POST", _KEYS + r"/{passkey:\d{1,9}}/remove", _remove_passkey, is_fresh=True),
    OfficeRoute("POST", "/office/me/paper", _paper, is_fresh=True),
    OfficeRoute("POST", "/office/me/sessions", _end_others),
)
