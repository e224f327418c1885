"""The page for parents: what the robot does, who may use it, when, and how to stop it.

The code on the sheet has its token in the fragment, which browsers send to nobody. A script of the
page hands it over in the body of a form, and from then on a cookie holds it. So no address and no
log ever names it.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated

from aiohttp import web
from msgspec import Meta

from bridge.base.words import NotYours, Words
from bridge.days.zone import local
from bridge.lending.right_words import RIGHT_MEANINGS, RIGHT_NAMES
from bridge.office.family.saying import family_state, family_when
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, Handler, NoFields, OfficeRoute
from bridge.paperwork.facts import CharityFacts
from bridge.protocol.fields import RightName
from bridge.register.families import RIGHTS, FamilyLoan

COOKIE = "__Host-karlsson-family"
COOKIE_S = 30 * 24 * 3600
"""Time for which a phone may come back without the sheet."""

OLD_SHEET = Words(
    "Dieses Blatt gilt nicht mehr. Nehmen Sie bitte das neueste Willkommensblatt.",
    "This sheet no longer holds. Please take the newest welcome sheet.",
)
OVER = Words("Diese Leihe ist zu Ende.", "This loan is over.")


class TokenFields(Fields, frozen=True):
    """Code from the sheet, or its whole link where somebody pastes it."""

    token: Annotated[str, Meta(max_length=300)] = ""


class RightFields(Fields, frozen=True):
    """One right."""

    right: RightName


async def _page(ask: Ask) -> web.StreamResponse:
    try:
        loan = await _loan(ask)
    except NotYours:
        return await _closed(ask)
    desk, view = ask.desk, loan.view
    now = local(desk.clock.unix_s())
    return ask.page(
        "family/templates/family.html",
        loan=loan,
        name=view.robot_name,
        is_locked=view.state == "locked",
        charity=await _charity(ask),
        state=family_state(loan, desk.fleet.roll.get(view.robot_id), now),
        rights=[
            (right, RIGHT_NAMES[right], RIGHT_MEANINGS[right], right in loan.allowed)
            for right in RIGHTS
        ],
        when=family_when(view, now.date()),
        name_days=(await desk.register.periods())["names"],
    )


async def _open(ask: Ask) -> web.StreamResponse:
    """Take the token over from the sheet's link."""
    token = ask.form(TokenFields).token.strip().rpartition("#")[2]
    try:
        await ask.desk.register.family_loan(token)
    except NotYours:
        return await _closed(ask, OLD_SHEET)
    answer = ask.go("/family")
    answer.set_cookie(
        COOKIE, token, max_age=COOKIE_S, path="/", secure=True, httponly=True, samesite="Strict"
    )
    return answer


async def _off(ask: Ask, loan: FamilyLoan) -> None:
    await ask.desk.register.switch_off(loan, ask.form(RightFields).right)


async def _wish(ask: Ask, loan: FamilyLoan) -> None:
    right = ask.form(RightFields).right
    if right not in loan.allowed:
        await ask.desk.register.wish_for(loan, right)


async def _lost(ask: Ask, loan: FamilyLoan) -> None:
    await ask.desk.register.lock_all_devices(loan)


async def _stop(ask: Ask, loan: FamilyLoan) -> None:
    if loan.view.state != "locked":
        await ask.desk.register.stop(loan)


async def _forget(ask: Ask) -> web.StreamResponse:
    answer = ask.go("/family")
    answer.del_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Strict")
    return answer


async def _loan(ask: Ask) -> FamilyLoan:
    token = ask.request.cookies.get(COOKIE, "")
    if not 20 <= len(token) <= 30:
        raise NotYours
    return await ask.desk.register.family_loan(token)


async def _closed(ask: Ask, why: Words | None = None) -> web.StreamResponse:
    charity = await _charity(ask)
    status = 200 if why is None else 404
    return ask.page("family/templates/closed.html", status, why=why, charity=charity)


async def _charity(ask: Ask) -> CharityFacts:
    return (await ask.desk.register.setting("charity", CharityFacts)).value


Act = Callable[[Ask, FamilyLoan], Awaitable[None]]


def _act(path: str, act: Act, fields: type[Fields] = NoFields) -> OfficeRoute:
    """Return the route of a decision; whoever has no sheet any more reads why nothing happened."""

    async def handle(ask: Ask) -> web.StreamResponse:
        try:
            loan = await _loan(ask)
        except NotYours:
            return await _closed(ask, OLD_SHEET)
        if loan.is_over:
            return await _closed(ask, OVER)
        await act(ask, loan)
        return ask.go("/family")

    return _post(path, handle, fields)


def _post(path: str, handler: Handler, fields: type[Fields] = NoFields) -> OfficeRoute:
    return OfficeRoute("POST", path, handler, fields=fields, is_public=True, body_bytes=1024)


ROUTES = (
    OfficeRoute("GET", "/family", _page, is_public=True),
    _post("/family/open", _open, TokenFields),
    _act("/family/off", _off, RightFields),
    _act("/family/wish", _wish, RightFields),
    _act("/family/lost", _lost),
    _act("/family/stop", _stop),
    _post("/family/forget", _forget),
)
