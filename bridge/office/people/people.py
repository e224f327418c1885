"""People who may sign in: the list, invitations, roles, and those who leave."""

from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from bridge.base.words import Declined, NotYours, Outdated, Words
from bridge.lending.permissions import ROLE_WORDS, Role
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.office.people.powers import powers
from bridge.register.members import EMAIL, PERSON_NAME, Invitation, PersonProfile

ADDRESS = Words(
    "Hier fehlt noch etwas, zum Beispiel „.de“ am Ende.",
    "Something is missing here, for example “.de” at the end.",
)


class PersonForm(Fields, frozen=True):
    """Details of a person, as the lead enters them.

    Args:
        version: Version of the row that the lead saw.
    """

    name: PERSON_NAME
    role: Role
    email: Annotated[str, Meta(max_length=254)] = ""
    school: Annotated[int, Meta(ge=1, le=2**31 - 1)] | None = None
    version: Annotated[int, Meta(ge=1, le=2**31 - 1)] | None = None


async def _list(ask: Ask) -> web.StreamResponse:
    people = await ask.desk.register.people(ask.member)
    return ask.page(
        "people/templates/people.html",
        people=people,
        powers=powers(),
        invited=sum(1 for one in people if not one.passkeys),
    )


async def _new(ask: Ask) -> web.StreamResponse:
    return await _form(ask, 200, PersonForm("", "office"), None, None)


async def _invite(ask: Ask) -> web.StreamResponse:
    form = ask.form(PersonForm)
    try:
        made = await ask.desk.register.invite(ask.member, _profile(form))
    except NotYours:
        raise
    except Declined as refused:
        return await _form(ask, 409, form, None, refused)
    return await _show_link(ask, made)


async def _one(ask: Ask) -> web.StreamResponse:
    person = await ask.desk.register.person(ask.member, ask.number("person"))
    profile = person.profile
    form = PersonForm(profile.name, profile.role, profile.email, profile.school_id, person.version)
    return await _form(ask, 200, form, person.id, None)


async def _change(ask: Ask) -> web.StreamResponse:
    form, number = ask.form(PersonForm), ask.number("person")
    register = ask.desk.register
    try:
        profile = _profile(form)
        change = await register.change_person(ask.member, number, profile, form.version)
    except (NotYours, Outdated):
        raise
    except Declined as refused:
        return await _form(ask, 409, form, number, refused)
    return ask.go("/office/people", undo=change)


async def _invite_again(ask: Ask) -> web.StreamResponse:
    return await _show_link(
        ask, await ask.desk.register.invite_again(ask.member, ask.number("person"))
    )


async def _let_go(ask: Ask) -> web.StreamResponse:
    await ask.desk.register.let_go(ask.member, ask.number("person"))
    return ask.go("/office/people")


async def _end_sessions(ask: Ask) -> web.StreamResponse:
    number = ask.number("person")
    await ask.desk.register.end_sessions(ask.member, number)
    return ask.go(f"/office/people/{number}")


async def _remove_passkey(ask: Ask) -> web.StreamResponse:
    number = ask.number("person")
    await ask.desk.register.remove_passkey(ask.member, number, ask.number("passkey"))
    return ask.go(f"/office/people/{number}")


async def _form(
    ask: Ask, status: int, form: PersonForm, number: int | None, refused: Declined | None
) -> web.Response:
    """Return the page of one person, or of somebody new, with what was typed."""
    register = ask.desk.register
    return ask.page(
        "people/templates/person.html",
        status,
        form=form,
        person=await register.person(ask.member, number) if number is not None else None,
        passkeys=await register.passkeys_of(number) if number is not None else [],
        schools=await register.schools_of_people(),
        roles=tuple(ROLE_WORDS.items()),
        refused=refused.words if refused else None,
        field=refused.field if refused else "",
    )


def _profile(form: PersonForm) -> PersonProfile:
    """Return what a form says.

    Raises:
        Declined: The text is not an address.
    """
    email = form.email.strip()
    if email:
        try:
            msgspec.convert(email, EMAIL)
        except msgspec.ValidationError:
            raise Declined(ADDRESS, "email") from None
    return PersonProfile(form.name.strip() or "…", email, form.role, form.school)


async def _show_link(ask: Ask, made: Invitation) -> web.Response:
    """Show the link of an invitation. It is shown once: only its hash is kept."""
    link = f"{ask.desk.public_url}/office/sign-in/invitation#{made.token}"
    letter = Words(
        f"Guten Tag {made.member.name},\n\nhier ist Ihr Zugang zum Karlsson-Büro. Der Link gilt "
        f"3 Tage und nur einmal:\n\n{link}\n\nPasswörter gibt es nicht: Sie melden sich mit "
        "Fingerabdruck, Gesicht oder der PIN Ihres Geräts an.\n",
        f"Hello {made.member.name},\n\nhere is your access to the Karlsson office. The link is "
        f"good for 3 days and works once:\n\n{link}\n\nThere are no passwords: you sign in with "
        "your fingerprint, your face or the PIN of your device.\n",
    )
    address = (await ask.desk.register.person(ask.member, made.member.id)).profile.email
    return ask.page(
        "people/templates/invited.html",
        made=made,
        link=link,
        letter=letter.said(ask.language),
        address=address,
    )


_PERSON = r"/office/people/{person:\d{1,9}}"

ROUTES = (
    OfficeRoute("GET", "/office/people", _list, "keep_people"),
    OfficeRoute("GET", "/office/people/new", _new, "keep_people"),
    OfficeRoute("POST", "/office/people", _invite, "keep_people", PersonForm, is_fresh=True),
    OfficeRoute("GET", _PERSON, _one, "keep_people"),
    OfficeRoute("POST", _PERSON, _change, "keep_people", PersonForm, is_fresh=True),
    OfficeRoute("POST", _PERSON + "/invite", _invite_again, "keep_people", is_fresh=True),
    OfficeRoute("POST", _PERSON + "/leave", _let_go, "keep_people", is_fresh=True),
    OfficeRoute("POST", _PERSON + "/sessions", _end_sessions, "keep_people", is_fresh=True),
    OfficeRoute(
        "POST",
        _PERSON + r"/passkeys/{passkey:\d{1,9}}/remove",
        _remove_passkey,
        "keep_people",
        is_fresh=True,
    ),
)
