"""Commands about people and the history; the first lead comes in by one of them."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bridge.base.clock import Clock
from bridge.base.errors import BadRequest, NotKnown
from bridge.base.passkey_hosts import passkey_trouble
from bridge.base.words import NotYours
from bridge.commands.result import CommandResult, when
from bridge.days.typed import read_day
from bridge.days.zone import unix_of
from bridge.fleet.naming import check_shape
from bridge.lending.permissions import COMMAND_LINE
from bridge.register.history import HistoryFilter
from bridge.register.members import EMAIL, PERSON_NAME, Invitation, Person, PersonProfile
from bridge.register.register import Register
from bridge.store import Store


async def run_people(store: Store, public_url: str, options: argparse.Namespace) -> CommandResult:
    """Run `person` or `history`."""
    register = Register(store.database, Clock())
    if options.command == "history":
        return await _history(register, options)
    async with _known():
        match options.action:
            case "invite":
                return await _invite(register, public_url, options)
            case "invite-again":
                _check_address(public_url)
                return _link(public_url, await register.invite_again(COMMAND_LINE, options.person))
            case "change":
                return await _change(register, options)
            case "remove":
                await register.let_go(COMMAND_LINE, options.person)
                return _done(options, "may no longer sign in")
            case "sign-out":
                await register.end_sessions(COMMAND_LINE, options.person)
                return _done(options, "is signed out everywhere")
            case "passkeys":
                return await _passkeys(register, options)
            case "remove-passkey":
                number, passkey = options.person, options.passkey
                await register.remove_passkey(COMMAND_LINE, number, passkey)
                return _done(options, f"has no passkey {passkey} any more")
            case _:
                return await _list(register)


async def _invite(
    register: Register, public_url: str, options: argparse.Namespace
) -> CommandResult:
    _check_address(public_url)
    profile = PersonProfile(options.name, options.email or "", options.role, options.school)
    _check(profile)
    return _link(public_url, await register.invite(COMMAND_LINE, profile))


async def _change(register: Register, options: argparse.Namespace) -> CommandResult:
    person = await register.person(COMMAND_LINE, options.person)
    held = person.profile
    profile = PersonProfile(
        options.name if options.name is not None else held.name,
        options.email if options.email is not None else held.email,
        options.role or held.role,
        options.school or held.school_id,
    )
    _check(profile)
    await register.change_person(COMMAND_LINE, person.id, profile, person.version)
    changed = await register.person(COMMAND_LINE, person.id)
    return CommandResult(_row(changed), _line(changed))


async def _list(register: Register) -> CommandResult:
    people = await register.people(COMMAND_LINE)
    none = "Nobody yet: karlsson-bridge person invite 'Anna Beispiel' --role lead"
    return CommandResult([_row(one) for one in people], "\n".join(map(_line, people)) or none)


async def _passkeys(register: Register, options: argparse.Namespace) -> CommandResult:
    person = await register.person(COMMAND_LINE, options.person)
    rows = [
        {"id": one.id, "label": one.label, "made": when(one.created), "used": _when(one.used_at)}
        for one in await register.passkeys_of(person.id)
    ]
    lines = [f"{row['id']}\t{row['label']}\tlast used {row['used'] or 'never'}" for row in rows]
    return CommandResult(rows, "\n".join(lines) or "No passkey yet.")


async def _history(register: Register, options: argparse.Namespace) -> CommandResult:
    since = unix_of(read_day(options.first, Clock().today()), 0) if options.first else None
    wanted = HistoryFilter(
        person_id=options.person, loan_id=options.loan, robot_id=options.robot, since=since
    )
    lines = await register.history(COMMAND_LINE, wanted, options.most)
    rows = [
        {
            **{"id": one.id, "at": when(one.at), "by": one.by, "kind": one.kind},
            **{"de": one.words.de, "en": one.words.en, "loan": one.loan_id},
            **{"robot": one.robot_id, "school": one.school or None, "undone": one.is_undone},
        }
        for one in lines
    ]
    text = "\n".join(f"{row['at']}\t{row['by']}\t{row['en']}" for row in rows)
    return CommandResult(rows, text or "Nothing was changed.")


def _link(public_url: str, made: Invitation) -> CommandResult:
    """Return an invitation's link, which is shown only now."""
    link = f"{public_url}/office/sign-in/invitation#{made.token}"
    expires = when(made.expires_at)
    data = {"id": made.member.id, "name": made.member.name, "role": made.member.role}
    text = (
        f"For {made.member.name} ({made.member.role}):\n{link}\n"
        f"Good until {expires}, once. Whoever opens it gets in as this person."
    )
    return CommandResult(data | {"link": link, "expires": expires}, text, link)


def _done(options: argparse.Namespace, what: str) -> CommandResult:
    return CommandResult({"id": options.person}, f"Person {options.person} {what}.")


def _row(one: Person) -> dict[str, Any]:
    return {
        **{"id": one.id, "name": one.profile.name, "role": one.profile.role},
        **{"email": one.profile.email, "school": one.school or None, "passkeys": one.passkeys},
        **{"paper_code": one.has_paper_code, "signed_in": _when(one.signed_in_at)},
        "invited_until": _when(one.invited_until),
    }


def _line(one: Person) -> str:
    keys = f"{one.passkeys} passkeys" if one.passkeys != 1 else "1 passkey"
    if not one.passkeys and one.invited_until:
        keys = f"invited until {when(one.invited_until)}"
    return f"{one.id}\t{one.profile.name}\t{one.profile.role}\t{one.school or '-'}\t{keys}"


def _when(unix_s: int | None) -> str | None:
    return when(unix_s) if unix_s is not None else None


def _check(profile: PersonProfile) -> None:
    check_shape(profile.name, PERSON_NAME, "the name: 1 to 80 characters, nothing around them")
    if profile.email:
        check_shape(profile.email, EMAIL, f"--email {profile.email[:40]!r} is no mail address")


def _check_address(public_url: str) -> None:
    trouble = passkey_trouble(public_url)
    if trouble:
        raise BadRequest(trouble)


@asynccontextmanager
async def _known() -> AsyncIterator[None]:
    """Name the remedy for a number that nobody has."""
    try:
        yield
    except NotYours:
        raise NotKnown(
            "there is no such person, passkey or school; `karlsson-bridge person list` shows them"
        ) from None
