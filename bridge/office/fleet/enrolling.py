"""One-time tokens by which new robots make their keys known."""

import re
from typing import Annotated

from aiohttp import web
from msgspec import Meta

from bridge.base.errors import BadRequest
from bridge.base.records import Enrolment
from bridge.base.words import Declined, Words
from bridge.fleet.naming import robot_of, signal_url
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.register.fleet_acts import NewToken

USUAL_DAYS = 30
MOST_LISTED = 200

STATES: dict[str, tuple[str, Words]] = {
    "open": ("invited", Words("offen", "open")),
    "used": ("done", Words("benutzt", "used")),
    "withdrawn": ("cancelled", Words("zurückgezogen", "withdrawn")),
    "expired": ("cancelled", Words("abgelaufen", "expired")),
}


class EnrolFields(Fields, frozen=True):
    """Robots that get a token each."""

    names: Annotated[str, Meta(max_length=3000)] = ""
    days: Annotated[int, Meta(ge=1, le=366)] = USUAL_DAYS


async def _show(ask: Ask) -> web.StreamResponse:
    return await _page(ask, EnrolFields())


async def _make(ask: Ask) -> web.StreamResponse:
    """Make tokens and show them at once: they are not stored, so no other page could."""
    fields = ask.form(EnrolFields)
    written = [one.strip() for one in re.split(r"[\n,;]+", fields.names) if one.strip()]
    try:
        named = [robot_of(one) for one in written]
    except BadRequest as wrong:
        bad = next(one for one in written if not _is_name(one))
        words = Words(
            f"„{bad[:40]}“ ist kein Name für einen Roboter. So geht es: karlsson-7 oder Otto.",
            str(wrong),
        )
        return await _page(ask, fields, trouble=words, status=422)
    try:
        made = await ask.desk.register.enrol(ask.member, named, fields.days)
    except Declined as wrong:
        return await _page(ask, fields, trouble=wrong.words, status=422)
    return await _page(ask, EnrolFields(), made)


async def _withdraw(ask: Ask) -> web.StreamResponse:
    await ask.desk.register.withdraw_token(ask.member, ask.number("token"))
    return ask.go("/office/fleet/enrolment")


async def _page(
    ask: Ask,
    fields: EnrolFields,
    made: list[NewToken] | None = None,
    trouble: Words | None = None,
    status: int = 200,
) -> web.Response:
    now = ask.desk.clock.unix_s()
    tokens = sorted(await ask.desk.store.enrolments(), key=lambda one: -one.id)[:MOST_LISTED]
    return ask.page(
        "fleet/templates/enrolment.html",
        status,
        tab="enrolment",
        fields=fields,
        made=made or [],
        trouble=trouble,
        tokens=[(one, *STATES[_state(one, now)]) for one in tokens],
        bridge=signal_url(ask.desk.public_url),
    )


def _state(one: Enrolment, now: float) -> str:
    if one.used_at is not None:
        return "used"
    if one.withdrawn_at is not None:
        return "withdrawn"
    return "open" if now < one.expires_at else "expired"


def _is_name(written: str) -> bool:
    try:
        robot_of(written)
    except BadRequest:
        return False
    return True


ROUTES = (
    OfficeRoute("GET", "/office/fleet/enrolment", _show, "run_fleet"),
    OfficeRoute("POST", "/office/fleet/enrolment", _make, "run_fleet", fields=EnrolFields),
    OfficeRoute(
        "POST", r"/office/fleet/enrolment/{token:\d{1,9}}/withdraw", _withdraw, "run_fleet"
    ),
)
